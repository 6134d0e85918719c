package dev.plimsoll.reports.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.reports.record.Outcome;
import dev.plimsoll.reports.record.RequestLog;
import dev.plimsoll.reports.record.RunRecord;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class RunRecordsTest {
    @Test
    void theSameSeedGivesTheSameRun() {
        RequestLog one = RunRecords.healthy().requests();
        RequestLog two = RunRecords.healthy().requests();
        assertThat(one.size()).isEqualTo(two.size()).isGreaterThan(36_000);
        for (int i = 0; i < one.size(); i += 1_000) {
            assertThat(one.sample(i)).isEqualTo(two.sample(i));
        }
    }

    @Test
    void aFailingRunFailsInManyWays() {
        RequestLog log = RunRecords.failing().requests();
        Set<Outcome> seen = EnumSet.noneOf(Outcome.class);
        int bad = 0;
        for (int i = 0; i < log.size(); i++) {
            seen.add(log.outcome(i));
            bad += log.outcome(i).isGood() ? 0 : 1;
        }
        assertThat(seen)
                .contains(Outcome.TIMED_OUT, Outcome.WRONG_ANSWER, Outcome.SERVER_ERROR, Outcome.CONNECT_FAILED);
        assertThat(bad / (double) log.size()).isBetween(0.03, 0.05);
    }

    @Test
    void burstsHaveTheDeclaredShareInTheLongRun() {
        RunRecord run = RunRecords.builder()
                .failuresInBursts(0.05, Duration.ofSeconds(1))
                .duration(Duration.ofMinutes(30))
                .rate(50)
                .build();
        long bad = 0;
        for (int i = 0; i < run.requests().size(); i++) {
            bad += run.requests().outcome(i).isGood() ? 0 : 1;
        }
        assertThat(bad / (double) run.requests().size()).isBetween(0.03, 0.07);
    }
}
