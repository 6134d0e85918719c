package dev.plimsoll.reports.html;

import dev.plimsoll.reports.figures.PlainText;

/** Writes HTML. What is not a literal of this package goes through {@link #text} or an attribute, both escaped. */
final class Markup {
    private final StringBuilder out = new StringBuilder(1 << 16);

    /** Opens an element; {@code attributes} are names and values in turn. */
    Markup open(String element, String... attributes) {
        out.append('<').append(element);
        for (int i = 0; i < attributes.length; i += 2) {
            out.append(' ').append(attributes[i]).append("=\"");
            escape(attributes[i + 1]);
            out.append('"');
        }
        out.append('>');
        return this;
    }

    Markup close(String element) {
        out.append("</").append(element).append(">\n");
        return this;
    }

    /** An element with text in it. */
    Markup element(String element, String text, String... attributes) {
        return open(element, attributes).text(text).close(element);
    }

    Markup text(String text) {
        escape(text);
        return this;
    }

    /** Takes markup as it is: only for literals of this package and for its resources. */
    Markup raw(String trusted) {
        out.append(trusted);
        return this;
    }

    private void escape(String text) {
        String visible = PlainText.visible(text);
        for (int i = 0; i < visible.length(); i++) {
            char c = visible.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.append(c);
            }
        }
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
