package dev.plimsoll.provisioning.target;

import dev.plimsoll.provisioning.embedded.EmbeddedTarget;

/** Opens targets. */
public final class Targets {
    private Targets() {}

    /**
     * Makes a place ready for load; every wait is bounded.
     *
     * @throws TargetException if it cannot be had, or does not answer as a model server
     */
    public static Target open(TargetSpec spec) {
        return switch (spec) {
            case TargetSpec.Embedded embedded -> EmbeddedTarget.start(embedded.java(), embedded.classPath());
            case TargetSpec.Address address -> AddressTarget.open(address);
        };
    }
}
