@NullMarked
package dev.plimsoll.reports.record;

import org.jspecify.annotations.NullMarked;
