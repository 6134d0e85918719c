package dev.plimsoll.reports.html;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;

/** The style sheets and scripts that go into the page, and their hashes for its security policy. */
final class Resources {
    private static final String UPLOT = "/META-INF/resources/webjars/uplot/1.6.30/";

    private Resources() {}

    static String css() {
        return read("report.css");
    }

    static String script() {
        return read("report.js");
    }

    static String uplotCss() {
        return licence() + read(UPLOT + "dist/uPlot.min.css");
    }

    static String uplotScript() {
        return licence() + read(UPLOT + "dist/uPlot.iife.min.js");
    }

    /** A source expression of a Content-Security-Policy for this very text. */
    static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static String licence() {
        return "/*\n" + read(UPLOT + "LICENSE").strip() + "\n*/\n";
    }

    private static String read(String name) {
        try (InputStream in = Resources.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("missing from the class path: " + name);
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
            String lower = text.toLowerCase(Locale.ROOT);
            if (lower.contains("</script") || lower.contains("</style") || lower.contains("<!--")) {
                throw new IllegalStateException("would end its element early: " + name);
            }
            return text;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name, e);
        }
    }
}
