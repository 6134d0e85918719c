package dev.plimsoll.provisioning.knative;

/** A configuration that Knative itself would refuse; the message is Knative's and names the key. */
public final class KnativeConfigException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    KnativeConfigException(String message) {
        super(message);
    }
}
