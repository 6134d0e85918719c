@NullMarked
package dev.plimsoll.reports.slo;

import org.jspecify.annotations.NullMarked;
