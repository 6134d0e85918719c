package dev.plimsoll.provisioning.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The embedded target must not outlive the process that started it, whatever ends that one. */
class OrphanIT {
    /** Starts the embedded target, says its process id and waits to be killed. */
    static final class Parent {
        public static void main(String[] args) throws Exception {
            try (EmbeddedProcess child = EmbeddedProcess.start(EmbeddedProcess.Launch.likeThisProcess())) {
                System.out.println("child " + child.pid());
                Thread.sleep(120_000);
            }
        }
    }

    @Test
    @Timeout(90)
    void endsWhenItsParentIsKilled() throws Exception {
        Process parent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Parent.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        ProcessHandle child;
        try (var out = parent.inputReader(StandardCharsets.UTF_8)) {
            String line = out.readLine();
            assertThat(line).startsWith("child ");
            child = ProcessHandle.of(Long.parseLong(line.substring("child ".length())))
                    .orElseThrow();
            assertThat(child.isAlive()).isTrue();
        } finally {
            parent.destroyForcibly();
        }
        child.onExit().get(30, TimeUnit.SECONDS);
        assertThat(child.isAlive()).isFalse();
    }
}
