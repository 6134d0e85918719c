package dev.plimsoll.provisioning.knative;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ActivatorsTest {

    /** Cases of {@code TestComputeActivatorNum}, {@code pkg/reconciler/autoscaling/kpa/kpa_test.go}. */
    @ParameterizedTest
    @CsvSource({"0, 200, 2", "1, 200, 3", "100, 0, 2", "5, -1, 5", "15, 200, 17"})
    void needsAsManyAsInTestComputeActivatorNum(int pods, double targetBurstCapacity, int expected) {
        assertThat(Activators.needed(pods, 100, targetBurstCapacity, 100)).isEqualTo(expected);
    }

    /**
     * Cases of {@code TestThrottlerUpdateCapacity}, {@code pkg/activator/net/throttler_test.go}: concurrency limit,
     * backends, pods addressed directly, place, activators, capacity. Without a limit upstream's infinite breaker shows
     * 1 for every capacity above 0.
     */
    @ParameterizedTest
    @CsvSource({
        "10, 1, 0, 0, 0, 10",
        "10, 10, 0, 0, 0, 100",
        "10, 100, 0, 0, 0, 1000",
        "10, 10, 0, 0, 5, 20",
        "10, 10, 0, 0, 200, 1",
        "10, 0, 0, 0, 200, 0",
        "0, 0, 0, 0, 0, 0",
        "0, 1, 0, 0, 0, 2147483647",
        "0, 10, 0, 0, 0, 2147483647",
        "0, 0, 0, 0, 200, 0",
        "0, 1, 0, 0, 200, 2147483647",
        "10, 0, 1, 0, 1, 10",
        "10, -1, 2, 0, 1, 20",
        "10, -1, 2, 0, 2, 10",
        "10, -1, 3, 0, 2, 20",
        "10, -1, 3, 1, 2, 10",
        "1, 5, 5, 0, 2, 3",
        "1, 5, 5, 1, 2, 2",
        "0, 1, 3, 1, 2, 2147483647",
    })
    void letsThroughAsMuchAsInTestThrottlerUpdateCapacity(
            int containerConcurrency, int backends, int pods, int self, int activators, int expected) {
        int assigned = Activators.assigned(containerConcurrency, pods, self, activators).length;

        assertThat(Activators.capacity(containerConcurrency, backends, assigned, activators))
                .isEqualTo(expected);
    }

    /** The case of {@code TestThrottlerCalculateCapacity}, same file, and a limit whose product would overflow. */
    @Test
    void clampsACapacityThatIsTooLarge() {
        assertThat(Activators.capacity(0, 1, Integer.MAX_VALUE, 1)).isEqualTo(Activators.UNLIMITED);
        assertThat(Activators.capacity(1_000_000, 1_000_000, 0, 1)).isEqualTo(Activators.UNLIMITED);
    }

    /** Cases of {@code TestPickIndices}, same file: pods, activators, place, begin, end, remainder. */
    @ParameterizedTest
    @CsvSource({
        "1, 1, 0, 0, 1, 0",
        "1, 2, 0, 0, 1, 0",
        "1, 2, 1, 0, 1, 0",
        "2, 3, 1, 1, 2, 0",
        "2, 3, 2, 0, 1, 0",
        "3, 3, 2, 2, 3, 0",
        "10, 3, 0, 0, 3, 1",
        "10, 3, 1, 3, 6, 1",
        "10, 3, 2, 6, 9, 1",
        "150, 5, 0, 0, 30, 0",
        "150, 5, 1, 30, 60, 0",
        "150, 5, 4, 120, 150, 0",
    })
    void slicesPodsAsInTestPickIndices(int pods, int activators, int self, int begin, int end, int remainder) {
        int[] assigned = Activators.assigned(10, pods, self, activators);

        assertThat(assigned).startsWith(IntStream.range(begin, end).toArray());
        assertThat(assigned).hasSize(end - begin + (self < remainder ? 1 : 0));
    }

    /** Cases of {@code TestAssignSlice}, same file. */
    @Test
    void assignsPodsAsInTestAssignSlice() {
        assertThat(Activators.assigned(10, 0, 0, 1)).isEmpty();
        assertThat(Activators.assigned(10, 3, 1, 1)).containsExactly(0, 1, 2);
        assertThat(Activators.assigned(10, 3, -1, 1)).containsExactly(0, 1, 2);
        assertThat(Activators.assigned(10, 3, 1, 3)).containsExactly(1);
        assertThat(Activators.assigned(10, 1, 1, 3)).containsExactly(0);
        assertThat(Activators.assigned(10, 3, 1, 2)).containsExactly(1);
    }

    @Test
    void everyPodBelongsToSomeActivatorAndTheRemainderToOneEach() {
        for (int pods = 2; pods < 40; pods++) {
            for (int activators = 2; activators <= pods; activators++) {
                int[] seen = new int[pods];
                for (int self = 0; self < activators; self++) {
                    for (int pod : Activators.assigned(1, pods, self, activators)) {
                        seen[pod]++;
                    }
                }
                assertThat(seen).as("%d pods, %d activators", pods, activators).containsOnly(1);
            }
        }
    }
}
