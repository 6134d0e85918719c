package dev.plimsoll.reports.figures;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class PlainTextTest {
    @Test
    void ordinaryTextInAnyScriptStays() {
        String text =
                "p99 \u2264 100 ms, Gr\u00FC\u00DFe, \u6A21\u578B, \u05E9\u05DC\u05D5\u05DD, \uD83D\uDEA2\tand\nnext";
        assertThat(PlainText.visible(text)).isSameAs(text);
    }

    @Test
    void whatHidesMovesOrReordersIsSpeltOut() {
        assertThat(PlainText.visible("a\u202Eb\u2066c\u200Bd\uFEFFe"))
                .isEqualTo("a[U+202E]b[U+2066]c[U+200B]d[U+FEFF]e");
        assertThat(PlainText.visible("\u001B[31mred\u0007\u0000\u0085"))
                .isEqualTo("[U+001B][31mred[U+0007][U+0000][U+0085]");
        assertThat(PlainText.visible("x\u2028y\u2029z")).isEqualTo("x[U+2028]y[U+2029]z");
        assertThat(PlainText.visible("half \uD800 pair")).isEqualTo("half [U+D800] pair");
        assertThat(PlainText.visible("tag \uDB40\uDC41")).isEqualTo("tag [U+E0041]");
    }

    @Test
    void lineEndsOfHttpAreLineEnds() {
        assertThat(PlainText.visible("a\r\nb\rc")).isEqualTo("a\nb[U+000D]c");
        assertThat(PlainText.oneLine("  a\r\n\t b  ")).isEqualTo("a b");
    }
}
