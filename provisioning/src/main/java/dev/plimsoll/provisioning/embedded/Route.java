package dev.plimsoll.provisioning.embedded;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Where requests for a service go: each is drawn by itself over the revisions, by their percent, as Envoy does.
 *
 * @param targets percents add up to 100
 */
record Route(List<Share> targets) {
    /** A revision and its percent of the traffic. */
    record Share(Revision revision, int percent) {}

    Route {
        targets = List.copyOf(targets);
        int sum = targets.stream().mapToInt(Share::percent).sum();
        if (sum != 100) {
            throw new IllegalArgumentException("percents add up to " + sum + ", not to 100");
        }
    }

    static Route toAll(Revision revision) {
        return new Route(List.of(new Share(revision, 100)));
    }

    Revision pick(RandomGenerator random) {
        if (targets.size() == 1) {
            return targets.getFirst().revision();
        }
        int draw = random.nextInt(100);
        for (Share share : targets) {
            draw -= share.percent();
            if (draw < 0) {
                return share.revision();
            }
        }
        throw new AssertionError("percents add up to 100");
    }
}
