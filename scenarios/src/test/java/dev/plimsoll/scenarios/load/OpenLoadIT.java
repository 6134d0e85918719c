package dev.plimsoll.scenarios.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plimsoll.reports.record.Outcome;
import dev.plimsoll.reports.record.RequestLog;
import dev.plimsoll.reports.record.RunDescription;
import dev.plimsoll.reports.record.RunDirectory;
import dev.plimsoll.reports.record.RunRecord;
import dev.plimsoll.reports.record.RunWriter;
import dev.plimsoll.reports.record.TimelineEvent;
import dev.plimsoll.scenarios.load.ScriptedServer.Act;
import dev.plimsoll.scenarios.load.engine.NullServer;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real injector process. */
class OpenLoadIT {
    private final Queue<LoadProgress> progress = new ConcurrentLinkedQueue<>();
    private final Queue<TimelineEvent> events = new ConcurrentLinkedQueue<>();
    private final CountDownLatch firstProgress = new CountDownLatch(1);
    private final LoadListener listener = new LoadListener() {
        @Override
        public void progress(LoadProgress told) {
            progress.add(told);
            firstProgress.countDown();
        }

        @Override
        public void event(TimelineEvent event) {
            events.add(event);
        }
    };
    private final NullServer server = new NullServer();

    @AfterEach
    void end() {
        server.close();
    }

