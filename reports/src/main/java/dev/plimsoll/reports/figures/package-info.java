/**
 * Figures in words: one notation for durations, counts, shares and rates in every report, and for text that nobody vouches for.
 */
@NullMarked
package dev.plimsoll.reports.figures;

import org.jspecify.annotations.NullMarked;
