/**
 * The run record: what a run directory holds, how it is written while the run goes on and read years later. All times are nanoseconds since the run's epoch; the epoch's wall-clock time is in {@code run.json}.
 */
@NullMarked
package dev.plimsoll.reports.record;

import org.jspecify.annotations.NullMarked;
