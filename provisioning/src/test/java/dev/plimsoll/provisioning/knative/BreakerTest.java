package dev.plimsoll.provisioning.knative;

import static dev.plimsoll.provisioning.knative.Breaker.Admission.REJECTED;
import static dev.plimsoll.provisioning.knative.Breaker.Admission.RUNS;
import static dev.plimsoll.provisioning.knative.Breaker.Admission.WAITS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plimsoll.provisioning.knative.Breaker.Limits;
import org.junit.jupiter.api.Test;

/** Cases of {@code pkg/queue/breaker_test.go}, without their goroutines; each test names its original. */
class BreakerTest {

    /** {@code TestBreakerInvalidConstructor}: its four cases. */
    @Test
    void refusesImpossibleSizes() {
        assertThatThrownBy(() -> new Limits(0, 1, 1)).hasMessage("Queue depth must be greater than 0. Got 0.");
        assertThatThrownBy(() -> new Limits(1, -1, 1)).hasMessage("Max concurrency must be 0 or greater. Got -1.");
        assertThatThrownBy(() -> new Limits(1, 1, -1))
                .hasMessage("Initial capacity must be between 0 and max concurrency. Got -1.");
        assertThatThrownBy(() -> new Limits(1, 5, 6))
                .hasMessage("Initial capacity must be between 0 and max concurrency. Got 6.");
    }

    /** {@code TestBreakerReserveOverload}, {@code TestSemaphoreAcquireNonBlockingHasNoCapacity}. */
    @Test
    void reservesOnlyWhatCanRunAtOnce() {
        Breaker breaker = new Breaker(new Limits(1, 1, 1));

        assertThat(breaker.reserve()).isTrue();
        assertThat(breaker.reserve()).isFalse();
        breaker.finish();
        assertThat(breaker.reserve()).isTrue();
    }

    /** {@code TestBreakerOverloadMixed}. */
    @Test
    void aReservationFailsWhileARequestRuns() {
        Breaker breaker = new Breaker(new Limits(1, 1, 1));

        assertThat(breaker.offer()).isEqualTo(RUNS);
        assertThat(breaker.reserve()).isFalse();
        breaker.finish();
        assertThat(breaker.reserve()).isTrue();
    }

    /** {@code TestBreakerOverload}. */
    @Test
    void turnsAwayWhatTheQueueCannotHold() {
        Breaker breaker = new Breaker(new Limits(1, 1, 1));

        assertThat(breaker.offer()).isEqualTo(RUNS);
        assertThat(breaker.offer()).isEqualTo(WAITS);
        assertThat(breaker.offer()).isEqualTo(REJECTED);
        assertThat(breaker.finish()).isEqualTo(1);
        assertThat(breaker.finish()).isZero();
    }

    /** {@code TestBreakerQueueing}: requests offered at no capacity run once there is some. */
    @Test
    void runsWaitingRequestsWhenCapacityComes() {
        Breaker breaker = new Breaker(new Limits(2, 1, 0));

        assertThat(breaker.offer()).isEqualTo(WAITS);
        assertThat(breaker.offer()).isEqualTo(WAITS);
        assertThat(breaker.updateCapacity(1)).isEqualTo(1);
        assertThat(breaker.finish()).isEqualTo(1);
        assertThat(breaker.finish()).isZero();
    }

    /** {@code TestBreakerNoOverload}, {@code TestSemaphoreAcquireHasCapacity}. */
    @Test
    void aPlaceThatGetsFreeCanBeTaken() {
        Breaker breaker = new Breaker(new Limits(1, 1, 1));

        assertThat(breaker.offer()).isEqualTo(RUNS);
        assertThat(breaker.offer()).isEqualTo(WAITS);
        assertThat(breaker.finish()).isEqualTo(1);
        assertThat(breaker.offer()).isEqualTo(WAITS);
        assertThat(breaker.finish()).isEqualTo(1);
        assertThat(breaker.offer()).isEqualTo(WAITS);
    }

    /** {@code TestBreakerCancel}, {@code TestSemaphoreAcquireHasNoCapacity}. */
    @Test
    void aRequestThatGivesUpFreesItsPlaceInTheQueue() {
        Breaker breaker = new Breaker(new Limits(1, 1, 0));

        assertThat(breaker.offer()).isEqualTo(WAITS);
        breaker.leave();
        breaker.updateCapacity(1);
        assertThat(breaker.offer()).isEqualTo(RUNS);
        assertThat(breaker.offer()).isEqualTo(WAITS);
        breaker.leave();
        assertThat(breaker.inFlight()).isEqualTo(1);
        assertThat(breaker.finish()).isZero();
    }

    /** {@code TestBreakerUpdateConcurrency}. */
    @Test
    void showsTheCapacityItWasGiven() {
        Breaker breaker = new Breaker(new Limits(1, 1, 0));

        breaker.updateCapacity(1);
        assertThat(breaker.capacity()).isEqualTo(1);
        breaker.updateCapacity(0);
        assertThat(breaker.capacity()).isZero();
    }

    @Test
    void placesStayBoundedWhenCapacityGrows() {
        Breaker breaker = new Breaker(new Limits(1, 1, 0));
        breaker.updateCapacity(100);

        assertThat(breaker.offer()).isEqualTo(RUNS);
        assertThat(breaker.offer()).isEqualTo(RUNS);
        assertThat(breaker.offer()).isEqualTo(REJECTED);
    }

    /** {@code TestSemaphoreRelease}: giving back what was not taken is an error. */
    @Test
    void finishingWhatDoesNotRunIsAnError() {
        Breaker breaker = new Breaker(new Limits(1, 1, 1));

        assertThatThrownBy(breaker::finish).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(breaker::leave).isInstanceOf(IllegalStateException.class);
    }

    /** {@code TestSemaphoreUpdateCapacity}, and what follows for requests that run. */
    @Test
    void runningRequestsOutliveAReduction() {
        Breaker breaker = new Breaker(new Limits(10, 3, 3));
        for (int i = 0; i < 3; i++) {
            assertThat(breaker.offer()).isEqualTo(RUNS);
        }
        assertThat(breaker.offer()).isEqualTo(WAITS);

        assertThat(breaker.updateCapacity(1)).isZero();
        assertThat(breaker.finish()).isZero();
        assertThat(breaker.finish()).isZero();
        assertThat(breaker.finish()).isEqualTo(1);
    }

    @Test
    void queueProxyQueuesTenTimesItsConcurrency() {
        assertThat(Limits.queueProxy(7)).isEqualTo(new Limits(70, 7, 7));
        assertThat(Limits.activatorPod(7)).isEqualTo(new Limits(10_000, 7, 7));
        assertThat(Limits.activatorRevision()).isEqualTo(new Limits(10_000, Integer.MAX_VALUE, 0));
    }
}
