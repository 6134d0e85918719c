package dev.plimsoll.scenarios.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.reports.record.TimelineEvent;
import dev.plimsoll.scenarios.load.engine.StampingServer;
import dev.plimsoll.scenarios.load.gatling.StockSimulation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/**
 * Arrivals as a server sees them, ours beside stock Gatling's, in turns in one run. Says what it measured on standard error. A
 * busy machine disturbs both, so that it is for the night: set PLIMSOLL_NIGHTLY=1.
 */
@Tag("nightly")
@EnabledIfEnvironmentVariable(named = "PLIMSOLL_NIGHTLY", matches = "1")
class ArrivalQualityTests {
    private static final int SECONDS = 6;
    /** The first seconds of a cold JVM are bad; they are left out for both. */
    private static final int SKIPPED_SECONDS = 2;

    private static final LoadListener QUIET = new LoadListener() {
        @Override
        public void progress(LoadProgress progress) {}

        @Override
        public void event(TimelineEvent event) {}
    };

    private record Quality(double burstShare, double medianMicros, double p99Micros, double cpuMicrosPerRequest) {
        static Quality of(long[] readNanos, double rate, double cpuMicros) {
            int from = (int) (SKIPPED_SECONDS * rate);
            double gap = 1e9 / rate;
            double[] residual = new double[readNanos.length - from];
            int bursts = 0;
            for (int i = from; i < readNanos.length; i++) {
                residual[i - from] = readNanos[i] - readNanos[from] - (i - from) * gap;
                if (readNanos[i] - readNanos[i - 1] < 50_000) {
                    bursts++;
                }
            }
            double anchor = quantile(residual, 0.5);
            double[] off =
                    Arrays.stream(residual).map(r -> Math.abs(r - anchor)).toArray();
            return new Quality(
                    (double) bursts / residual.length,
                    quantile(off, 0.5) / 1000,
                    quantile(off, 0.99) / 1000,
                    cpuMicros / readNanos.length);
        }

        private static double quantile(double[] values, double q) {
            double[] sorted = values.clone();
            Arrays.sort(sorted);
            return sorted[(int) Math.ceil(q * sorted.length) - 1];
        }
    }

    @Test
    void besideStockGatlingOurArrivalsDoNotComeInBursts(@TempDir Path folder) throws Exception {
        try (StampingServer server = new StampingServer();
                OpenLoad load = OpenLoad.start(Injectors.settings(null))) {
            for (double rate : new double[] {200, 1_000}) {
                List<Quality> ours = new ArrayList<>();
                List<Quality> stock = new ArrayList<>();
                for (int i = 0; i < 3; i++) {
                    ours.add(ours(load, server, rate));
                    stock.add(stock(server, rate, folder));
                }
                tell("ours", rate, ours);
                tell("stock Gatling", rate, stock);
                if (rate == 1_000) {
                    assertThat(median(ours.stream()
                                    .mapToDouble(Quality::burstShare)
                                    .toArray()))
                            .isLessThan(median(stock.stream()
                                            .mapToDouble(Quality::burstShare)
                                            .toArray())
                                    / 2);
                }
            }
        }
    }

    private static Quality ours(OpenLoad load, StampingServer server, double rate) {
        load.calibrate(rate, Duration.ofSeconds(1));
        server.take();
        long before = cpuNanos(load.pid());
        load.begin(
                        List.of(Injectors.STEADY),
                        List.of(Injectors.leg(
                                server.address(), new ArrivalSchedule.Constant(rate, Duration.ofSeconds(SECONDS)))),
                        QUIET)
                .await();
        return Quality.of(server.take(), rate, (cpuNanos(load.pid()) - before) / 1e3);
    }

    private static Quality stock(StampingServer server, double rate, Path folder)
            throws IOException, InterruptedException {
        server.take();
        Process gatling = new ProcessBuilder(
                        Injectors.java().toString(),
                        "--add-opens=java.base/java.lang=ALL-UNNAMED",
                        "-XX:+UseParallelGC",
                        "-Xmx512m",
                        "-Dgatling.data.enableAnalytics=false",
                        "-Diris.address=" + server.address(),
                        "-Diris.rate=" + rate,
                        "-Diris.seconds=" + SECONDS,
                        "-cp",
                        Injectors.wholeClassPath(),
                        "io.gatling.app.Gatling",
                        "-s",
                        StockSimulation.class.getName(),
                        "-rf",
                        folder.resolve("results").toString(),
                        "-nr")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("gatling").toFile())
                .start();
        assertThat(gatling.waitFor()).isZero();
        return Quality.of(server.take(), rate, Double.NaN);
    }

    private static long cpuNanos(long pid) {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().totalCpuDuration())
                .orElse(Duration.ZERO)
                .toNanos();
    }

    private static void tell(String who, double rate, List<Quality> qualities) {
        System.err.println(String.format(
                Locale.ROOT,
                "%s at %.0f/s: off the line by %.0f us (median), %.0f us (p99); gaps below 50 us %.1f %%; CPU %.0f us a request",
                who,
                rate,
                median(qualities.stream().mapToDouble(Quality::medianMicros).toArray()),
                median(qualities.stream().mapToDouble(Quality::p99Micros).toArray()),
                100 * median(qualities.stream().mapToDouble(Quality::burstShare).toArray()),
                median(qualities.stream()
                        .mapToDouble(Quality::cpuMicrosPerRequest)
                        .toArray())));
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
