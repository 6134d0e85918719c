/**
 * What happens to one request between its intended start and its record: the exchange, its transports and the tally. Every
 * time in here is a reading of {@link System#nanoTime()}; the tally turns it into nanoseconds since the run's epoch.
 */
@NullMarked
package dev.plimsoll.scenarios.load.engine;

import org.jspecify.annotations.NullMarked;
