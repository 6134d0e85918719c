package dev.plimsoll.scenarios.cli;

import dev.plimsoll.provisioning.wire.Protocol;
import dev.plimsoll.reports.source.DurationText;
import dev.plimsoll.reports.source.SourceException;
import dev.plimsoll.reports.source.Suggestion;
import dev.plimsoll.scenarios.Scenario;
import dev.plimsoll.scenarios.steady.Steady;
import dev.plimsoll.scenarios.suite.Defaults;
import dev.plimsoll.scenarios.suite.HeaderValue;
import dev.plimsoll.scenarios.suite.RequestChoice;
import dev.plimsoll.scenarios.suite.Suite;
import dev.plimsoll.scenarios.suite.SuiteReader;
import dev.plimsoll.scenarios.suite.TargetChoice;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The suite as files and command line together make it: an option wins over the file. */
final class SuiteOptions {
    @Parameters(
            paramLabel = "SUITE.yaml",
            arity = "0..1",
            description =
                    "What to do. Without it: the suite that Plimsoll brings along ('plimsoll init' writes it out).")
    @Nullable
    Path suiteFile;

    @Option(names = "--slo", paramLabel = "FILE", description = "OpenSLO v1 file with the objectives.")
    @Nullable
    Path sloFile;

    @Option(
            names = "--scenario",
            paramLabel = "NAME",
            description = "Run this scenario of the suite only. May be repeated.")
    List<String> scenarioNames = new ArrayList<>();

    @Option(
            names = "--target",
            paramLabel = "TARGET",
            description = "embedded, or the address of a V1 or V2 server: http, https, grpc or grpcs.")
    @Nullable
    String target;

    @Option(names = "--model", paramLabel = "NAME", description = "Name of the model.")
    @Nullable
    String model;

    @Option(
            names = "--protocol",
            paramLabel = "PROTOCOL",
            description = "v1-rest, v2-rest or v2-grpc. May be repeated. Without it: all that answer.")
    List<String> protocols = new ArrayList<>();

    @ArgGroup
    @Nullable
    Bodies bodies;

    /** Where request bodies come from; one of them. */
    static final class Bodies {
        @Option(names = "--body", paramLabel = "FILE", description = "Send this file as the body of every request.")
        @Nullable
        Path body;

        @Option(
                names = "--feed",
                paramLabel = "FILE.jsonl",
                description = "Send the lines of this file in turn, each a body.")
        @Nullable
        Path feed;

        @Option(names = "--generate", description = "Make bodies from the model's metadata.")
        boolean generate;
    }

    @Option(
            names = "--check",
            paramLabel = "CHECK",
            description =
                    "iris: the classes of the Iris rows; status: a success status and a well-formed answer; none: a success status.")
    @Nullable
    String check;

    @Option(
            names = "--header",
            paramLabel = "'K: V'",
            description =
                    "Header of every request; V is env:NAME, file:PATH or, for what is no secret, a literal. May be repeated.")
    List<String> headers = new ArrayList<>();

    @Option(
            names = "--allow-host",
            paramLabel = "HOST",
            description =
                    "Host beyond this machine that load may be sent to, as allowedHosts in the suite. May be repeated.")
    List<String> allowedHosts = new ArrayList<>();

    @Option(
            names = "--rate",
            paramLabel = "R",
            description = "Requests a second, on average, of every steady scenario.")
    @Nullable
    Double rate;

    @Option(
            names = "--duration",
            paramLabel = "D",
            description = "Judged part of every steady scenario, for example 30s or 5m.")
    @Nullable
    String duration;

    @Option(names = "--warm-up", paramLabel = "D", description = "Warm-up of every steady scenario; 0s for none.")
    @Nullable
    String warmUp;

    @Option(names = "--arrivals", paramLabel = "SPREAD", description = "constant or poisson.")
    @Nullable
    String arrivals;

    @Option(names = "--timeout", paramLabel = "D", description = "Time-out of a request in every steady scenario.")
    @Nullable
    String timeout;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of every schedule.")
    @Nullable
    Long seed;

    /**
     * A suite with the texts it came from.
     *
     * @param suite validated
     * @param ofSuite the target that the file names, though an option may have replaced it
     * @param suiteText YAML of the suite
     * @param sloName name of the SLO file, for messages
     * @param sloText YAML of the objectives
     */
    record Chosen(Suite suite, TargetChoice ofSuite, String suiteText, String sloName, String sloText) {}

    /**
     * Reads the files and applies the options.
     *
     * @throws SourceException if a file is wrong
     * @throws UsageException if a file cannot be read or an option is wrong
     */
    Chosen choose() {
        Path file = suiteFile;
        String suiteText = file == null ? Defaults.SUITE.text() : TextFiles.read(file, "suite");
        Suite suite = SuiteReader.read(
                file == null ? "(default) suite.yaml" : file.toString(), suiteText, Optional.ofNullable(seed));
        TargetChoice chosenTarget = target(suite.target());
        boolean ownTarget =
                chosenTarget instanceof TargetChoice.Address && !(suite.target() instanceof TargetChoice.Address);
        Suite chosen = new Suite(
                suite.name(),
                suite.seed(),
                suite.slo(),
                chosenTarget,
                requests(suite.requests(), ownTarget),
                allowedHosts(suite.allowedHosts()),
                suite.abort(),
                scenarios(suite.scenarios(), ownTarget));
        Optional<Path> slo = sloPath(file, suite);
        return new Chosen(
                chosen,
                suite.target(),
                suiteText,
                slo.map(Path::toString).orElse("(default) slo.yaml"),
                slo.map(path -> TextFiles.read(path, "SLO")).orElseGet(Defaults.SLO::text));
    }

