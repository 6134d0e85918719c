package dev.plimsoll.reports.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Reads {@code timeline.jsonl}. A last line without its line end was cut by the end of its writer and is left out. */
final class TimelineReader {
    /**
     * The events, by time.
     *
     * @param cut whether a last line was left out
     */
    record Timeline(List<TimelineEvent> events, boolean cut) {}

    private TimelineReader() {}

    static Timeline read(Path file) {
        if (!Files.exists(file)) {
            return new Timeline(List.of(), false);
        }
        String text;
        try {
            text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new RunDirectoryException("cannot read " + file + ": " + RunDirectory.reason(e), e);
        }
        List<TimelineEvent> events = new ArrayList<>();
        int from = 0;
        int number = 1;
        for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
            String line = text.substring(from, end);
            from = end + 1;
            if (!line.isBlank()) {
                events.add(parse(file, number, line));
            }
            number++;
        }
        events.sort(Comparator.comparingLong(TimelineEvent::atNanos));
        return new Timeline(List.copyOf(events), from < text.length());
    }

    private static TimelineEvent parse(Path file, int number, String line) {
        try {
            return RunJson.MAPPER.readValue(line, TimelineEvent.class);
        } catch (JsonProcessingException e) {
            throw new RunDirectoryException(
                    file + ":" + number + ": not a timeline event: " + e.getOriginalMessage(), e);
        }
    }
}
