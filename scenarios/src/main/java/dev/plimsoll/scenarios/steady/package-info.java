/**
 * The scenario {@code steady}: an open workload at a constant mean rate over each protocol.
 */
@NullMarked
package dev.plimsoll.scenarios.steady;

import org.jspecify.annotations.NullMarked;
