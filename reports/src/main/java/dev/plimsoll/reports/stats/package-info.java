/**
 * Intervals and tests: pure functions without clock or input and output.
 */
@NullMarked
package dev.plimsoll.reports.stats;

import org.jspecify.annotations.NullMarked;
