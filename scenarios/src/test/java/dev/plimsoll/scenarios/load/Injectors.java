package dev.plimsoll.scenarios.load;

import dev.plimsoll.provisioning.target.Entry;
import dev.plimsoll.provisioning.wire.AnswerCheck;
import dev.plimsoll.provisioning.wire.PreparedRequest;
import dev.plimsoll.provisioning.wire.Protocol;
import dev.plimsoll.reports.record.Series;
import java.io.File;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Settings and legs for tests that start a real injector process. */
public final class Injectors {
    static final Series STEADY = new Series(0, "steady", "direct", "v2-rest", "steady", true);

    /** What the injector has no business with. */
    private static final Pattern HEAVY = Pattern.compile(
            ".*/(kubernetes-|zjsonpatch|vertx-|onnxruntime|testcontainers|docker-java|okhttp|okio|kotlin-|picocli|jmh-|jopt-|"
                    + "uplot|commons-statistics|junit-|archunit|assertj|byte-buddy|awaitility|surefire)[^/]*\\.jar");

    private Injectors() {}

    /** The class path of this JVM, whole. */
    public static String wholeClassPath() {
        // Surefire starts its JVM with one jar whose manifest names the others.
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    /** The class path of this JVM without what the injector does not need. */
    static String trimmedClassPath() {
        return Arrays.stream(wholeClassPath().split(File.pathSeparator, -1))
                .filter(entry -> !HEAVY.matcher(entry).matches())
                .collect(Collectors.joining(File.pathSeparator));
    }

    public static Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    static InjectorSettings settings(@Nullable Path runDirectory) {
        return new InjectorSettings(
                java(),
                trimmedClassPath(),
                InjectorSettings.defaultJvmFlags(),
                1,
                "test",
                runDirectory,
                Instant.now(),
                System.nanoTime(),
                1);
    }

    public static LoadLeg leg(URI address, ArrivalSchedule schedule) {
        return new LoadLeg(
                0,
                new Entry("direct", Protocol.V2_REST, address, "iris", Map.of("authorization", "Bearer s3cret-token")),
                List.of(new PreparedRequest(
                        "{}".getBytes(StandardCharsets.UTF_8), "application/json", new AnswerCheck.Status())),
                schedule,
                Duration.ZERO,
                Duration.ofSeconds(20));
    }
}
