package dev.plimsoll.scenarios.load;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the injector process is started and where it records.
 *
 * @param javaExecutable {@code java} of a JDK 25 or later
 * @param classPath class path of the process, in the form of this platform; should hold no more than the injector needs
 * @param jvmFlags flags of its JVM; see {@link #defaultJvmFlags()}
 * @param eventLoops threads that send and receive HTTP
 * @param runId goes ahead of a request's number in {@code x-request-id}; letters, digits and hyphens
 * @param runDirectory directory of the run, which has a {@code run.json} already; null to record nothing
 * @param started wall-clock time of the run's epoch
 * @param epochNanos the same moment as a reading of this process's {@link System#nanoTime()}
 * @param firstRequestId number of the first request; the others follow
 */
public record InjectorSettings(
        Path javaExecutable,
        String classPath,
        List<String> jvmFlags,
        int eventLoops,
        String runId,
        @Nullable Path runDirectory,
        Instant started,
        long epochNanos,
        long firstRequestId) {
    public InjectorSettings {
        jvmFlags = List.copyOf(jvmFlags);
        if (eventLoops < 1) {
            throw new IllegalArgumentException(
                    "the injector needs at least one event loop, but eventLoops is " + eventLoops);
        }
        if (!runId.matches("[A-Za-z0-9-]{1,64}")) {
            throw new IllegalArgumentException(
                    "a run id is 1 to 64 letters, digits and hyphens, but is \"" + runId + "\"");
        }
    }

    /** A small heap, touched ahead, under the parallel collector: at 2,000/s it collects once in some 5 to 10 s. */
    public static List<String> defaultJvmFlags() {
        return List.of(
                "-Xms512m",
                "-Xmx512m",
                "-XX:+AlwaysPreTouch",
                "-XX:+UseParallelGC",
                "-XX:ParallelGCThreads=2",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow");
    }

    /** One event loop for every four cores: the rest is for the target on this machine, and a loop carries tens of thousands a second. */
    public static int defaultEventLoops() {
        return Math.clamp(Runtime.getRuntime().availableProcessors() / 4, 1, 8);
    }
}
