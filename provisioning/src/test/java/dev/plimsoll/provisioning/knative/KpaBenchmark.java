package dev.plimsoll.provisioning.knative;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * Measures ticks a second on one core, recording included: per tick two seconds pass, so two loads are recorded, and the
 * ready pods follow the scale. Prints the median and the range of nine rounds after three to warm up, and the bytes
 * allocated a tick.
 */
final class KpaBenchmark {
    private static final int TICKS = 2_000_000;
    private static final int WARM_UP_ROUNDS = 3;
    private static final int ROUNDS = 9;

    private KpaBenchmark() {}

    public static void main(String[] arguments) {
        measure("linear, 60 s", "linear", Duration.ofSeconds(60));
        measure("weighted-exponential, 60 s", "weighted-exponential", Duration.ofSeconds(60));
        measure("linear, 3600 s", "linear", Duration.ofHours(1));
    }

    private static void measure(String name, String aggregation, Duration window) {
        KpaSpec spec = new RevisionAnnotations(Map.of(
                        "autoscaling.knative.dev/metric-aggregation-algorithm",
                        aggregation,
                        "autoscaling.knative.dev/scale-down-delay",
                        "30s",
                        "autoscaling.knative.dev/window",
                        window.toSeconds() + "s"))
                .spec(AutoscalerConfig.defaults(), 10, true);
        double[] loads = new Random(1).doubles(4096, 0, 500).toArray();
        double[] rates = new double[ROUNDS];
        long checksum = 0;
        long bytes = 0;
        for (int round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
            long allocatedBefore = allocatedBytes();
            long start = System.nanoTime();
            checksum += run(spec, loads);
            long took = System.nanoTime() - start;
            bytes = allocatedBytes() - allocatedBefore;
            if (round >= 0) {
                rates[round] = TICKS * 1e9 / took;
            }
        }
        Arrays.sort(rates);
        System.out.printf(
                Locale.ROOT,
                "%s: %.2f million ticks/s (%.2f to %.2f), %.4f bytes/tick, checksum %d%n",
                name,
                rates[ROUNDS / 2] / 1e6,
                rates[0] / 1e6,
                rates[ROUNDS - 1] / 1e6,
                (double) bytes / TICKS,
                checksum);
    }

    private static long run(KpaSpec spec, double[] loads) {
        Kpa kpa = new Kpa(spec, Kpa.WhenSilent.ZERO_LOAD, 0, 0);
        long checksum = 0;
        long second = 0;
        int ready = 0;
        for (int tick = 0; tick < TICKS; tick++) {
            kpa.record(second * 1_000_000_000L, loads[(int) (second & 4095)]);
            second++;
            kpa.record(second * 1_000_000_000L, loads[(int) (second & 4095)]);
            kpa.tick(second * 1_000_000_000L, ready);
            second++;
            ready = kpa.desired();
            checksum += ready + kpa.excessBurstCapacity();
        }
        return checksum;
    }

    private static long allocatedBytes() {
        return ManagementFactory.getPlatformMXBean(ThreadMXBean.class).getCurrentThreadAllocatedBytes();
    }
}
