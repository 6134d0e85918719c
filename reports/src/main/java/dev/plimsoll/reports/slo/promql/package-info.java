/**
 * PromQL, as far as Plimsoll's own rules need it: a parser that reads nearly all of it, and an evaluator in virtual time for
 * selectors, {@code rate}, {@code increase}, {@code absent}, {@code vector}, simple aggregations and binary operators.
 *
 * <p>Values agree with Prometheus of the major version asked for; {@code PromqlAgreementTest} holds them against
 * {@code promtool test rules}.
 */
@NullMarked
package dev.plimsoll.reports.slo.promql;

import org.jspecify.annotations.NullMarked;
