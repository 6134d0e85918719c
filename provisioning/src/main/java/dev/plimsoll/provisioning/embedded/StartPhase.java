package dev.plimsoll.provisioning.embedded;

/** What a replica goes through before it is Ready, in this order. */
public enum StartPhase {
    SCHEDULE("schedule"),
    IMAGE_PULL("image pull"),
    STORAGE_INITIALIZER("storage-initializer"),
    CONTAINER_START("container start"),
    /** Comes on top of the real load of the model, which follows it as a phase of its own, {@link #REAL_LOAD}. */
    MODEL_LOAD("model load"),
    /** From the first answer that the model can give until the kubelet's probe has found it; the activator does not wait for it. */
    READINESS("readiness");

    /** The phase in which the model is really loaded; it takes what it takes and has no declared length. */
    public static final String REAL_LOAD = "real model load";

    private final String label;

    StartPhase(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }
}
