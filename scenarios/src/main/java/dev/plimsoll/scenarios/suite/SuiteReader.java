package dev.plimsoll.scenarios.suite;

import dev.plimsoll.provisioning.wire.Protocol;
import dev.plimsoll.reports.source.Position;
import dev.plimsoll.reports.source.Problems;
import dev.plimsoll.reports.source.YamlMap;
import dev.plimsoll.reports.source.YamlSource;
import dev.plimsoll.reports.source.YamlValue;
import dev.plimsoll.scenarios.Protocols;
import dev.plimsoll.scenarios.Scenario;
import dev.plimsoll.scenarios.coldstart.ColdStart;
import dev.plimsoll.scenarios.load.AbortGuard;
import dev.plimsoll.scenarios.steady.Steady;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;

/** Reads a suite from YAML. */
public final class SuiteReader {
    public static final String API_VERSION = "plimsoll.dev/v1";

    private static final Map<String, BiFunction<YamlMap, Long, Scenario>> KINDS =
            Map.of(Steady.KIND, Steady::read, ColdStart.KIND, ColdStart::read);
    private static final Set<String> SCHEMES = new TreeSet<>(Set.of("http", "https", "grpc", "grpcs"));

    /** Fewer requests than this within the window are too few to stop a load for. */
    private static final long LEAST_REQUESTS = 20;

    private final Problems problems = new Problems();

    private SuiteReader() {}

    /**
     * Reads and validates a suite.
     *
     * @param file its name, for messages
     * @param text its YAML
     * @param seedInstead used in place of the suite's own
     * @throws dev.plimsoll.reports.source.SourceException with every problem and its place
     */
    public static Suite read(String file, String text, Optional<Long> seedInstead) {
        return new SuiteReader().suite(file, text, seedInstead);
    }

