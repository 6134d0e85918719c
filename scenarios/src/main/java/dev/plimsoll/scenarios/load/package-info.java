/**
 * Open load: arrival schedules, the injector process and its health.
 *
 * <p>{@link dev.plimsoll.scenarios.load.ArrivalSchedule} says when requests start; {@link dev.plimsoll.scenarios.load.OpenLoad}
 * has a process of its own send them ({@link dev.plimsoll.scenarios.load.InjectorMain}), which is told by lines of JSON on
 * its standard input, secrets included, and ends with it. {@code engine} stamps and counts each request, {@code gatling}
 * drives and carries, {@code health} watches the injector itself.
 *
 * <p>Times of a request: intended (by the schedule), dispatched (handed to its transport: how late that is, is the injector's
 * doing), sent (written to a connection: waiting for one is the target's doing), first byte of the body, end. A request ends
 * once, also where it fails, and what is never sent is recorded too, so that the outcomes add up to the schedule. No request is
 * sent twice: a connection that is lost is an error, not a reason to try again.
 */
@NullMarked
package dev.plimsoll.scenarios.load;

import org.jspecify.annotations.NullMarked;
