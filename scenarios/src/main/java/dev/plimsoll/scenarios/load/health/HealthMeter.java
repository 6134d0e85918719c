package dev.plimsoll.scenarios.load.health;

import com.sun.management.OperatingSystemMXBean;
import dev.plimsoll.reports.record.TimelineEvent;
import dev.plimsoll.scenarios.load.engine.Tally;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Reads the injector's own state, interval by interval. One caller at a time.
 *
 * <p>A pause is told when an event loop stood still, since only that can delay a request. Its cause is the collector where that
 * paused at the same time, the process or machine where another thread stood still too, else work on the loop itself.
 */
public final class HealthMeter implements AutoCloseable {
    private static final Path PROC_STAT = Path.of("/proc/stat");
    private static final Duration LOOP_PERIOD = Duration.ofMillis(2);
    /** The bystander only tells a stall of all from one of a loop; that takes no fine reading. */
    private static final Duration BYSTANDER_PERIOD = Duration.ofMillis(5);
    /** The collector's times are whole milliseconds, and so is what relates them to ours. */
    private static final long GC_CLOCK_NANOS = 2_000_000;
    /** More than this many in one interval say no more than their sum does. */
    private static final int MOST_PAUSES = 50;

    private final long epochNanos;
    private final List<Heartbeat> loops = new ArrayList<>();
    private final ScheduledExecutorService bystander;
    private final Heartbeat bystanderBeat;
    private final CollectorPauses collector = new CollectorPauses();
    private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private @Nullable Histogram lateness;
    private Optional<CpuTimes> cpu = readCpu();
    private long cpuNanos = system.getProcessCpuTime();
    private long atNanos = System.nanoTime();

    /** What was seen in an interval. */
    public record Reading(TimelineEvent.Health health, List<TimelineEvent.Pause> pauses) {}

    /**
     * Starts watching.
     *
     * @param epochNanos the run's epoch, a reading of {@link System#nanoTime()}
     * @param eventLoops what sends requests
     */
    public HealthMeter(long epochNanos, List<ScheduledExecutorService> eventLoops) {
        this.epochNanos = epochNanos;
        eventLoops.forEach(loop -> loops.add(new Heartbeat(loop, LOOP_PERIOD)));
        bystander = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("plimsoll-bystander").factory());
        bystanderBeat = new Heartbeat(bystander, BYSTANDER_PERIOD);
    }

    /**
     * Reads the interval since the last reading.
     *
     * @param tally whose lateness is taken
     * @param sent requests dispatched in the interval
     * @param inFlight requests without an answer now
     */
    public Reading read(Tally tally, long sent, long inFlight) {
        long now = System.nanoTime();
        List<Stall> collections = new ArrayList<>();
        collector.drainTo(collections);
        List<Stall> others = new ArrayList<>();
        bystanderBeat.drainTo(others);
        List<Stall> stalls = new ArrayList<>();
        loops.forEach(loop -> loop.drainTo(stalls));

        Histogram late = tally.takeLateness(lateness);
        lateness = late;
        long cpuNow = system.getProcessCpuTime();
        Optional<CpuTimes> machine = readCpu();
        double stolen = machine.isPresent() && cpu.isPresent() ? machine.get().stolenShareSince(cpu.get()) : 0;
        Runtime jvm = Runtime.getRuntime();
        TimelineEvent.Health health = new TimelineEvent.Health(
                now - epochNanos,
                sent,
                late.getValueAtPercentile(50),
                late.getValueAtPercentile(99),
                late.getMaxValue(),
                inFlight,
                collections.stream()
                        .mapToLong(pause -> pause.toNanos() - pause.fromNanos())
                        .sum(),
                stolen,
                (double) (cpuNow - cpuNanos) / Math.max(1, now - atNanos),
                jvm.totalMemory() - jvm.freeMemory());
        cpu = machine;
        cpuNanos = cpuNow;
        atNanos = now;
        return new Reading(
                health,
                stalls.stream()
                        .sorted((a, b) -> Long.compare(b.toNanos() - b.fromNanos(), a.toNanos() - a.fromNanos()))
                        .limit(MOST_PAUSES)
                        .map(stall -> pause(stall, collections, others))
                        .toList());
    }

    private TimelineEvent.Pause pause(Stall stall, List<Stall> collections, List<Stall> others) {
        String cause;
        if (collections.stream()
                .map(c -> new Stall(c.fromNanos() - GC_CLOCK_NANOS, c.toNanos() + GC_CLOCK_NANOS))
                .anyMatch(stall::overlaps)) {
            cause = "garbage collection";
        } else if (others.stream().anyMatch(stall::overlaps)) {
            cause = "the whole injector did not run";
        } else {
            cause = "the event loop was busy or not run";
        }
        return new TimelineEvent.Pause(
                stall.fromNanos() - epochNanos,
                stall.toNanos() - stall.fromNanos(),
                TimelineEvent.Pause.Who.INJECTOR,
                cause);
    }

    private static Optional<CpuTimes> readCpu() {
        try {
            return CpuTimes.parse(Files.readAllLines(PROC_STAT));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        loops.forEach(Heartbeat::close);
        bystanderBeat.close();
        bystander.shutdownNow();
        collector.close();
    }
}
