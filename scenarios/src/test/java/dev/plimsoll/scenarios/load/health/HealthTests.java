package dev.plimsoll.scenarios.load.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.Test;

class HealthTests {
    @Test
    void stealIsItsShareOfAllTimeOfTheMachine() {
        CpuTimes before = CpuTimes.parse(List.of("cpu  100 0 100 800 0 0 0 0 0 0", "cpu0 1 1 1 1 1 1 1 1 0 0"))
                .orElseThrow();
        CpuTimes after =
                CpuTimes.parse(List.of("cpu  150 0 100 825 0 0 0 25 40 0")).orElseThrow();

        assertThat(after.stolenShareSince(before)).isCloseTo(0.25, within(1e-9));
        assertThat(before.stolenShareSince(before)).isZero();
    }

    @Test
    void aKernelThatDoesNotSayWhatWasStolenIsNoError() {
        assertThat(CpuTimes.parse(List.of("cpu  100 0 100 800"))).isEmpty();
        assertThat(CpuTimes.parse(List.of("intr 1 2 3"))).isEmpty();
    }

    @Test
    void aHeartbeatTellsThatItsThreadStoodStill() throws Exception {
        try (ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor()) {
            long from;
            List<Stall> stalls = new ArrayList<>();
            try (Heartbeat heartbeat = new Heartbeat(thread, Duration.ofMillis(2))) {
                from = thread.submit(() -> {
                            long began = System.nanoTime();
                            Thread.sleep(200);
                            return began;
                        })
                        .get();
                thread.schedule(() -> {}, 10, java.util.concurrent.TimeUnit.MILLISECONDS)
                        .get();
                heartbeat.drainTo(stalls);
            }

            assertThat(stalls).anySatisfy(stall -> {
                assertThat(stall.toNanos() - stall.fromNanos()).isGreaterThan(195_000_000L);
                assertThat(stall.overlaps(new Stall(from, from + 200_000_000L))).isTrue();
            });
        }
    }
}
