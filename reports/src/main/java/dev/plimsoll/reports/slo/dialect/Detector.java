package dev.plimsoll.reports.slo.dialect;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Chooses dialects by the metrics of a scrape. */
final class Detector {
    private Detector() {}

    static List<Detection> detect(Scrape scrape) {
        Map<String, List<Dialect>> families = new LinkedHashMap<>();
        for (Dialect dialect : Dialects.ALL) {
            families.computeIfAbsent(dialect.family(), _ -> new ArrayList<>()).add(dialect);
        }
        List<Detection> detections = new ArrayList<>();
        for (List<Dialect> family : families.values()) {
            Detection detection = within(family, scrape);
            if (detection != null) {
                detections.add(detection);
            }
        }
        return detections;
    }

    private static @Nullable Detection within(List<Dialect> family, Scrape scrape) {
        for (int i = family.size() - 1; i >= 0; i--) {
            List<String> seen = seen(family.get(i).signs(), scrape);
            if (!seen.isEmpty()) {
                // A newer release may simply not have had a reason yet to show what is new in it.
                List<String> newer = family.subList(i + 1, family.size()).stream()
                        .filter(d -> d.requests().stream()
                                .anyMatch(r -> scrape.has(r.histogram() + "_bucket") || scrape.has(r.counter())))
                        .map(Dialect::name)
                        .toList();
                return new Detection(family.get(i), seen, newer);
            }
        }
        for (int i = 0; i < family.size(); i++) {
            List<String> seen = seen(family.get(i).familySigns(), scrape);
            if (!seen.isEmpty()) {
                return new Detection(
                        family.get(i),
                        seen,
                        family.subList(i + 1, family.size()).stream()
                                .map(Dialect::name)
                                .toList());
            }
        }
        return null;
    }

    private static List<String> seen(List<String> names, Scrape scrape) {
        return names.stream()
                .map(name -> scrape.series(name).stream()
                        .findFirst()
                        .map(s -> name + " (line " + s.line() + ")")
                        .orElse(null))
                .filter(Objects::nonNull)
                .toList();
    }
}
