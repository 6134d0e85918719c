package dev.plimsoll.reports.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Prints the table of docs/MATH.md. */
final class CoverageTableTest {
    private static final int RUNS = Integer.getInteger("plimsoll.coverageRuns", 2000);

    @Test
    @Tag("nightly")
    void theTableOfCoverage() {
        StringBuilder table = new StringBuilder(
                "| run | requests/s | true bad share | mean burst | coverage, blocks | false PASS side | false FAIL side |"
                        + " coverage, independent | runs without a failure |\n|---|---|---|---|---|---|---|---|---|\n");
        for (double seconds : new double[] {60, 300, 600, 1800}) {
            for (double burst : new double[] {0, 1, 10}) {
                for (double bad : new double[] {0.005, 0.02, 0.05}) {
                    row(table, new Traffic(seconds, 50, bad, burst));
                }
            }
        }
        System.out.println(table);
        assertThat(table.toString().lines().count()).isEqualTo(38);
    }

    private static void row(StringBuilder table, Traffic traffic) {
        SplittableRandom random = new SplittableRandom(20261124);
        int covered = 0;
        int above = 0;
        int below = 0;
        int independent = 0;
        int none = 0;
        double good = 1 - traffic.badShare();
        for (int run = 0; run < RUNS; run++) {
            Blocks blocks = traffic.draw(random.split());
            Interval interval = Proportions.dependent(blocks, 0.95);
            above += interval.lower() > good ? 1 : 0;
            below += interval.upper() < good ? 1 : 0;
            covered += interval.lower() <= good && good <= interval.upper() ? 1 : 0;
            Interval plain =
                    Proportions.clopperPearson((double) (blocks.total() - blocks.bad()), (double) blocks.total(), 0.95);
            independent += plain.lower() <= good && good <= plain.upper() ? 1 : 0;
            none += blocks.bad() == 0 ? 1 : 0;
        }
        table.append(String.format(
                Locale.ROOT,
                "| %.0f s | %.0f | %.1f %% | %s | %.1f %% | %.1f %% | %.1f %% | %.1f %% | %.1f %% |%n",
                traffic.seconds(),
                traffic.rate(),
                traffic.badShare() * 100,
                traffic.meanBurst() == 0 ? "none" : "%.0f s".formatted(traffic.meanBurst()),
                percent(covered),
                percent(above),
                percent(below),
                percent(independent),
                percent(none)));
    }

    private static double percent(int count) {
        return 100.0 * count / RUNS;
    }
}
