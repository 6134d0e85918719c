package dev.plimsoll.reports.slo;

import dev.plimsoll.reports.source.Position;
import dev.plimsoll.reports.source.Problems;
import dev.plimsoll.reports.source.Suggestion;
import dev.plimsoll.reports.source.YamlMap;
import dev.plimsoll.reports.source.YamlValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the documents of one file: first what others refer to, then the SLOs. */
final class SloReader {
    private static final String VERSION = "openslo/v1";
    private static final List<String> KINDS =
            List.of("SLO", "SLI", "Service", "DataSource", "AlertPolicy", "AlertCondition", "AlertNotificationTarget");
    private static final int NAME_LIMIT = 255;

    /** A document whose head has been read. */
    private record Document(String kind, String name, Metadata metadata, YamlMap spec) {}

    private record Metadata(String name, String displayName, Map<String, String> annotations) {}

    private final String file;
    private final Problems problems;
    private final Map<String, String> dataSources = new HashMap<>();
    private final IndicatorReader indicators = new IndicatorReader(dataSources);
    private final Map<String, Indicator> slis = new HashMap<>();
    private final Map<String, AlertPolicy.Condition> conditions = new HashMap<>();
    private final Map<String, AlertPolicy> policies = new LinkedHashMap<>();
    private final Set<String> seen = new HashSet<>();

    SloReader(String file, Problems problems) {
        this.file = file;
        this.problems = problems;
    }

    Slos read(List<YamlMap> yaml) {
        List<Document> documents = new ArrayList<>();
        for (YamlMap document : yaml) {
            document(document).ifPresent(documents::add);
        }
        of(documents, "DataSource").forEach(this::dataSource);
        of(documents, "Service").forEach(this::service);
        of(documents, "AlertNotificationTarget").forEach(d -> notificationTarget(d.spec()));
        of(documents, "SLI").forEach(d -> slis.put(d.name(), indicators.read(d.spec())));
        of(documents, "AlertCondition").forEach(d -> conditions.put(d.name(), condition(d.name(), d.spec())));
        of(documents, "AlertPolicy").forEach(d -> policies.put(d.name(), policy(d.name(), d.spec())));
        List<Slo> slos = of(documents, "SLO").stream().map(this::slo).toList();
        if (slos.isEmpty()) {
            problems.add(new Position(file, 1, 1), "there is no document of the kind SLO in this file");
        }
        return new Slos(file, slos, List.copyOf(policies.values()));
    }

    private static List<Document> of(List<Document> documents, String kind) {
        return documents.stream().filter(d -> d.kind().equals(kind)).toList();
    }

    private Optional<Document> document(YamlMap document) {
        document.required("apiVersion").ifPresent(version -> {
            if (!version.text().equals(VERSION)) {
                version.problem("unknown apiVersion '" + version.text() + "'; this reads " + VERSION);
            }
        });
        Optional<YamlValue> kindValue = document.required("kind");
        Optional<YamlValue> metadataValue = document.required("metadata");
        Optional<YamlValue> spec = document.required("spec");
        document.finish();
        if (kindValue.isEmpty() || metadataValue.isEmpty() || spec.isEmpty()) {
            return Optional.empty();
        }
        String kind = kindValue.get().text();
        if (!KINDS.contains(kind)) {
            kindValue.get().problem("unknown kind '" + kind + "'; " + Suggestion.clause(kind, KINDS));
            return Optional.empty();
        }
        Metadata metadata = metadata(metadataValue.get().map());
        if (!seen.add(kind + " " + metadata.name())) {
            metadataValue
                    .get()
                    .problem(
                            "there are two documents of the kind " + kind + " with the name '" + metadata.name() + "'");
        }
        return Optional.of(
                new Document(kind, metadata.name(), metadata, spec.get().map()));
    }

    private static Metadata metadata(YamlMap metadata) {
        String name = metadata.required("name")
                .map(value -> {
                    String text = value.text();
                    if (text.isEmpty()
                            || text.length() > NAME_LIMIT
                            || text.chars().anyMatch(Character::isWhitespace)) {
                        value.problem("a name has 1 to " + NAME_LIMIT + " characters, none of them blank");
                    }
                    return text;
                })
                .orElse("");
        String displayName = metadata.text("displayName", name);
        metadata.optional("labels").ifPresent(labels -> {
            YamlMap map = labels.map();
            for (String key : map.keys()) {
                map.optional(key).ifPresent(value -> {
                    if (value.isList()) {
                        value.list().forEach(YamlValue::text);
                    } else {
                        value.text();
                    }
                });
            }
        });
        Map<String, String> annotations =
                metadata.optional("annotations").map(YamlValue::textMap).orElse(Map.of());
        metadata.finish();
        return new Metadata(name, displayName, annotations);
    }

