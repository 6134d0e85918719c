package dev.plimsoll.provisioning.knative;

import java.io.IOException;

/** A trace file that cannot be understood; the message starts with {@code file:line:column} and says what to change. */
public final class KpaTraceException extends IOException {
    KpaTraceException(String source, int line, int column, String problem) {
        super(source + ":" + line + ":" + column + ": " + problem);
    }
}
