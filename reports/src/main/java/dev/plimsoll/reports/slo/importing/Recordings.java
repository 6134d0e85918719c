package dev.plimsoll.reports.slo.importing;

import dev.plimsoll.reports.slo.promql.Expr;
import dev.plimsoll.reports.slo.promql.PromqlException;
import dev.plimsoll.reports.slo.rules.Rule;
import dev.plimsoll.reports.slo.rules.RuleFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The recording rules of some files. Several rules may record one name with different labels. */
public final class Recordings {
    /** None. */
    public static final Recordings NONE = new Recordings(List.of());

    private record Recorded(Map<String, String> labels, Expr expr) {}

    private final Map<String, List<Recorded>> byName = new HashMap<>();

    /** Takes the rules of all files; expressions that cannot be read are left out. */
    public Recordings(List<RuleFile> files) {
        for (RuleFile file : files) {
            for (RuleFile.PlacedRule placed : file.rules()) {
                if (placed.rule() instanceof Rule.Recording recording) {
                    add(recording);
                }
            }
        }
    }

    private void add(Rule.Recording recording) {
        try {
            byName.computeIfAbsent(recording.name(), _ -> new ArrayList<>())
                    .add(new Recorded(recording.labels(), Expr.parse(recording.expr())));
        } catch (PromqlException _) {
            // Whoever reads the name is told that it is not understood.
        }
    }

    /** Names that are recorded. */
    public Set<String> names() {
        return Set.copyOf(byName.keySet());
    }

    /** The expression of the first rule that can have recorded what a selector selects. */
    public Optional<Expr> of(Expr.Selector selector) {
        return byName.getOrDefault(selector.name(), List.of()).stream()
                .filter(r -> selector.matchers().stream()
                        .allMatch(m -> !r.labels().containsKey(m.label())
                                || m.matches(r.labels().getOrDefault(m.label(), ""))))
                .map(Recorded::expr)
                .findFirst();
    }
}
