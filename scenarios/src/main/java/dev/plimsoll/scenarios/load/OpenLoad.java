package dev.plimsoll.scenarios.load;

import dev.plimsoll.reports.record.RunDescription.Calibration;
import dev.plimsoll.reports.record.Series;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Open load from an injector process of its own. The process stays, and stays warm, from load to load until this is closed.
 *
 * <pre><code>
 * try (OpenLoad load = OpenLoad.start(settings)) {
 *     Calibration calibration = load.calibrate(200, Duration.ofSeconds(2));
 *     LoadHandle running = load.begin(legs, listener);
 *     LoadResult result = running.await();
 * }
 * </code></pre>
 *
 * <p>For one thread; only {@link LoadHandle#stop} may be called from others. If the process ends by itself, whoever waits for it
 * gets an {@link InjectorException}.
 */
public final class OpenLoad implements AutoCloseable {
    private static final long START_SECONDS = 60;
    private static final long ANSWER_SECONDS = 30;
    private static final Duration GRACE = Duration.ofSeconds(30);
    private static final int CLOCK_READINGS = 20;
    /** Enough requests for the JVM to compile the paths that a request takes. */
    private static final double WARM_UP_RATE = 2_000;

    private static final Duration WARM_UP = Duration.ofMillis(2_500);

    private final InjectorProcess process;
    private final Map<String, String> facts;
    private boolean warm;

    private OpenLoad(InjectorProcess process, Map<String, String> facts) {
        this.process = process;
        this.facts = facts;
    }

    /**
     * Starts the process and opens the run's files in it.
     *
     * @throws InjectorException if it cannot be started, or refuses
     */
    public static OpenLoad start(InjectorSettings settings) {
        InjectorProcess process = InjectorProcess.start(settings);
        try {
            long offsetNanos = clockOffset(process);
            process.send(new Command.Open(
                    settings.runId(),
                    settings.runDirectory() == null
                            ? null
                            : settings.runDirectory().toAbsolutePath().toString(),
                    settings.started(),
                    settings.epochNanos() - offsetNanos,
                    settings.firstRequestId(),
                    settings.eventLoops()));
            Report.Opened opened = process.answer(Report.Opened.class, ANSWER_SECONDS, TimeUnit.SECONDS);
            return new OpenLoad(process, opened.facts());
        } catch (RuntimeException e) {
            process.close();
            throw e;
        }
    }

    /**
     * Our clock less the injector's, from the exchange that took least time. Where nothing speaks against one clock for both (on
     * Linux there is one), it is 0, free of the exchange's error.
     */
    private static long clockOffset(InjectorProcess process) {
        long best = Long.MAX_VALUE;
        long offset = 0;
        for (int i = 0; i < CLOCK_READINGS; i++) {
            long before = System.nanoTime();
            process.send(new Command.Clock());
            long theirs = process.answer(Report.Clock.class, i == 0 ? START_SECONDS : ANSWER_SECONDS, TimeUnit.SECONDS)
                    .nanos();
            long after = System.nanoTime();
            if (after - before < best) {
                best = after - before;
                offset = theirs >= before && theirs <= after ? 0 : before + (after - before) / 2 - theirs;
            }
        }
        return offset;
    }

    /** Id of the process. */
    public long pid() {
        return process.pid();
    }

    /** Facts of the process for the run's description: versions, collector, heap. */
    public Map<String, String> facts() {
        return facts;
    }

    /**
     * Measures the injector at a rate against a server that does nothing, inside the injector process.
     *
     * @param ratePerSecond the rate of the load to come
     * @param duration for how long
     * @throws InjectorException if the process fails
     */
    public Calibration calibrate(double ratePerSecond, Duration duration) {
        warmUp();
        return calibrateNow(ratePerSecond, duration);
    }

    private Calibration calibrateNow(double ratePerSecond, Duration duration) {
        process.send(new Command.Calibrate(ratePerSecond, duration));
        return process.answer(Report.Calibrated.class, duration.toSeconds() + ANSWER_SECONDS, TimeUnit.SECONDS)
                .calibration();
    }

    private void warmUp() {
        if (!warm) {
            calibrateNow(WARM_UP_RATE, WARM_UP);
            warm = true;
        }
    }

    /** As {@link #begin(List, List, AbortGuard, LoadListener)}, without a guard. */
    public LoadHandle begin(List<Series> series, List<LoadLeg> legs, LoadListener listener) {
        return begin(series, legs, null, listener);
    }

    /**
     * Begins a load; returns as soon as its start is settled, some 0.4 s ahead of it. The first load of a process is preceded by
     * a warm-up of the process against a null server. One load at a time.
     *
     * @param series all series of the run so far, by index
     * @param legs what to send
     * @param guard when to stop it early, or null for never
     * @param listener told while it runs, on a thread of this object's
     * @throws InjectorException if the process fails
     */
    public LoadHandle begin(
            List<Series> series, List<LoadLeg> legs, @Nullable AbortGuard guard, LoadListener listener) {
        warmUp();
        process.listener(listener);
        process.send(new Command.Load(series, legs, guard));
        Report.Started started = process.answer(Report.Started.class, ANSWER_SECONDS, TimeUnit.SECONDS);
        Duration longest = legs.stream()
                .map(leg -> leg.start().plus(leg.schedule().duration()).plus(leg.timeout()))
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
        return new LoadHandle(process, started.startNanos(), started.scheduled(), longest.plus(GRACE));
    }

    /** Ends the process; a load that still runs is stopped and its rest recorded as unsent. Completes the run's files. */
    @Override
    public void close() {
        process.close();
    }
}
