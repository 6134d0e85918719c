/**
 * A run's measured series through alert rules in virtual time: which alert would have fired, when, and when it would have resolved.
 */
@NullMarked
package dev.plimsoll.reports.slo.replay;

import org.jspecify.annotations.NullMarked;
