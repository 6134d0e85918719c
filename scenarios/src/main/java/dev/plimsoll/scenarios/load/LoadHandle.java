package dev.plimsoll.scenarios.load;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A load that runs. */
public final class LoadHandle {
    private final InjectorProcess process;
    private final long startNanos;
    private final long scheduled;

    private final Duration patience;

    LoadHandle(InjectorProcess process, long startNanos, long scheduled, Duration patience) {
        this.process = process;
        this.startNanos = startNanos;
        this.scheduled = scheduled;
        this.patience = patience;
    }

    /** Start of the load, in nanoseconds since the run's epoch; legs' starts count from it. */
    public long startNanos() {
        return startNanos;
    }

    /** Requests of all legs. */
    public long scheduled() {
        return scheduled;
    }

    /**
     * Waits until every request has ended: at most the legs' longest end plus time-out, and half a minute for a slow machine.
     *
     * @throws InjectorException if the injector fails, ends by itself, or is not done by then
     */
    public LoadResult await() {
        return process.answer(Report.Done.class, patience.toSeconds(), TimeUnit.SECONDS)
                .result();
    }

    /**
     * Sends nothing more; {@link #await()} then returns once the requests on their way have ended. Any thread may call it.
     *
     * @throws InjectorException if the injector has ended
     */
    public void stop(String reason) {
        process.send(new Command.Stop(reason));
    }
}
