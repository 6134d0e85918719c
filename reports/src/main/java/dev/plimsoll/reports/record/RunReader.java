package dev.plimsoll.reports.record;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Puts a record together from the files of its directory. */
final class RunReader {
    private RunReader() {}

    static RunRecord read(RunDirectory directory) {
        RunDescription description = RunJson.read(directory.descriptionFile());
        List<String> missing = new ArrayList<>();
        if (description.partial() != null) {
            missing.add(description.partial());
        }
        RequestsReader.Requests requests = Files.exists(directory.requestsFile())
                ? RequestsReader.read(directory.requestsFile())
                : new RequestsReader.Requests(RequestLog.of(List.of()), "there is no file of requests");
        if (requests.damage() != null) {
            missing.add(requests.damage());
        }
        TimelineReader.Timeline timeline = TimelineReader.read(directory.timelineFile());
        if (timeline.cut()) {
            missing.add("the last line of timeline.jsonl is cut");
        }
        String partial = missing.isEmpty() ? null : String.join("; ", missing);
        RunDescription read = description
                .withPartial(partial)
                .withDuration(duration(description, requests.log(), partial))
                .withNotes(notes(description, requests.log()));
        return new RunRecord(
                read, requests.log(), timeline.events(), text(directory.sloFile()), text(directory.suiteFile()));
    }

    private static long duration(RunDescription description, RequestLog log, @Nullable String partial) {
        long last = description.durationNanos();
        if (partial != null) {
            for (int i = 0; i < log.size(); i++) {
                last = Math.max(last, log.endNanos(i));
            }
        }
        return last;
    }

    private static List<String> notes(RunDescription description, RequestLog log) {
        if (log.beyondLimit() == 0) {
            return description.notes();
        }
        List<String> notes = new ArrayList<>(description.notes());
        notes.add(String.format(
                Locale.ROOT,
                "%,d requests ended after the limit of the file of requests (%,d): they are in latency.hlog, but not one by"
                        + " one, and are not judged",
                log.beyondLimit(),
                log.size()));
        return notes;
    }

    private static String text(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new RunDirectoryException("cannot read " + file + ": " + RunDirectory.reason(e), e);
        }
    }
}
