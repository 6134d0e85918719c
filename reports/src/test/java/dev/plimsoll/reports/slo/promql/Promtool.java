package dev.plimsoll.reports.slo.promql;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A real promtool, found by an environment variable. */
public record Promtool(Path program) {
    /** What it said. */
    public record Answer(int status, String output) {}

    /** Prometheus 2's: {@code PLIMSOLL_PROMTOOL2}. */
    public static Promtool two() {
        return find("PLIMSOLL_PROMTOOL2");
    }

    /** Prometheus 3's: {@code PLIMSOLL_PROMTOOL3}. */
    public static Promtool three() {
        return find("PLIMSOLL_PROMTOOL3");
    }

    private static Promtool find(String variable) {
        Map<String, String> environment = System.getenv();
        String path = environment.get(variable);
        if (path != null && Files.isExecutable(Path.of(path))) {
            return new Promtool(Path.of(path));
        }
        String message = variable + " names no promtool" + (path == null ? "" : " (" + path + ")")
                + "; docs/SLO.md says how to get one";
        if ("1".equals(environment.get("PLIMSOLL_REQUIRE_PARTS"))
                && "1".equals(environment.get("PLIMSOLL_REQUIRE_PROMTOOL"))) {
            return fail(message);
        }
        return abort(message);
    }

    public Answer run(Path directory, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(program.toString());
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile(directory, "promtool", ".out");
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        int status = process.waitFor();
        return new Answer(status, Files.readString(output, StandardCharsets.UTF_8));
    }
}
