/**
 * What the metrics of a service are called, release by release: pure data, and the choice among it by a scrape.
 *
 * <p>Names moved under everybody's alerts: Knative's were all renamed at 1.19, once more at 1.19.8 and 1.20.1, and the unit
 * went from milliseconds to seconds on the way. A {@link dev.plimsoll.reports.slo.dialect.Dialect} says what one release
 * exposes and what those metrics cannot see.
 */
@NullMarked
package dev.plimsoll.reports.slo.dialect;

import org.jspecify.annotations.NullMarked;