    private void dataSource(Document document) {
        YamlMap spec = document.spec();
        Texts.description(spec);
        dataSources.put(document.name(), spec.text("type"));
        spec.optional("connectionDetails");
        spec.finish();
    }

    private void service(Document document) {
        Texts.description(document.spec());
        document.spec().finish();
    }

    private static void notificationTarget(YamlMap spec) {
        spec.text("target");
        Texts.description(spec);
        spec.finish();
    }

    private AlertPolicy.Condition condition(String name, YamlMap spec) {
        Texts.description(spec);
        String severity = spec.text("severity");
        Optional<YamlValue> value = spec.required("condition");
        spec.finish();
        if (value.isEmpty()) {
            return new AlertPolicy.Condition(name, severity, 0, "", "");
        }
        YamlMap condition = value.get().map();
        condition.optional("kind").ifPresent(v -> v.choice(List.of("burnrate")));
        condition.optional("op").ifPresent(v -> v.choice(List.of("gte", "gt", "lte", "lt")));
        double threshold = condition.number("threshold");
        String window =
                condition.required("lookbackWindow").map(Texts::shorthand).orElse("");
        String after =
                condition.optional("alertAfter").map(Texts::shorthandOrZero).orElse("0m");
        condition.finish();
        return new AlertPolicy.Condition(name, severity, threshold, window, after);
    }

    private AlertPolicy policy(String name, YamlMap spec) {
        Texts.description(spec);
        spec.bool("alertWhenNoData", false);
        spec.bool("alertWhenResolved", false);
        spec.bool("alertWhenBreaching", false);
        Optional<YamlValue> conditionList = spec.required("conditions");
        Optional<YamlValue> targetList = spec.required("notificationTargets");
        spec.finish();
        targetList.ifPresent(list -> list.list().forEach(this::targetItem));
        List<YamlValue> items = conditionList.map(YamlValue::list).orElse(List.of());
        if (conditionList.isPresent() && items.size() != 1) {
            conditionList.get().problem("an alert policy has exactly one condition, this one has " + items.size());
        }
        AlertPolicy.Condition condition = null;
        for (YamlValue item : items) {
            condition = conditionItem(item.map());
        }
        return new AlertPolicy(name, condition);
    }

    private void targetItem(YamlValue item) {
        YamlMap map = item.map();
        if (map.optional("targetRef").isPresent()) {
            map.text("targetRef");
            map.finish();
        } else {
            inline(map, "AlertNotificationTarget", "targetRef").ifPresent(i -> notificationTarget(i.spec()));
        }
    }

    private AlertPolicy.@Nullable Condition conditionItem(YamlMap map) {
        Optional<YamlValue> reference = map.optional("conditionRef");
        if (reference.isPresent()) {
            map.finish();
            return conditions.get(reference.get().text());
        }
        return inline(map, "AlertCondition", "conditionRef")
                .map(i -> condition(i.name(), i.spec()))
                .orElse(null);
    }

    /** A document that stands inside another: its kind may be left out where it is clear, its name too. */
    private Optional<Document> inline(YamlMap map, String kind, String reference) {
        map.optional("apiVersion").ifPresent(v -> v.choice(List.of(VERSION)));
        map.optional("kind").ifPresent(v -> v.choice(List.of(kind)));
        Optional<YamlValue> metadata = map.optional("metadata");
        Optional<YamlValue> spec = map.optional("spec");
        map.finish();
        if (spec.isEmpty()) {
            problems.add(map.position(), "here must be a '" + reference + "', or a 'spec' of the kind " + kind);
            return Optional.empty();
        }
        Metadata read = metadata.map(v -> metadata(v.map())).orElseGet(() -> new Metadata("", "", Map.of()));
        return Optional.of(new Document(kind, read.name(), read, spec.get().map()));
    }

