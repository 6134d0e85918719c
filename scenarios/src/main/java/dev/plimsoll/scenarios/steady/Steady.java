package dev.plimsoll.scenarios.steady;

import dev.plimsoll.provisioning.target.Entry;
import dev.plimsoll.provisioning.wire.PreparedRequest;
import dev.plimsoll.provisioning.wire.Protocol;
import dev.plimsoll.reports.record.RunDescription.ScenarioDescription;
import dev.plimsoll.reports.source.YamlMap;
import dev.plimsoll.scenarios.Protocols;
import dev.plimsoll.scenarios.Scenario;
import dev.plimsoll.scenarios.Stage;
import dev.plimsoll.scenarios.load.ArrivalSchedule;
import dev.plimsoll.scenarios.load.LoadLeg;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * An open workload at a constant mean rate, over one protocol after the other, so that they do not disturb each other.
 *
 * @param name unique in the suite
 * @param protocols to be used; empty: all that the target has
 * @param ratePerSecond mean arrivals a second
 * @param arrivals how they are spread
 * @param warmUp recorded but not judged; zero for none
 * @param duration of the judged part, for each protocol
 * @param timeout of a request
 * @param seed of the arrivals
 */
public record Steady(
        String name,
        List<Protocol> protocols,
        double ratePerSecond,
        Spread arrivals,
        Duration warmUp,
        Duration duration,
        Duration timeout,
        long seed)
        implements Scenario {
    public static final String KIND = "steady";

    /** Requests a second beyond which no single injector goes. */
    public static final double HIGHEST_RATE = 1_000_000;

    /** Between two protocols, so that the last answers of one do not meet the first requests of the next. */
    private static final Duration GAP = Duration.ofMillis(500);

    /** How arrivals are spread around their mean rate. */
    public enum Spread {
        CONSTANT("constant"),
        POISSON("poisson");

        private final String label;

        Spread(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }

        ArrivalSchedule schedule(double ratePerSecond, Duration duration, long seed) {
            return switch (this) {
                case CONSTANT -> new ArrivalSchedule.Constant(ratePerSecond, duration);
                case POISSON -> new ArrivalSchedule.Poisson(ratePerSecond, duration, seed);
            };
        }
    }

    /** Reads the body of {@code steady:} in a suite. */
    public static Steady read(YamlMap map, long seed) {
        String name = map.text("name", KIND);
        List<Protocol> protocols = Protocols.read(map);
        double rate = map.number("rate");
        if (rate <= 0) {
            map.problems().add(map.position("rate"), "'rate' must be above 0 requests a second");
        }
        if (rate > HIGHEST_RATE) {
            map.problems().add(map.position("rate"), "'rate' must be at most 1,000,000 requests a second");
        }
        String spread = map.optional("arrivals")
                .map(value -> value.choice(List.of(Spread.POISSON.label(), Spread.CONSTANT.label())))
                .orElse(Spread.POISSON.label());
        Duration warmUp = map.duration("warmUp", Duration.ofSeconds(2));
        Duration duration = map.positive("duration");
        Duration timeout = map.positive("timeout", Duration.ofSeconds(10));
        map.finish();
        return new Steady(
                name,
                protocols,
                rate,
                spread.equals(Spread.POISSON.label()) ? Spread.POISSON : Spread.CONSTANT,
                warmUp,
                duration,
                timeout,
                seed);
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public List<PlannedLoad> plan(List<Protocol> targetProtocols) {
        List<PlannedLoad> loads = new ArrayList<>();
        int place = 0;
        for (Protocol protocol : targetProtocols) {
            for (Part part : parts(place++)) {
                loads.add(new PlannedLoad(
                        protocol.label() + " " + part.phase(),
                        part.schedule().inWords(),
                        part.schedule().count(),
                        part.start(),
                        part.schedule().duration()));
            }
        }
        return loads;
    }

    @Override
    public ScenarioDescription run(Stage stage) {
        List<LoadLeg> legs = new ArrayList<>();
        int place = 0;
        for (Entry entry : stage.entries(protocols)) {
            List<PreparedRequest> requests = stage.requests(entry);
            for (Part part : parts(place++)) {
                int series =
                        stage.series(name, entry, part.phase(), part.measured()).index();
                legs.add(new LoadLeg(series, entry, requests, part.schedule(), part.start(), timeout));
            }
        }
        return new ScenarioDescription(name, KIND, stage.load(name, legs));
    }

    private List<Part> parts(int place) {
        Duration start = warmUp.plus(duration).plus(GAP).multipliedBy(place);
        List<Part> parts = new ArrayList<>();
        if (!warmUp.isZero()) {
            parts.add(new Part("warm-up", false, arrivals.schedule(ratePerSecond, warmUp, seed * 31 + place), start));
        }
        parts.add(new Part(
                KIND, true, arrivals.schedule(ratePerSecond, duration, seed * 31 + 17 + place), start.plus(warmUp)));
        return parts;
    }

    private record Part(String phase, boolean measured, ArrivalSchedule schedule, Duration start) {}
}
