package dev.plimsoll.reports.record;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The files of one run.
 *
 * <pre><code>
 * RunDirectory directory = RunDirectory.create(Path.of("runs/1"));
 * directory.writeSlo(sloText);
 * directory.writeDescription(description.withPartial("the run has not ended"));
 * try (RunWriter requests = RunWriter.open(directory, started, series);
 *         TimelineWriter timeline = TimelineWriter.open(directory)) {
 *     // load
 * }
 * directory.writeDescription(description);
 * RunRecord run = RunRecord.load(directory.path());
 * </code></pre>
 */
public final class RunDirectory {
    private final Path path;

    private RunDirectory(Path path) {
        this.path = path;
    }

    /**
     * Makes the directory, with its parents.
     *
     * @throws RunDirectoryException if it exists and holds anything, or cannot be written
     */
    public static RunDirectory create(Path path) {
        if (Files.exists(path) && !Files.isDirectory(path)) {
            throw new RunDirectoryException(path + " is a file, not a directory: choose another place for the run");
        }
        if (Files.isDirectory(path) && !isEmpty(path)) {
            throw new RunDirectoryException(
                    path + " exists and is not empty: choose another place for the run, or remove it first");
        }
        try {
            Files.createDirectories(path);
        } catch (FileAlreadyExistsException e) {
            throw new RunDirectoryException(
                    "cannot make " + path + ": " + e.getFile() + " is a file: choose another place for the run", e);
        } catch (IOException e) {
            throw new RunDirectoryException(
                    "cannot make " + path + ": " + reason(e) + ": choose another place for the run", e);
        }
        if (!Files.isWritable(path)) {
            throw new RunDirectoryException("cannot write to " + path + ": choose another place for the run");
        }
        return new RunDirectory(path);
    }

    /**
     * Opens the directory of a run that was made before, whole or not.
     *
     * @throws RunDirectoryException if it holds no {@code run.json}
     */
    public static RunDirectory open(Path path) {
        if (!Files.exists(path)) {
            throw new RunDirectoryException("there is no run at " + path);
        }
        if (!Files.isDirectory(path)) {
            throw new RunDirectoryException(path + " is a file: name the directory of the run that holds it");
        }
        RunDirectory directory = new RunDirectory(path);
        if (!Files.exists(directory.descriptionFile())) {
            throw new RunDirectoryException(path + " is not a run directory: it holds no run.json");
        }
        return directory;
    }

    public Path path() {
        return path;
    }

    /** {@code run.json}: a {@link RunDescription}. */
    public Path descriptionFile() {
        return path.resolve("run.json");
    }

    /** {@code latency.hlog}: an HdrHistogram interval log. */
    public Path latencyFile() {
        return path.resolve("latency.hlog");
    }

    /** {@code requests}: every request up to a limit, in a format of our own. */
    public Path requestsFile() {
        return path.resolve("requests");
    }

    /** {@code timeline.jsonl}: a {@link TimelineEvent} a line. */
    public Path timelineFile() {
        return path.resolve("timeline.jsonl");
    }

    /** {@code slo.yaml}: the objectives. */
    public Path sloFile() {
        return path.resolve("slo.yaml");
    }

    /** {@code suite.yaml}: what was asked for. */
    public Path suiteFile() {
        return path.resolve("suite.yaml");
    }

    public Path htmlFile() {
        return path.resolve("report.html");
    }

    public Path junitFile() {
        return path.resolve("junit.xml");
    }

    public Path markdownFile() {
        return path.resolve("summary.md");
    }

    /** Writes {@code run.json}, in one step: a reader sees the old text or the new one. */
    public void writeDescription(RunDescription description) {
        write(descriptionFile(), RunJson.write(description));
    }

    public void writeSlo(String text) {
        write(sloFile(), text);
    }

    public void writeSuite(String text) {
        write(suiteFile(), text);
    }

    private void write(Path file, String text) {
        Path written = file.resolveSibling(file.getFileName() + ".part");
        try {
            Files.writeString(written, text);
            Files.move(written, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new RunDirectoryException("cannot write " + file + ": " + reason(e), e);
        }
    }

    static String reason(IOException e) {
        String kind = e.getClass().getSimpleName().replace("Exception", "");
        return e.getMessage() == null ? kind : kind + " (" + e.getMessage() + ")";
    }

    private static boolean isEmpty(Path path) {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
            return !entries.iterator().hasNext();
        } catch (IOException e) {
            throw new RunDirectoryException("cannot read " + path + ": " + reason(e), e);
        }
    }
}