    private Slo slo(Document document) {
        YamlMap spec = document.spec();
        String description = Texts.description(spec);
        String service = spec.text("service");
        Optional<YamlValue> indicatorValue = spec.optional("indicator");
        Optional<YamlValue> reference = spec.optional("indicatorRef");
        String window = timeWindow(spec);
        String budgeting = spec.required("budgetingMethod")
                .map(v -> v.choice(List.of("Occurrences", "Timeslices", "RatioTimeslices")))
                .orElse("Occurrences");
        Optional<YamlValue> objectiveList = spec.required("objectives");
        List<String> alerts = new ArrayList<>();
        spec.list("alertPolicies").forEach(item -> alerts.add(alertItem(item)));
        spec.finish();
        Indicator indicator = indicator(spec, indicatorValue, reference);
        List<Objective> objectives = objectives(objectiveList, indicator, budgeting);
        return new Slo(
                document.name(),
                document.metadata().displayName(),
                document.metadata().annotations(),
                description,
                service,
                budgeting,
                window,
                objectives,
                alerts);
    }

    private Indicator indicator(YamlMap spec, Optional<YamlValue> inline, Optional<YamlValue> reference) {
        if (inline.isPresent() == reference.isPresent()) {
            problems.add(
                    spec.position(inline.isPresent() ? "indicatorRef" : "indicator"),
                    inline.isPresent()
                            ? "an SLO has an 'indicator' or an 'indicatorRef', not both"
                            : "an SLO needs an 'indicator' or an 'indicatorRef'");
            return new Indicator.Broken();
        }
        if (inline.isPresent()) {
            return inline(inline.get().map(), "SLI", "indicatorRef")
                    .map(i -> indicators.read(i.spec()))
                    .orElseGet(Indicator.Broken::new);
        }
        YamlValue value = reference.orElseThrow();
        String name = value.text();
        Indicator known = slis.get(name);
        if (known == null) {
            value.problem("there is no SLI with the name '" + name + "' in this file; "
                    + Suggestion.clause(name, slis.keySet()));
            return new Indicator.Broken();
        }
        return known;
    }

    private String alertItem(YamlValue item) {
        if (!item.isMap()) {
            return item.text();
        }
        YamlMap map = item.map();
        Optional<YamlValue> reference = map.optional("alertPolicyRef");
        if (reference.isPresent()) {
            map.finish();
            return reference.get().text();
        }
        return inline(map, "AlertPolicy", "alertPolicyRef")
                .map(i -> {
                    policies.put(i.name(), policy(i.name(), i.spec()));
                    return i.name();
                })
                .orElse("");
    }

    private @Nullable String timeWindow(YamlMap spec) {
        Optional<YamlValue> value = spec.optional("timeWindow");
        if (value.isEmpty()) {
            return null;
        }
        List<YamlValue> windows = value.get().list();
        if (windows.size() != 1 && value.get().isList()) {
            value.get().problem("'timeWindow' has exactly one item, this one has " + windows.size());
        }
        String duration = null;
        for (YamlValue window : windows) {
            YamlMap map = window.map();
            duration = map.required("duration").map(Texts::shorthand).orElse("");
            Optional<YamlValue> calendar = map.optional("calendar");
            boolean rolling = map.bool("isRolling", false);
            map.finish();
            if (rolling == calendar.isPresent()) {
                problems.add(
                        map.position(),
                        "a time window either has 'isRolling: true' or a 'calendar' with startTime and timeZone");
            }
            calendar.ifPresent(c -> {
                YamlMap read = c.map();
                read.text("startTime");
                read.text("timeZone");
                read.finish();
            });
        }
        return duration;
    }

    private List<Objective> objectives(Optional<YamlValue> value, Indicator indicator, String budgeting) {
        if (value.isEmpty()) {
            return List.of();
        }
        List<YamlValue> items = value.get().list();
        boolean threshold = switch (indicator) {
            case Indicator.Time _ -> true;
            case Indicator.Elsewhere elsewhere -> elsewhere.threshold();
            case Indicator.Success _, Indicator.Broken _ -> false;
        };
        if (items.isEmpty() && value.get().isList()) {
            value.get().problem("an SLO needs an objective");
        }
        if (threshold && items.size() > 1) {
            items.get(1)
                    .problem("an SLO with a thresholdMetric has exactly one objective: write a second SLO with the same"
                            + " indicatorRef for another");
        }
        List<Objective> objectives = new ArrayList<>();
        for (YamlValue item : items) {
            objective(item.map(), indicator, budgeting, threshold).ifPresent(objectives::add);
        }
        return objectives;
    }

