package dev.plimsoll.scenarios.load;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The parent's end of the injector process: writes commands, sorts what comes back into events and answers. */
final class InjectorProcess implements AutoCloseable {
    private static final int LINES_KEPT = 20;
    private static final long END_SECONDS = 10;

    private final ControlJson json = new ControlJson();
    private final Process process;
    private final BufferedWriter in;
    private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
    private final ArrayDeque<String> lastLines = new ArrayDeque<>();
    private final Thread errorReader;
    private volatile @Nullable LoadListener listener;
    private volatile boolean closing;

    /** What a waiting caller gets. */
    private sealed interface Answer {
        record Told(Report report) implements Answer {}

        /** Nothing more will come. */
        record Ended(String why) implements Answer {}
    }

    private InjectorProcess(Process process) {
        this.process = process;
        in = process.outputWriter(StandardCharsets.UTF_8);
        errorReader = Thread.ofVirtual().name("plimsoll-injector-errors").start(this::readErrors);
        Thread.ofVirtual().name("plimsoll-injector-reports").start(this::readReports);
    }

    static InjectorProcess start(InjectorSettings settings) {
        List<String> command = new ArrayList<>();
        command.add(settings.javaExecutable().toString());
        command.addAll(settings.jvmFlags());
        command.add("-Dlogback.configurationFile=dev/plimsoll/scenarios/load/injector-logback.xml");
        command.add("-cp");
        command.add(settings.classPath());
        command.add(InjectorMain.class.getName());
        try {
            return new InjectorProcess(new ProcessBuilder(command).start());
        } catch (IOException e) {
            throw new InjectorException(
                    "the injector process cannot be started with " + settings.javaExecutable() + ": " + e.getMessage(),
                    e);
        }
    }

    long pid() {
        return process.pid();
    }

    void listener(LoadListener told) {
        listener = told;
    }

    void send(Command command) {
        synchronized (in) {
            try {
                in.write(json.write(command));
                in.newLine();
                in.flush();
            } catch (IOException e) {
                throw new InjectorException(whyEnded());
            }
        }
    }

    /** Waits for an answer of that type; what else comes, other than a failure, was for a caller that gave up. */
    <T extends Report> T answer(Class<T> type, long timeout, TimeUnit unit) {
        long deadline = unit.toNanos(timeout);
        long from = System.nanoTime();
        try {
            while (true) {
                Answer answer = answers.poll(deadline - (System.nanoTime() - from), TimeUnit.NANOSECONDS);
                switch (answer) {
                    case null ->
                        throw new InjectorException(
                                "the injector did not answer within " + unit.toSeconds(timeout) + " s");
                    case Answer.Ended ended -> {
                        answers.add(ended);
                        throw new InjectorException(ended.why());
                    }
                    case Answer.Told(Report.Failed(String reason)) ->
                        throw new InjectorException("the injector failed: " + reason);
                    case Answer.Told(Report report) -> {
                        if (type.isInstance(report)) {
                            return type.cast(report);
                        }
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InjectorException("interrupted while waiting for the injector", e);
        }
    }

    private void readReports() {
        String why = null;
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                sort(json.read(line, Report.class));
            }
        } catch (IOException | RuntimeException e) {
            why = "the injector's reports cannot be read: " + e.getMessage();
            process.destroyForcibly();
        }
        answers.add(new Answer.Ended(why == null ? whyEnded() : why));
    }

    private void sort(Report report) {
        LoadListener told = listener;
        switch (report) {
            case Report.Progress(LoadProgress progress) -> {
                if (told != null) {
                    told.progress(progress);
                }
            }
            case Report.Event(var event) -> {
                if (told != null) {
                    told.event(event);
                }
            }
            case Report.Clock _,
                    Report.Opened _,
                    Report.Calibrated _,
                    Report.Started _,
                    Report.Done _,
                    Report.Failed _ -> answers.add(new Answer.Told(report));
        }
    }

    private void readErrors() {
        try (BufferedReader errors = process.errorReader(StandardCharsets.UTF_8)) {
            for (String line = errors.readLine(); line != null; line = errors.readLine()) {
                synchronized (lastLines) {
                    lastLines.addLast(line);
                    if (lastLines.size() > LINES_KEPT) {
                        lastLines.removeFirst();
                    }
                }
            }
        } catch (IOException e) {
            // The process has gone; what it said until then is kept.
        }
    }

    private String whyEnded() {
        if (closing) {
            return "the injector has been closed";
        }
        StringBuilder why = new StringBuilder("the injector process ended by itself");
        try {
            if (process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                why.append(" with code ").append(process.exitValue());
                errorReader.join(java.time.Duration.ofSeconds(1));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        synchronized (lastLines) {
            if (!lastLines.isEmpty()) {
                why.append("; the last it said:");
                lastLines.forEach(
                        line -> why.append(System.lineSeparator()).append("  ").append(line));
            }
        }
        return why.toString();
    }

    /** Ends the process by the end of its input, or by force where it does not. */
    @Override
    public void close() {
        closing = true;
        try {
            in.close();
        } catch (IOException e) {
            // It has gone already.
        }
        try {
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                process.waitFor(END_SECONDS, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
