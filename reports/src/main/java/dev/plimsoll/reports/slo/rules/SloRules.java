package dev.plimsoll.reports.slo.rules;

import dev.plimsoll.reports.slo.Objective;
import dev.plimsoll.reports.slo.Slo;
import dev.plimsoll.reports.slo.Slos;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Alert objectives and rules of OpenSLO documents, the ones that runs are judged by. */
public final class SloRules {
    private SloRules() {}

    /**
     * What can be alerted on.
     *
     * @param watched objectives with their tables
     * @param remarks what cannot, and what differs between the objective and the alert
     */
    public record AlertObjectives(List<Watched> watched, List<String> remarks) {
        public AlertObjectives {
            watched = List.copyOf(watched);
            remarks = List.copyOf(remarks);
        }

        /** The objectives alone. */
        public List<AlertObjective> objectives() {
            return watched.stream().map(Watched::objective).toList();
        }
    }

    /**
     * An objective and its burn rates.
     *
     * @param objective named after the SLO, and after its own name where the SLO has several
     * @param table of the SLO's annotation {@link BurnTable#ANNOTATION}; null where it has none
     */
    public record Watched(
            AlertObjective objective, @Nullable BurnTable table) {}

    /**
     * Takes the objectives of OpenSLO documents.
     *
     * @param selection whose requests: an OpenSLO document does not say it in the labels of any metric
     * @throws RuleException if an annotation is no table
     */
    public static AlertObjectives objectives(Slos slos, Selection selection) {
        List<Watched> watched = new ArrayList<>();
        List<String> remarks = new ArrayList<>();
        for (Slo slo : slos.slos()) {
            String spelled = slo.annotations().get(BurnTable.ANNOTATION);
            BurnTable table;
            try {
                table = spelled == null ? null : BurnTable.parse(spelled);
            } catch (RuleException e) {
                throw new RuleException(slos.file() + ": SLO " + slo.name() + ": annotation " + BurnTable.ANNOTATION
                        + ": " + e.getMessage());
            }
            if (!slo.alertPolicies().isEmpty()) {
                remarks.add(
                        slo.name() + ": a condition of an OpenSLO alert policy has one window, so the pairs of windows"
                                + " come from the " + (table == null ? "named table" : "annotation") + ".");
            }
            for (Objective objective : slo.objectives()) {
                String name = slo.objectives().size() == 1
                        ? slug(slo.name())
                        : slug(slo.name()) + "-" + slug(objective.name());
                switch (objective) {
                    case Objective.NotJudged other ->
                        remarks.add(name + ": no alert is made, because no run is judged by it: " + other.reason());
                    case Objective.Availability availability -> {
                        remarks.add(name + ": the run counts every failure, the alert those that the metric shows.");
                        watched.add(new Watched(
                                new AlertObjective(
                                        name, selection, new Indicator.Availability(), availability.target()),
                                table));
                    }
                    case Objective.Latency latency -> {
                        remarks.add(
                                name + ": the run judges " + latency.measure().word()
                                        + " as the client saw it, the alert what the metric's component saw.");
                        watched.add(new Watched(
                                new AlertObjective(
                                        name,
                                        selection,
                                        new Indicator.Latency(Duration.ofNanos(latency.thresholdNanos())),
                                        latency.target()),
                                table));
                    }
                }
            }
        }
        return new AlertObjectives(watched, remarks);
    }

    /**
     * Generates the rules of OpenSLO documents.
     *
     * @param options with the table of SLOs that have none of their own
     * @throws RuleException as {@link RuleGenerator#generate}
     */
    public static RuleSet generate(Slos slos, Selection selection, RuleOptions options) {
        AlertObjectives objectives = objectives(slos, selection);
        List<RuleGroup> groups = new ArrayList<>();
        Set<String> names = new LinkedHashSet<>();
        Set<String> remarks = new LinkedHashSet<>(objectives.remarks());
        for (Watched watched : objectives.watched()) {
            if (!names.add(watched.objective().slo())) {
                throw new RuleException(
                        "two objectives are called " + watched.objective().slo() + "; give one another displayName");
            }
            BurnTable table = watched.table();
            RuleOptions own = table == null ? options : options.withTable(table, options.divisor());
            RuleSet set = RuleGenerator.generate(List.of(watched.objective()), own.withScaling(false));
            groups.addAll(set.groups());
            remarks.addAll(set.remarks());
        }
        if (options.scaling()) {
            groups.addAll(ScalingRules.groups(List.of(selection), options));
        }
        return new RuleSet(groups, List.copyOf(remarks));
    }

    private static String slug(String name) {
        String slug =
                name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.]+", "-").replaceAll("^[.-]+|[.-]+$", "");
        return slug.isEmpty() ? "objective" : slug;
    }
}
