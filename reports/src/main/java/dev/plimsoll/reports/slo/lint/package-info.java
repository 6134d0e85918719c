/**
 * Mistakes in alert rules that keep them silent, or make them cry: found without running them, by what the metrics are known to be
 * or by a scrape.
 */
@NullMarked
package dev.plimsoll.reports.slo.lint;

import org.jspecify.annotations.NullMarked;
