/**
 * Objectives read back from alert rules that others wrote: thresholds of quantiles, shares of errors, burn rates.
 */
@NullMarked
package dev.plimsoll.reports.slo.importing;

import org.jspecify.annotations.NullMarked;
