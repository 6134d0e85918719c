package dev.plimsoll.provisioning.wire;

import org.jspecify.annotations.Nullable;

/** Applies an {@link AnswerCheck}. */
final class AnswerChecks {
    private AnswerChecks() {}

    static @Nullable String problem(AnswerCheck check, Protocol protocol, byte[] body) {
        if (check instanceof AnswerCheck.Status) {
            return null;
        }
        throw new UnsupportedOperationException("not yet: " + check + protocol + body.length);
    }
}
