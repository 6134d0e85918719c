package dev.plimsoll.scenarios.load.health;

import java.util.List;
import java.util.Optional;

/**
 * A reading of the machine's CPU time, in ticks of all cores.
 *
 * @param total all time
 * @param stolen time that the hypervisor gave to others
 */
record CpuTimes(long total, long stolen) {
    private static final int STEAL_FIELD = 7;
    /** user, nice, system, idle, iowait, irq, softirq, steal; guest time, which follows, is part of user. */
    private static final int FIELDS = 8;

    /** Reads the {@code cpu} line of {@code /proc/stat}; empty where the lines hold none. */
    static Optional<CpuTimes> parse(List<String> procStat) {
        for (String line : procStat) {
            if (line.startsWith("cpu ")) {
                String[] fields = line.substring(4).strip().split("\\s+", -1);
                if (fields.length < FIELDS) {
                    return Optional.empty();
                }
                long total = 0;
                for (int i = 0; i < FIELDS; i++) {
                    total += Long.parseLong(fields[i]);
                }
                return Optional.of(new CpuTimes(total, Long.parseLong(fields[STEAL_FIELD])));
            }
        }
        return Optional.empty();
    }

    /** Share of the time between {@code before} and this that was stolen, 0 to 1. */
    double stolenShareSince(CpuTimes before) {
        long all = total - before.total;
        return all <= 0 ? 0 : Math.clamp((double) (stolen - before.stolen) / all, 0, 1);
    }
}
