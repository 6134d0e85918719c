package dev.plimsoll.reports.record;

/**
 * A population of like requests.
 *
 * @param index its number, as in {@link RequestSample#series()}
 * @param scenario name of the scenario in the suite
 * @param entry name of the way in, for example {@code gateway}
 * @param protocol {@code v1-rest}, {@code v2-rest} or {@code v2-grpc}
 * @param phase {@code warm-up}, {@code steady}, or a phase of the scenario's own
 * @param measured whether its requests are judged; those of a warm-up are only recorded
 */
public record Series(int index, String scenario, String entry, String protocol, String phase, boolean measured) {
    /** A short name that is unique within the run, without spaces or commas: the tag in {@code latency.hlog}. */
    public String label() {
        return scenario + "/" + entry + "/" + protocol + "/" + phase;
    }
}
