package dev.plimsoll.scenarios.load;

import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** The masses of a rate's integral at which requests arrive: whole numbers, or sums of unit exponentials. */
final class Masses {
    private final @Nullable SplittableRandom random;
    private double last;
    private long drawn;

    private Masses(@Nullable SplittableRandom random) {
        this.random = random;
    }

    /** Evenly spread where {@code seed} is null, a Poisson process where it is not. */
    static Masses of(@Nullable Long seed) {
        return new Masses(seed == null ? null : new SplittableRandom(seed));
    }

    double next() {
        if (random == null) {
            return drawn++;
        }
        // StrictMath and a generator with a published algorithm: the same schedule on every JDK and processor.
        last -= StrictMath.log1p(-random.nextDouble());
        return last;
    }
}
