/**
 * Open load: arrival schedules, the injector process and its health.
 */
@NullMarked
package dev.plimsoll.scenarios.load;

import org.jspecify.annotations.NullMarked;
