package dev.plimsoll.provisioning.target;

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
            case TargetSpec.Embedded embedded -> EmbeddedTarget.start(embedded);
            case TargetSpec.Address address -> AddressTarget.open(address);
        };
    }
}
