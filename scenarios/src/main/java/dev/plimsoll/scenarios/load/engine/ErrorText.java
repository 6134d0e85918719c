package dev.plimsoll.scenarios.load.engine;

import java.nio.charset.StandardCharsets;
import java.util.Collection;

/** What may be shown of an error: short, on one line, without the values of headers that were sent. */
final class ErrorText {
    private static final int LONGEST = 300;
    /** A shorter value is a number or a flag rather than a secret, and blanking it would garble the message. */
    private static final int SHORTEST_SECRET = 4;

    private ErrorText() {}

    static String ofBody(byte[] body) {
        return new String(body, 0, Math.min(body.length, 4 * LONGEST), StandardCharsets.UTF_8);
    }

    static String redact(String message, Collection<String> secrets) {
        String text = message;
        for (String secret : secrets) {
            text = blank(text, secret);
            for (String part : secret.split("\\s+", -1)) {
                text = blank(text, part);
            }
        }
        StringBuilder line = new StringBuilder(Math.min(text.length(), LONGEST));
        for (int i = 0; i < text.length() && line.length() < LONGEST; i++) {
            char c = text.charAt(i);
            line.append(Character.isISOControl(c) ? ' ' : c);
        }
        return line.toString().strip();
    }

    private static String blank(String text, String secret) {
        return secret.length() < SHORTEST_SECRET ? text : text.replace(secret, "[redacted]");
    }
}
