package dev.plimsoll.scenarios.suite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Where the value of a header comes from. */
public sealed interface HeaderValue {
    /** Headers whose values are no secret and may be written out; any other comes from the environment or a file. */
    Set<String> HARMLESS = Set.of(
            "host",
            "accept",
            "accept-encoding",
            "accept-language",
            "content-type",
            "user-agent",
            "x-request-id",
            "x-forwarded-for",
            "x-forwarded-host",
            "x-forwarded-proto",
            "traceparent",
            "tracestate",
            "knative-serving-namespace",
            "knative-serving-revision",
            "knative-serving-tag");

    /** Written out in the suite or on the command line; kept with the run, so it must be no secret. */
    record Literal(String value) implements HeaderValue {}

    /** An environment variable, {@code env:NAME}. */
    record Environment(String variable) implements HeaderValue {}

    /** The first line of a file, {@code file:PATH}. */
    record InFile(Path path) implements HeaderValue {}

    /**
     * Reads {@code env:NAME}, {@code file:PATH} or a literal.
     *
     * @throws IllegalArgumentException if a literal stands where a secret may be; the message does not repeat it
     */
    static HeaderValue parse(String header, String text) {
        if (text.startsWith("env:")) {
            return new Environment(text.substring("env:".length()));
        }
        if (text.startsWith("file:")) {
            return new InFile(Path.of(text.substring("file:".length())));
        }
        if (!HARMLESS.contains(header.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException(
                    "the header '" + header
                            + "' may hold a secret, and what is written here is kept with the run: write env:NAME or file:PATH");
        }
        return new Literal(text);
    }

    /** Whether the value must not appear in anything Plimsoll writes. */
    default boolean isSecret() {
        return switch (this) {
            case Literal _ -> false;
            case Environment _, InFile _ -> true;
        };
    }

    /**
     * Fetches the value.
     *
     * @throws IllegalArgumentException if the variable is not set or the file cannot be read
     */
    default String resolve(Map<String, String> environment) {
        return switch (this) {
            case Literal(String value) -> value;
            case Environment(String variable) -> {
                String value = environment.get(variable);
                if (value == null || value.isEmpty()) {
                    throw new IllegalArgumentException("the environment variable " + variable + " is not set");
                }
                yield value;
            }
            case InFile(Path path) -> {
                try {
                    yield Files.readString(path).lines().findFirst().orElse("").strip();
                } catch (IOException e) {
                    throw new IllegalArgumentException("the file " + path + " with a header's value cannot be read", e);
                }
            }
        };
    }
}
