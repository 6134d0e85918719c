package dev.plimsoll.reports.slo.dialect;

import java.util.Locale;

/** Who counts the requests. */
public enum Component {
    /** The way in: an Istio or plain Envoy gateway. */
    GATEWAY,
    /** Knative's activator, which holds requests while a revision is cold or at its burst capacity. */
    ACTIVATOR,
    /** Knative's sidecar in every pod of a revision. */
    QUEUE_PROXY,
    /** The model server itself. */
    SERVER;

    /** As the command line and the documents spell it, for example {@code queue-proxy}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
