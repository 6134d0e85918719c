@NullMarked
package dev.plimsoll.reports.stats;

import org.jspecify.annotations.NullMarked;
