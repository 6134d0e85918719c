package dev.plimsoll.scenarios.cli;

import dev.plimsoll.reports.figures.Figures;
import dev.plimsoll.scenarios.load.LoadProgress;
import java.io.PrintWriter;

/** Tells how a run goes on: a line that renews itself for a person, plain lines for a log. */
final class Progress {
    /** In a log, one line for so many seconds of load. */
    private static final int LOG_EVERY = 5;

    private final PrintWriter out;
    private final boolean terminal;
    private int told;
    private boolean open;

    Progress(PrintWriter out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /** A step begins. */
    synchronized void step(String text) {
        endLine();
        out.println(text);
        out.flush();
    }

    /** A second of load has passed. */
    synchronized void load(String scenario, LoadProgress progress) {
        String line = String.format(
                "  %s  %s of %s sent, %s bad, %s in flight, p50 %s, p99 %s, late p99 %s",
                scenario,
                Figures.count(progress.sent()),
                Figures.count(progress.scheduled()),
                Figures.count(progress.errors()),
                Figures.count(progress.inFlight()),
                Figures.duration((double) progress.responseP50Nanos()),
                Figures.duration((double) progress.responseP99Nanos()),
                Figures.duration((double) progress.latenessP99Nanos()));
        if (terminal) {
            out.print("\r\u001b[2K" + line);
            open = true;
        } else if (told++ % LOG_EVERY == LOG_EVERY - 1) {
            out.println(line);
        }
        out.flush();
    }

    /** Ends the line that renews itself. */
    synchronized void endLine() {
        if (open) {
            out.println();
            open = false;
        }
    }
}
