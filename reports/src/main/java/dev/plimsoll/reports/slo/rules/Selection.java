package dev.plimsoll.reports.slo.rules;

import dev.plimsoll.reports.slo.dialect.Identity;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Whose requests are counted.
 *
 * @param names by what they are told apart: namespace, service, revision, model
 * @param labels further labels with their values, as they are on the series
 */
public record Selection(Map<Identity, String> names, Map<String, String> labels) {
    public Selection {
        Map<Identity, String> ordered = new EnumMap<>(Identity.class);
        ordered.putAll(names);
        names = Collections.unmodifiableMap(ordered);
        labels = Collections.unmodifiableMap(new TreeMap<>(labels));
    }

    /** All revisions of a Knative service. */
    public static Selection service(String namespace, String service) {
        return new Selection(Map.of(Identity.NAMESPACE, namespace, Identity.SERVICE, service), Map.of());
    }

    /** One revision. */
    public static Selection revision(String namespace, String revision) {
        return new Selection(Map.of(Identity.NAMESPACE, namespace, Identity.REVISION, revision), Map.of());
    }
}
