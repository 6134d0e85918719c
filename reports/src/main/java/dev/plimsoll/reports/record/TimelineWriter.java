package dev.plimsoll.reports.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Appends to {@code timeline.jsonl}; each line is with the operating system before {@link #write} returns. Safe for use by several threads. */
public final class TimelineWriter implements AutoCloseable {
    private final Path file;
    private final BufferedWriter out;

    private TimelineWriter(Path file, BufferedWriter out) {
        this.file = file;
        this.out = out;
    }

    /** Opens the timeline of a run for appending. */
    public static TimelineWriter open(RunDirectory directory) {
        Path file = directory.timelineFile();
        try {
            return new TimelineWriter(
                    file, Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
        } catch (IOException e) {
            throw new RunDirectoryException("cannot write " + file + ": " + RunDirectory.reason(e), e);
        }
    }

    public void write(TimelineEvent event) {
        String line;
        try {
            line = RunJson.MAPPER.writerFor(TimelineEvent.class).writeValueAsString(event);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not an event: " + event, e);
        }
        synchronized (this) {
            try {
                out.write(line);
                out.write('\n');
                out.flush();
            } catch (IOException e) {
                throw new RunDirectoryException("cannot write " + file + ": " + RunDirectory.reason(e), e);
            }
        }
    }

    @Override
    public synchronized void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw new RunDirectoryException("cannot write " + file + ": " + RunDirectory.reason(e), e);
        }
    }
}
