package dev.plimsoll.provisioning.embedded;

/**
 * A revision and its autoscaler at one moment.
 *
 * @param desired replicas the autoscaler wants before bounds; -1 while it has not decided
 * @param replicas replicas asked for
 * @param ready replicas that are Ready
 * @param starting replicas that are not Ready yet
 * @param terminating replicas that finish what they have, or are being ended
 * @param held requests that wait in the activator
 * @param inFlight requests within the data plane, held ones included
 * @param stable average of the stable window
 * @param panic average of the panic window
 * @param activatorInPath whether new requests go through the activator
 * @param activity {@code ACTIVATING}, {@code ACTIVE} or {@code INACTIVE}
 */
public record ScaleState(
        int desired,
        int replicas,
        int ready,
        int starting,
        int terminating,
        int held,
        int inFlight,
        double stable,
        double panic,
        boolean inPanic,
        boolean activatorInPath,
        String activity) {
    /** Replicas of any kind, those that are being ended included. */
    public int existing() {
        return ready + starting + terminating;
    }
}
