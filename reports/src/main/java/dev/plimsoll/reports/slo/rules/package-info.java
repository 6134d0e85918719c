/**
 * Alert rules made from objectives: recording rules of the error ratio, multiwindow multi-burn-rate alerts, and alerts for
 * what goes wrong when a service scales.
 *
 * <p>Everything here is a pure function: {@link dev.plimsoll.reports.slo.rules.RuleGenerator} turns objectives and options into
 * {@link dev.plimsoll.reports.slo.rules.RuleGroup}s, {@link dev.plimsoll.reports.slo.rules.RuleYaml} writes them, and
 * {@link dev.plimsoll.reports.slo.rules.RuleFile} reads rule files, ours and others', with the place of every rule.
 */
@NullMarked
package dev.plimsoll.reports.slo.rules;

import org.jspecify.annotations.NullMarked;
