/**
 * The canary court: whether traffic was split as declared, whether the canary is worse than what it would replace, and what
 * to do with it. {@code docs/CANARY.md} has the mathematics and what it was shown to do.
 */
@NullMarked
package dev.plimsoll.reports.verdict.canary;

import org.jspecify.annotations.NullMarked;