    private Optional<Objective> objective(YamlMap map, Indicator indicator, String budgeting, boolean threshold) {
        String shown = map.text("displayName", "");
        double target = target(map);
        boolean occurrences = budgeting.equals("Occurrences");
        Optional<YamlValue> sliceTarget = map.optional("timeSliceTarget");
        Optional<YamlValue> sliceWindow = map.optional("timeSliceWindow");
        if (occurrences) {
            sliceTarget.ifPresent(v -> v.problem("'timeSliceTarget' belongs to the budgeting method Timeslices"));
            sliceWindow.ifPresent(v -> v.problem("'timeSliceWindow' belongs to the budgeting method Timeslices"));
        } else {
            slices(map, budgeting, sliceTarget, sliceWindow);
        }
        Optional<YamlValue> op = map.optional("op");
        Optional<YamlValue> value = map.optional("value");
        map.finish();
        String opWord = op.map(v -> v.choice(List.of("lte", "lt", "gte", "gt"))).orElse("");
        double number = value.map(YamlValue::number).orElse(0.0);
        if (threshold && (op.isEmpty() || value.isEmpty())) {
            problems.add(map.position(), "an objective of a thresholdMetric needs 'op' and 'value'");
            return Optional.empty();
        }
        return switch (indicator) {
            case Indicator.Broken _ -> Optional.empty();
            case Indicator.Elsewhere elsewhere ->
                Optional.of(
                        new Objective.NotJudged(shown.isEmpty() ? percent(target) : shown, target, elsewhere.reason()));
            case Indicator.Success success -> {
                op.ifPresent(v -> v.problem("'op' belongs to a thresholdMetric, this SLI is a ratioMetric"));
                value.ifPresent(v -> v.problem("'value' belongs to a thresholdMetric, this SLI is a ratioMetric"));
                String name = shown.isEmpty() ? percent(target) + " of requests answered well" : shown;
                yield Optional.of(
                        occurrences
                                ? new Objective.Availability(name, target, success.selector())
                                : sliced(name, target, budgeting));
            }
            case Indicator.Time time -> {
                if (opWord.startsWith("g")) {
                    op.orElseThrow().problem("a latency must stay below its threshold: use lte or lt");
                }
                long nanos = Math.round(number * time.unitNanos());
                if (nanos <= 0) {
                    value.orElseThrow().problem("the threshold must be above 0");
                }
                boolean orEqual = opWord.equals("lte");
                String name = shown.isEmpty()
                        ? "p%s %s %s".formatted(plain(target * 100), orEqual ? "<=" : "<", plain(nanos / 1e6) + " ms")
                        : shown;
                yield Optional.of(
                        occurrences
                                ? new Objective.Latency(name, target, time.measure(), orEqual, nanos, time.selector())
                                : sliced(name, target, budgeting));
            }
        };
    }

    private static Objective sliced(String name, double target, String budgeting) {
        return new Objective.NotJudged(
                name, target, "a run is judged by occurrences, and its budgeting method is " + budgeting);
    }

    private void slices(
            YamlMap map, String budgeting, Optional<YamlValue> sliceTarget, Optional<YamlValue> sliceWindow) {
        if (sliceWindow.isEmpty() || (sliceTarget.isEmpty() && budgeting.equals("Timeslices"))) {
            problems.add(
                    map.position(),
                    "an objective with the budgeting method " + budgeting
                            + " needs 'timeSliceWindow' and, for Timeslices, 'timeSliceTarget'");
        }
        sliceTarget.ifPresent(v -> {
            double share = v.number();
            if (!(share >= 0 && share <= 1)) {
                v.problem("'timeSliceTarget' must be from 0 to 1");
            }
        });
        sliceWindow.ifPresent(v -> {
            if (!v.text().matches("\\d+(\\.\\d+)?")) {
                Texts.shorthand(v);
            }
        });
    }

    private double target(YamlMap map) {
        Optional<YamlValue> target = map.optional("target");
        Optional<YamlValue> percent = map.optional("targetPercent");
        if (target.isPresent() == percent.isPresent()) {
            problems.add(map.position(), "an objective needs one of 'target' and 'targetPercent'");
            return 0.5;
        }
        if (target.isPresent()) {
            return within(target.get(), target.get().number(), 1);
        }
        return within(percent.orElseThrow(), percent.orElseThrow().number(), 100) / 100;
    }

    private static double within(YamlValue value, double number, int limit) {
        if (!(number >= 0 && number < limit)) {
            value.problem("the target must be at least 0 and below " + limit + ", not " + value.text());
            return 0.5;
        }
        return number;
    }

    private static String percent(double share) {
        return plain(share * 100) + " %";
    }

    private static String plain(double number) {
        String text = String.format(Locale.ROOT, "%.6f", number);
        return text.replaceAll("0+$", "").replaceAll("\\.$", "");
    }
}
