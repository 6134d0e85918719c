/**
 * What the injector watches in itself: event-loop lag, collector pauses, CPU taken and stolen.
 */
@NullMarked
package dev.plimsoll.scenarios.load.health;

import org.jspecify.annotations.NullMarked;
