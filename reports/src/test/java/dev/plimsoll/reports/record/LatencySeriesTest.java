package dev.plimsoll.reports.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.plimsoll.reports.testing.RunRecords;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LatencySeriesTest {
    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1_000 * MILLI;

    @Test
    void percentilesAreWithinAThousandthOfTheExactOnes() {
        RunRecord run = RunRecords.failing();
        for (LatencySeries one : LatencySeries.of(run)) {
            long[] exact = RequestsFileTest.samples(run.requests()).stream()
                    .filter(s -> s.series() == one.series().index())
                    .mapToLong(RequestSample::responseNanos)
                    .sorted()
                    .toArray();
            assertThat(one.count()).isEqualTo(exact.length);
            for (double q : List.of(0.5, 0.9, 0.99, 0.999)) {
                double expected = exact[(int) Math.ceil(q * exact.length) - 1];
                assertThat(one.responseNanos(q) / expected).isEqualTo(1, within(0.001));
            }
        }
    }

    @Test
    void everyOutcomeIsCounted() {
        List<LatencySeries> all = LatencySeries.of(RunRecords.failing());
        assertThat(all).hasSize(6);
        assertThat(all.get(0).failed()).isZero();
        assertThat(all.get(1).failed()).isPositive();
        assertThat(all.get(1).outcomes()).containsKeys(Outcome.OK, Outcome.TIMED_OUT, Outcome.SERVER_ERROR);
        assertThat(all.get(1).serviceNanos(0.5)).isLessThan(all.get(1).responseNanos(0.5));
    }

    /** The server answers at once, but stands still for the first second of every ten. */
    @Test
    void aClosedLoopHidesAServerThatFreezes() {
        RequestLog log = freezing();
        long[] open = RequestsFileTest.samples(log).stream()
                .mapToLong(RequestSample::responseNanos)
                .sorted()
                .toArray();
        assertThat(open[(int) (open.length * 0.95)] / 1e6).isBetween(490.0, 510.0);
        ClosedLoopExhibit closed = ClosedLoopExhibit.of(log, 0);
        assertThat(closed.users()).isEqualTo(1);
        assertThat(closed.latencies().getValueAtPercentile(95)).isLessThan(2 * MILLI);
        assertThat(closed.latencies().getMaxValue()).isGreaterThan(990 * MILLI);
        assertThat(closed.skipped() / (double) closed.arrivals()).isEqualTo(0.1, within(0.001));
        assertThat(closed.latencies().getTotalCount()).isEqualTo(closed.arrivals() - closed.skipped());
    }

    @Test
    void enoughUsersOmitNothing() {
        RequestLog log = freezing();
        ClosedLoopExhibit closed = ClosedLoopExhibit.of(log, 0, 1_000);
        assertThat(closed.skipped()).isZero();
        assertThat(closed.latencies().getValueAtPercentile(95) / 1e6).isBetween(490.0, 510.0);
    }

    @Test
    void anExhibitNeedsAUserButNoRequests() {
        assertThat(ClosedLoopExhibit.of(RequestLog.of(List.of()), 0).arrivals()).isZero();
        assertThatThrownBy(() -> ClosedLoopExhibit.of(RequestLog.of(List.of()), 0, 0))
                .hasMessage("a closed loop needs a user: 0");
    }

    private static RequestLog freezing() {
        List<RequestSample> samples = new ArrayList<>();
        for (int i = 0; i < 500 * 100; i++) {
            long at = i * (SECOND / 500);
            long cycle = at % (10 * SECOND);
            long end = (cycle < SECOND ? at - cycle + SECOND : at) + MILLI;
            samples.add(new RequestSample(i, 0, 0, Outcome.OK, 200, at, at, at, end, end));
        }
        RequestSample[] shuffled = samples.toArray(RequestSample[]::new);
        Arrays.sort(shuffled, (a, b) -> Long.compare(b.id(), a.id()));
        return RequestLog.of(List.of(shuffled));
    }
}
