package dev.plimsoll.reports.figures;

import java.util.Locale;

/**
 * Text that nobody vouches for (error messages, names from a server) made safe to lay out: what would move, hide or
 * reorder its neighbours is spelt out. Escaping for a format comes after it and is the format's own concern.
 */
public final class PlainText {
    private PlainText() {}

    /**
     * Spells out control characters (also the escape that starts a terminal sequence), bidirectional and invisible
     * formatting characters, line separators and unpaired surrogates as {@code [U+202E]}. Tab and line feed stay;
     * a carriage return before a line feed is dropped.
     */
    public static String visible(String raw) {
        String text = raw.replace("\r\n", "\n");
        int at = firstHidden(text);
        if (at == text.length()) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length() + 16).append(text, 0, at);
        while (at < text.length()) {
            int point = text.codePointAt(at);
            if (isHidden(point)) {
                out.append(String.format(Locale.ROOT, "[U+%04X]", point));
            } else {
                out.appendCodePoint(point);
            }
            at += Character.charCount(point);
        }
        return out.toString();
    }

    /** As {@link #visible}, on one line: runs of white space become one space. */
    public static String oneLine(String text) {
        return visible(text.strip().replaceAll("[\\s]+", " "));
    }

    private static int firstHidden(String text) {
        int at = 0;
        while (at < text.length()) {
            int point = text.codePointAt(at);
            if (isHidden(point)) {
                return at;
            }
            at += Character.charCount(point);
        }
        return at;
    }

    private static boolean isHidden(int point) {
        if (point == '\t' || point == '\n') {
            return false;
        }
        int type = Character.getType(point);
        return type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.SURROGATE
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || type == Character.UNASSIGNED;
    }
}