    private Suite suite(String file, String text, Optional<Long> seedInstead) {
        List<YamlMap> documents = YamlSource.documents(file, text, problems);
        if (documents.size() != 1) {
            problems.add(
                    new Position(file, 1, 1),
                    documents.isEmpty()
                            ? "the suite is empty; 'plimsoll init' writes one to start from"
                            : "a suite is a single YAML document, here are " + documents.size());
            problems.throwIfAny();
        }
        YamlMap map = documents.getFirst();
        map.required("apiVersion").ifPresent(value -> value.choice(List.of(API_VERSION)));
        String name = map.text("name");
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
            problems.add(
                    map.position("name"),
                    "'name' must consist of letters, digits, '.', '_' and '-', and begin with a letter or digit");
        }
        long ownSeed = map.integer("seed", 1);
        long seed = seedInstead.orElse(ownSeed);
        Optional<String> slo = map.optional("slo").map(YamlValue::text);
        TargetChoice target = map.optional("target").map(this::target).orElse(new TargetChoice.Embedded());
        RequestChoice requests = requests(map.optional("requests").map(YamlValue::map), target);
        Set<String> allowedHosts = new TreeSet<>();
        map.list("allowedHosts").forEach(value -> allowedHosts.add(value.text()));
        Optional<AbortGuard> abort = map.optional("abort").map(YamlValue::map).flatMap(this::abort);
        List<Scenario> scenarios = scenarios(map, seed);
        map.finish();
        problems.throwIfAny();
        return new Suite(name, seed, slo, target, requests, allowedHosts, abort, scenarios);
    }

    private TargetChoice target(YamlValue value) {
        if (!value.isMap()) {
            return parseTarget(value.text(), "", Map.of()).orElseGet(() -> {
                value.problem(targetHelp(value.text()));
                return new TargetChoice.Embedded();
            });
        }
        YamlMap map = value.map();
        Optional<YamlValue> embedded = map.optional("embedded");
        if (embedded.isPresent()) {
            map.finish();
            return new TargetChoice.Embedded(Optional.of(KnativeReader.read(embedded.get())));
        }
        String address = map.text("address");
        String model = map.text("model", "");
        List<Protocol> protocols = Protocols.read(map);
        Map<String, HeaderValue> headers = new LinkedHashMap<>();
        map.optional("headers").map(YamlValue::map).ifPresent(texts -> {
            for (String header : texts.keys()) {
                texts.optional(header).ifPresent(text -> {
                    try {
                        headers.put(header, HeaderValue.parse(header, text.text()));
                    } catch (IllegalArgumentException e) {
                        text.problem(String.valueOf(e.getMessage()));
                    }
                });
            }
        });
        map.finish();
        Optional<TargetChoice> choice = parseTarget(address, model, headers);
        if (choice.isEmpty()) {
            problems.add(map.position("address"), targetHelp(address));
            return new TargetChoice.Embedded();
        }
        return choice.get()
                        instanceof TargetChoice.Address(URI uri, String m, List<Protocol> _, Map<String, HeaderValue> h)
                ? new TargetChoice.Address(uri, m, protocols, h)
                : choice.get();
    }

    /** Reads {@code embedded} or an address, as {@code --target} and the suite have it; empty where it is neither. */
    public static Optional<TargetChoice> parseTarget(String text, String model, Map<String, HeaderValue> headers) {
        if (text.equals("embedded")) {
            return Optional.of(new TargetChoice.Embedded());
        }
        try {
            URI uri = new URI(text);
            boolean usable = uri.getScheme() != null
                    && SCHEMES.contains(uri.getScheme())
                    && uri.getHost() != null
                    && uri.getPort() <= 65_535
                    && (uri.getRawPath() == null
                            || uri.getRawPath().isEmpty()
                            || uri.getRawPath().equals("/"))
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null;
            return usable ? Optional.of(new TargetChoice.Address(uri, model, List.of(), headers)) : Optional.empty();
        } catch (URISyntaxException _) {
            return Optional.empty();
        }
    }

    /** What to write as a target. The text itself is repeated only where it cannot hold a secret. */
    public static String targetHelp(String text) {
        String shown = text.matches("[A-Za-z0-9_-]*") ? " '" + text + "'" : "";
        return "the target" + shown + " must be 'embedded' or an address like http://127.0.0.1:8080"
                + " (http, https, grpc or grpcs; no path, no query: pass tokens as headers)";
    }

    private RequestChoice requests(Optional<YamlMap> given, TargetChoice target) {
        boolean embedded = target instanceof TargetChoice.Embedded;
        RequestChoice standard = new RequestChoice(new RequestChoice.Source.IrisRows(), RequestChoice.Check.IRIS);
        if (given.isEmpty()) {
            return embedded ? standard : new RequestChoice(standard.source(), RequestChoice.Check.STATUS);
        }
        YamlMap map = given.get();
        List<RequestChoice.Source> sources = new ArrayList<>();
        map.optional("body").ifPresent(v -> sources.add(new RequestChoice.Source.Body(Path.of(v.text()))));
        map.optional("feed").ifPresent(v -> sources.add(new RequestChoice.Source.Feed(Path.of(v.text()))));
        if (map.bool("generate", false)) {
            sources.add(new RequestChoice.Source.Generated());
        }
        if (map.bool("iris", false)) {
            sources.add(new RequestChoice.Source.IrisRows());
        }
        if (sources.size() > 1) {
            problems.add(map.position(), "give one of 'iris', 'body', 'feed' and 'generate', not several");
        }
        RequestChoice.Source source = sources.isEmpty() ? standard.source() : sources.getFirst();
        boolean isIris = source instanceof RequestChoice.Source.IrisRows;
        RequestChoice.Check check = map.optional("check")
                .map(value -> RequestChoice.Check.ofLabel(value.choice(RequestChoice.Check.labels()))
                        .orElseThrow())
                .orElse(isIris && embedded ? RequestChoice.Check.IRIS : RequestChoice.Check.STATUS);
        if (check == RequestChoice.Check.IRIS && !isIris) {
            problems.add(map.position("check"), "'check: iris' goes with the Iris rows only; write 'check: status'");
        }
        map.finish();
        return new RequestChoice(source, check);
    }

    private Optional<AbortGuard> abort(YamlMap map) {
        double share = map.number("errorShare");
        if (!(share > 0 && share <= 1)) {
            problems.add(map.position("errorShare"), "'errorShare' must be above 0 and at most 1");
        }
        Duration window = map.duration("window", Duration.ofSeconds(10));
        if (window.compareTo(Duration.ofSeconds(1)) < 0) {
            problems.add(map.position("window"), "'window' must be at least 1s");
        }
        map.finish();
        return share > 0 && share <= 1 && window.toSeconds() >= 1
                ? Optional.of(new AbortGuard(share, window, LEAST_REQUESTS))
                : Optional.empty();
    }

    private List<Scenario> scenarios(YamlMap map, long seed) {
        List<Scenario> scenarios = new ArrayList<>();
        Map<String, YamlValue> names = new HashMap<>();
        List<YamlValue> values = map.required("scenarios").map(YamlValue::list).orElse(List.of());
        if (values.isEmpty()) {
            problems.add(
                    map.position("scenarios"),
                    "'scenarios' must hold at least one scenario, for example '- steady: {rate: 100, duration: 10s}'");
        }
        for (YamlValue value : values) {
            YamlMap item = value.map();
            if (item.keys().size() != 1) {
                value.problem(
                        "a scenario is one key, its kind, with a mapping below it, for example '- steady: {rate: 100, duration: 10s}'");
                continue;
            }
            for (Map.Entry<String, BiFunction<YamlMap, Long, Scenario>> kind : KINDS.entrySet()) {
                item.optional(kind.getKey()).map(YamlValue::map).ifPresent(body -> {
                    Scenario scenario = kind.getValue().apply(body, seed + scenarios.size());
                    if (names.put(scenario.name(), value) != null) {
                        problems.add(
                                body.position("name"),
                                "two scenarios are named '" + scenario.name() + "'; give one a 'name' of its own");
                    }
                    scenarios.add(scenario);
                });
            }
            item.finish();
        }
        return scenarios;
    }
}