    private Optional<Path> sloPath(@Nullable Path file, Suite suite) {
        if (sloFile != null) {
            return Optional.of(sloFile);
        }
        return file == null ? Optional.empty() : suite.slo().map(file.toAbsolutePath()::resolveSibling);
    }

    private TargetChoice target(TargetChoice ofSuite) {
        Map<String, HeaderValue> values = new LinkedHashMap<>();
        if (ofSuite instanceof TargetChoice.Address address && target == null) {
            values.putAll(address.headers());
        }
        for (String header : headers) {
            int colon = header.indexOf(':');
            if (colon < 1) {
                throw new UsageException(
                        "--header takes 'NAME: VALUE', for example --header 'Authorization: env:TOKEN'.");
            }
            String name = header.substring(0, colon).strip();
            try {
                values.put(
                        name,
                        HeaderValue.parse(name, header.substring(colon + 1).strip()));
            } catch (IllegalArgumentException e) {
                throw new UsageException("--header: " + e.getMessage() + ".", e);
            }
        }
        TargetChoice base = ofSuite;
        String text = target;
        if (text != null) {
            base = SuiteReader.parseTarget(text, "", values)
                    .orElseThrow(() -> new UsageException("--target: " + SuiteReader.targetHelp(text) + "."));
        }
        return switch (base) {
            case TargetChoice.Embedded embedded -> {
                if (!headers.isEmpty() || model != null) {
                    throw new UsageException(
                            "--header and --model go with --target ADDRESS; the embedded target has one model and needs neither.");
                }
                yield embedded;
            }
            case TargetChoice.Address(URI uri, String m, List<Protocol> p, Map<String, HeaderValue> _) ->
                new TargetChoice.Address(
                        uri, model == null ? m : model, protocols.isEmpty() ? p : protocolList(), values);
        };
    }

    private List<Protocol> protocolList() {
        List<String> known =
                Arrays.stream(Protocol.values()).map(Protocol::label).toList();
        return protocols.stream()
                .map(label -> Protocol.ofLabel(label)
                        .orElseThrow(() -> new UsageException(
                                "--protocol: unknown protocol '" + label + "'; " + Suggestion.clause(label, known))))
                .distinct()
                .toList();
    }

    private RequestChoice requests(RequestChoice ofSuite, boolean ownTarget) {
        RequestChoice.Source source = ofSuite.source();
        Bodies given = bodies;
        if (given != null && given.body != null) {
            source = new RequestChoice.Source.Body(given.body);
        } else if (given != null && given.feed != null) {
            source = new RequestChoice.Source.Feed(given.feed);
        } else if (given != null && given.generate) {
            source = new RequestChoice.Source.Generated();
        }
        boolean iris = source instanceof RequestChoice.Source.IrisRows;
        RequestChoice.Check chosen = ownTarget || given != null ? RequestChoice.Check.STATUS : ofSuite.check();
        String label = check;
        if (label != null) {
            chosen = RequestChoice.Check.ofLabel(label)
                    .orElseThrow(() -> new UsageException("--check: unknown check '" + label + "'; "
                            + Suggestion.clause(label, RequestChoice.Check.labels())));
        }
        if (chosen == RequestChoice.Check.IRIS && !iris) {
            throw new UsageException(
                    "--check iris goes with the Iris rows only; with bodies of your own say --check status.");
        }
        return new RequestChoice(source, chosen);
    }

    private Set<String> allowedHosts(Set<String> ofSuite) {
        Set<String> hosts = new TreeSet<>(ofSuite);
        hosts.addAll(allowedHosts);
        return hosts;
    }

    private List<Scenario> scenarios(List<Scenario> ofSuite, boolean ownTarget) {
        List<String> known = ofSuite.stream().map(Scenario::name).toList();
        for (String name : scenarioNames) {
            if (!known.contains(name)) {
                throw new UsageException(
                        "--scenario: the suite has no scenario '" + name + "'; " + Suggestion.clause(name, known));
            }
        }
        return ofSuite.stream()
                .filter(scenario -> scenarioNames.isEmpty() || scenarioNames.contains(scenario.name()))
                .map(scenario -> scenario instanceof Steady steady ? steady(steady, ownTarget) : scenario)
                .toList();
    }

    private Steady steady(Steady of, boolean ownTarget) {
        if (rate != null && !(rate > 0 && rate <= Steady.HIGHEST_RATE)) {
            throw new UsageException("--rate must be above 0 and at most 1,000,000 requests a second.");
        }
        Steady.Spread spread = of.arrivals();
        if (arrivals != null) {
            spread = switch (arrivals) {
                case "constant" -> Steady.Spread.CONSTANT;
                case "poisson" -> Steady.Spread.POISSON;
                default ->
                    throw new UsageException("--arrivals: unknown spread '" + arrivals + "'; "
                            + Suggestion.clause(arrivals, List.of("constant", "poisson")));
            };
        }
        List<Protocol> chosenProtocols = !protocols.isEmpty() ? protocolList() : ownTarget ? List.of() : of.protocols();
        return new Steady(
                of.name(),
                chosenProtocols,
                rate == null ? of.ratePerSecond() : rate,
                spread,
                duration("--warm-up", warmUp, of.warmUp(), true),
                duration("--duration", duration, of.duration(), false),
                duration("--timeout", timeout, of.timeout(), false),
                of.seed());
    }

    private static Duration duration(String option, @Nullable String text, Duration otherwise, boolean zeroAllowed) {
        if (text == null) {
            return otherwise;
        }
        return DurationText.parse(text)
                .filter(parsed -> zeroAllowed || !parsed.isZero())
                .orElseThrow(() -> new UsageException(option + " must be " + DurationText.FORM
                        + (zeroAllowed ? "" : ", and above 0") + "; it is '" + text + "'."));
    }
}