    private static void signal(String name, long pid) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                        .start()
                        .waitFor())
                .isZero();
    }

    private static RunDescription unfinished() {
        return new RunDescription(
                RunDescription.SCHEMA,
                "test",
                "test",
                Instant.now(),
                0,
                "the run has not ended",
                1,
                new RunDescription.TargetDescription("address", "http://127.0.0.1", "iris", Map.of()),
                List.of(),
                List.of(Injectors.STEADY),
                List.of("unknown"),
                new RunDescription.InjectorDescription(null, Map.of()),
                Map.of(),
                List.of());
    }

    @Test
    void severalLoadsOneAfterTheOtherAreRecordedInOneRunDirectory(@TempDir Path folder) throws IOException {
        RunDirectory directory = RunDirectory.create(folder.resolve("run"));
        directory.writeDescription(unfinished());
        LoadResult first;
        LoadResult second;
        try (OpenLoad load = OpenLoad.start(Injectors.settings(directory.path()))) {
            RunDescription.Calibration calibration = load.calibrate(200, Duration.ofSeconds(1));
            assertThat(calibration.requests()).isEqualTo(200);
            assertThat(load.facts()).containsEntry("gatling", "3.15.1").containsKeys("java", "collector", "timers");

            LoadHandle handle = load.begin(
                    List.of(Injectors.STEADY),
                    List.of(Injectors.leg(
                            server.address(), new ArrivalSchedule.Poisson(200, Duration.ofMillis(1500), 7))),
                    listener);
            first = handle.await();
            assertThat(first.startNanos()).isEqualTo(handle.startNanos());
            assertThat(first.scheduled()).isEqualTo(handle.scheduled());
            second = load.begin(
                            List.of(Injectors.STEADY),
                            List.of(Injectors.leg(
                                    server.address(), new ArrivalSchedule.Constant(100, Duration.ofMillis(500)))),
                            listener)
                    .await();
        }

        assertThat(first.outcomes()).isEqualTo(Map.of(Outcome.OK, first.scheduled()));
        assertThat(first.partial()).isNull();
        assertThat(first.legs()).singleElement().satisfies(leg -> {
            assertThat(leg.arrivals()).isEqualTo("poisson 200/s for 1.5 s");
            assertThat(leg.connections()).isEqualTo("HTTP/1.1, keep-alive, opened on demand, no limit");
            assertThat(leg.toNanos() - leg.fromNanos()).isEqualTo(1_500_000_000L);
        });
        assertThat(second.startNanos()).isGreaterThan(first.endNanos());
        assertThat(progress).isNotEmpty();
        assertThat(progress.stream().mapToLong(LoadProgress::inFlight)).allMatch(inFlight -> inFlight >= 0);
        assertThat(events).anyMatch(TimelineEvent.Health.class::isInstance);

        RequestLog log = RunRecord.load(directory.path()).requests();
        assertThat((long) log.size()).isEqualTo(first.scheduled() + 50);
        try (Stream<Path> files = Files.list(directory.path())) {
            for (Path file : files.toList()) {
                assertThat(new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain("s3cret");
            }
        }
    }

    @Test
    void aStoppedLoadEndsSoonAndSaysWhyItIsPartial() throws InterruptedException {
        try (OpenLoad load = OpenLoad.start(Injectors.settings(null))) {
            LoadHandle handle = load.begin(
                    List.of(Injectors.STEADY),
                    List.of(Injectors.leg(server.address(), new ArrivalSchedule.Constant(50, Duration.ofMinutes(10)))),
                    listener);
            firstProgress.await();
            handle.stop("the user pressed Ctrl-C");
            LoadResult result = handle.await();

            assertThat(result.partial()).isEqualTo("the user pressed Ctrl-C");
            assertThat(result.scheduled()).isEqualTo(30_000);
            assertThat(result.unsent()).isPositive();
            assertThat(result.ok() + result.errors() + result.unsent()).isEqualTo(30_000);
        }
    }

    @Test
    void theAbortGuardStopsALoadThatHurts() {
        try (ScriptedServer broken = new ScriptedServer(number -> new Act.Answer(500, "", "broken", 0));
                OpenLoad load = OpenLoad.start(Injectors.settings(null))) {
            LoadResult result = load.begin(
                            List.of(Injectors.STEADY),
                            List.of(Injectors.leg(
                                    broken.address(), new ArrivalSchedule.Constant(50, Duration.ofMinutes(10)))),
                            new AbortGuard(0.5, Duration.ofSeconds(2), 20),
                            listener)
                    .await();

            assertThat(result.partial()).startsWith("the abort guard stopped the load:");
            assertThat(result.errors()).isPositive();
            assertThat(result.errors() + result.unsent()).isEqualTo(30_000);
        }
        assertThat(events.stream().filter(TimelineEvent.ErrorSample.class::isInstance))
                .hasSize(5)
                .allSatisfy(event -> assertThat(((TimelineEvent.ErrorSample) event).message())
                        .isEqualTo("broken"));
    }

    @Test
    void anInjectorThatStoodStillAccusesItself() throws IOException, InterruptedException {
        long stoodMillis = 400;
        LoadResult result;
        try (OpenLoad load = OpenLoad.start(Injectors.settings(null))) {
            LoadHandle handle = load.begin(
                    List.of(Injectors.STEADY),
                    List.of(Injectors.leg(server.address(), new ArrivalSchedule.Constant(100, Duration.ofSeconds(3)))),
                    listener);
            firstProgress.await();
            signal("STOP", load.pid());
            Thread.sleep(stoodMillis);
            signal("CONT", load.pid());
            result = handle.await();
        }

        assertThat(result.ok()).isEqualTo(300);
        assertThat(progress.stream().mapToLong(LoadProgress::latenessMaxNanos))
                .anyMatch(late -> late > (stoodMillis - 50) * 1_000_000);
        assertThat(events.stream()
                        .filter(event -> event instanceof TimelineEvent.Pause pause
                                && pause.who() == TimelineEvent.Pause.Who.INJECTOR
                                && pause.durationNanos() > (stoodMillis - 50) * 1_000_000)
                        .map(event -> ((TimelineEvent.Pause) event).cause()))
                .contains("the whole injector did not run");
    }

    @Test
    void aKilledInjectorIsAClearErrorAndNoHang() throws IOException, InterruptedException {
        try (OpenLoad load = OpenLoad.start(Injectors.settings(null))) {
            LoadHandle handle = load.begin(
                    List.of(Injectors.STEADY),
                    List.of(Injectors.leg(server.address(), new ArrivalSchedule.Constant(50, Duration.ofMinutes(10)))),
                    listener);
            firstProgress.await();
            signal("KILL", load.pid());

            assertThatThrownBy(handle::await)
                    .isInstanceOf(InjectorException.class)
                    .hasMessageStartingWith("the injector process ended by itself with code 137");
        }
    }

    @Test
    void anInjectorThatCannotBeStartedSaysWhy() {
        InjectorSettings good = Injectors.settings(null);
        InjectorSettings noJava =
                new InjectorSettings(Path.of("/no/such/java"), "x", List.of(), 1, "test", null, Instant.now(), 0, 1);
        InjectorSettings noClasses = new InjectorSettings(
                good.javaExecutable(), "/no/such.jar", List.of(), 1, "test", null, Instant.now(), 0, 1);

        assertThatThrownBy(() -> OpenLoad.start(noJava))
                .isInstanceOf(InjectorException.class)
                .hasMessageStartingWith("the injector process cannot be started with /no/such/java");
        assertThatThrownBy(() -> OpenLoad.start(noClasses))
                .isInstanceOf(InjectorException.class)
                .hasMessageContaining("ended by itself with code 1")
                .hasMessageContaining("InjectorMain");
    }

    @Test
    void aRunDirectoryThatIsNotOneIsRefused(@TempDir Path folder) {
        assertThatThrownBy(() -> OpenLoad.start(Injectors.settings(folder)))
                .isInstanceOf(InjectorException.class)
                .hasMessageContaining("is not a run directory");
    }

    @Test
    void theTrimmedClassPathHoldsTheInjectorAndNothingHeavy() throws IOException {
        URL[] urls = Arrays.stream(Injectors.trimmedClassPath().split(java.io.File.pathSeparator, -1))
                .map(entry -> url(Path.of(entry)))
                .toArray(URL[]::new);
        try (URLClassLoader injector = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader())) {
            assertThat(loads(injector, InjectorMain.class.getName())).isTrue();
            assertThat(loads(injector, RunWriter.class.getName())).isTrue();
            for (String heavy : List.of(
                    "io.fabric8.kubernetes.client.KubernetesClient",
                    "org.testcontainers.k3s.K3sContainer",
                    "ai.onnxruntime.OrtEnvironment",
                    "okhttp3.OkHttpClient",
                    "picocli.CommandLine",
                    "org.openjdk.jmh.Main")) {
                assertThat(loads(injector, heavy)).as(heavy).isFalse();
            }
        }
    }

    private static boolean loads(ClassLoader loader, String name) {
        try {
            Class.forName(name, false, loader);
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    private static URL url(Path path) {
        try {
            URI uri = path.toUri();
            return uri.toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }
}
