package dev.plimsoll.scenarios.load.gatling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.reports.record.RequestSample;
import dev.plimsoll.scenarios.load.ArrivalSchedule;
import dev.plimsoll.scenarios.load.Injectors;
import dev.plimsoll.scenarios.load.engine.NullServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the bridge relies on in stock Gatling, in a process of its own and started by Gatling's own main class. */
class GatlingContractTests {
    @Test
    void aUsersOwnSimulationRunsUnderStockGatlingWithItsStatisticsAndOurRecord(@TempDir Path folder)
            throws IOException, InterruptedException {
        Path recorded = folder.resolve("samples");
        Path output = folder.resolve("output");
        int code;
        try (NullServer server = new NullServer()) {
            code = new ProcessBuilder(
                            Injectors.java().toString(),
                            "--add-opens=java.base/java.lang=ALL-UNNAMED",
                            "--enable-native-access=ALL-UNNAMED",
                            "-Dgatling.data.enableAnalytics=false",
                            "-Diris.address=" + server.address(),
                            "-Diris.samples=" + recorded,
                            "-cp",
                            Injectors.wholeClassPath(),
                            "io.gatling.app.Gatling",
                            "-s",
                            IrisSimulation.class.getName(),
                            "-rf",
                            folder.resolve("results").toString(),
                            "-nr")
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start()
                    .waitFor();
        }
        String said = Files.readString(output, StandardCharsets.UTF_8);
        assertThat(code).as(said).isZero();

        List<String> byArrival = new ArrayList<>();
        List<String> withoutArrival = new ArrayList<>();
        for (String line : Files.readAllLines(recorded)) {
            (line.contains(" " + RequestSample.NEVER + " ") ? withoutArrival : byArrival).add(line);
            assertThat(line).contains(" OK ");
        }
        long scheduled = new ArrivalSchedule.Poisson(100, Duration.ofSeconds(1), 42).count();
        assertThat(byArrival).hasSize((int) scheduled).allMatch(line -> line.startsWith("0 "));
        assertThat(withoutArrival)
                .as("a user's second request and users of Gatling's own profile have no intended start")
                .hasSize((int) scheduled + 50)
                .allMatch(line -> line.startsWith("1 "));
        long[] intended = byArrival.stream()
                .mapToLong(line -> Long.parseLong(line.split(" ", -1)[2]))
                .sorted()
                .toArray();
        List<Long> gaps = new ArrayList<>();
        List<Long> expected = new ArrayList<>();
        var arrivals = new ArrivalSchedule.Poisson(100, Duration.ofSeconds(1), 42).arrivals();
        long first = arrivals.nextNanos();
        for (int i = 0; i < intended.length; i++) {
            gaps.add(intended[i] - intended[0]);
            expected.add(i == 0 ? 0 : arrivals.nextNanos() - first);
        }
        assertThat(gaps).isEqualTo(expected);
        assertThat(said)
                .as("Gatling's own statistics count them too")
                .contains("> predict")
                .contains("> again");
    }
}
