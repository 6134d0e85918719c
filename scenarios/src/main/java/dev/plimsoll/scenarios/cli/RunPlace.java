package dev.plimsoll.scenarios.cli;

import dev.plimsoll.reports.record.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** Where a run is kept: the folder given, or {@code runs/<UTC time>-<suite>/} with {@code runs/latest} pointing to it. */
final class RunPlace {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private RunPlace() {}

    static RunDirectory create(@Nullable Path out, Path runs, String suite, Instant now) {
        if (out != null) {
            return RunDirectory.create(out);
        }
        String name = STAMP.format(now) + "-" + suite;
        Path path = runs.resolve(name);
        for (int i = 2; Files.exists(path); i++) {
            path = runs.resolve(name + "-" + i);
        }
        return RunDirectory.create(path);
    }

    /** Takes away the directory of a run that never began; one that holds anything stays. */
    static void discardIfEmpty(RunDirectory directory) {
        try {
            Files.delete(directory.path());
        } catch (IOException _) {
            // it holds a run
        }
    }

    /** Points {@code latest} beside a run's directory to it; not for a place that the user chose. */
    static void announce(RunDirectory directory, Path runs) {
        Path path = directory.path();
        if (runs.equals(path.getParent())) {
            pointTo(runs.resolve("latest"), path.getFileName());
        }
    }

    /** A convenience: where links cannot be had (some file systems), there is no {@code runs/latest}. */
    private static void pointTo(Path link, Path target) {
        try {
            if (Files.isSymbolicLink(link) || !Files.exists(link)) {
                Files.deleteIfExists(link);
                Files.createSymbolicLink(link, target);
            }
        } catch (IOException | UnsupportedOperationException _) {
            // the run itself is not harmed
        }
    }
}
