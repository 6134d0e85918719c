package dev.plimsoll.reports.verdict.coldstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.reports.record.ColdStartDetail.Phase;
import dev.plimsoll.reports.verdict.coldstart.ColdStartFacts.Piece;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class CriticalPathTest {
    @Test
    void aSequenceIsItsOwnPath() {
        assertThat(CriticalPath.of(List.of(phase("pull", 0, 40), phase("load", 40, 90)), 0, 90))
                .containsExactly(new Piece("pull", 0, 40), new Piece("load", 40, 90));
    }

    @Test
    void ofTwoAtOnceTheOneThatEndedLastWasWaitedFor() {
        assertThat(CriticalPath.of(
                        List.of(phase("pull", 0, 40), phase("storage", 0, 30), phase("load", 40, 90)), 0, 90))
                .containsExactly(new Piece("pull", 0, 40), new Piece("load", 40, 90));
    }

    @Test
    void aReadinessThatCameAfterTheFirstByteWasNotWaitedFor() {
        assertThat(CriticalPath.of(List.of(phase("load", 10, 80), phase("ready", 70, 200)), 0, 80))
                .containsExactly(new Piece("load", 10, 80));
    }

    @Test
    void stampsThatOverlapALittleDoNotTearThePath() {
        assertThat(CriticalPath.of(
                        List.of(phase("load", 0, 50), phase("probe", 50, 62), phase("forward", 60, 80)), 0, 80))
                .containsExactly(new Piece("load", 0, 50), new Piece("probe", 50, 60), new Piece("forward", 60, 80));
    }

    @Test
    void aGapIsLeftOut() {
        assertThat(CriticalPath.of(List.of(phase("pull", 5, 40), phase("load", 45, 90)), 0, 100))
                .containsExactly(new Piece("pull", 5, 40), new Piece("load", 45, 90));
    }

    @Test
    void whatHappenedBeforeTheRequestIsNotInItsWait() {
        assertThat(CriticalPath.of(List.of(phase("pull", -50, -10), phase("load", -5, 90)), 0, 90))
                .containsExactly(new Piece("load", 0, 90));
    }

    @Test
    void piecesNeverOverlapAndCoverExactlyWhatTheFinishedPhasesCover() {
        SplittableRandom random = new SplittableRandom(5);
        for (int round = 0; round < 2_000; round++) {
            List<Phase> phases = new ArrayList<>();
            boolean[] covered = new boolean[100];
            for (int p = random.nextInt(8); p > 0; p--) {
                int from = random.nextInt(-20, 110);
                int to = from + random.nextInt(40);
                phases.add(phase("p" + p, from, to));
                for (int t = Math.max(0, from); to <= 100 && t < to; t++) {
                    covered[t] = true;
                }
            }
            boolean[] seen = new boolean[100];
            long last = 0;
            for (Piece piece : CriticalPath.of(phases, 0, 100)) {
                assertThat(piece.fromNanos()).isGreaterThanOrEqualTo(last);
                assertThat(piece.nanos()).isPositive();
                last = piece.toNanos();
                for (int t = (int) piece.fromNanos(); t < piece.toNanos(); t++) {
                    seen[t] = true;
                }
            }
            assertThat(seen).as("round %d: %s", round, phases).isEqualTo(covered);
        }
    }

    private static Phase phase(String name, long from, long to) {
        return new Phase(name, from, to, null);
    }
}
