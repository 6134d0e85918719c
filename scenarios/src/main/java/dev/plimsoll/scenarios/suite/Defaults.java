package dev.plimsoll.scenarios.suite;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The files that Plimsoll brings along: what {@code plimsoll run} uses without any, and {@code plimsoll init} writes out. */
public enum Defaults {
    SUITE("suite.yaml"),
    SLO("slo.yaml"),
    SUITE_SCHEMA("suite.schema.json");

    private final String fileName;

    Defaults(String fileName) {
        this.fileName = fileName;
    }

    public String fileName() {
        return fileName;
    }

    public String text() {
        try (InputStream in = Defaults.class.getResourceAsStream(fileName)) {
            if (in == null) {
                throw new IllegalStateException("the jar lacks its own " + fileName);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
