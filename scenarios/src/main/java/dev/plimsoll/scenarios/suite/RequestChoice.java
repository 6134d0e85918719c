package dev.plimsoll.scenarios.suite;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What is sent.
 *
 * @param source of the bodies
 * @param check of the answers
 */
public record RequestChoice(Source source, Check check) {
    /** For the record: what is sent, and what of an answer is checked. */
    public String inWords() {
        String bodies = switch (source) {
            case Source.IrisRows _ -> "the Iris rows";
            case Source.Body(Path file) -> "the body " + file;
            case Source.Feed(Path file) -> "the lines of " + file;
            case Source.Generated _ -> "generated from the model's metadata";
        };
        return bodies + "; check " + check.label();
    }

    /** Where request bodies come from. */
    public sealed interface Source {
        /** The 150 rows of the Iris data, one a request. */
        record IrisRows() implements Source {}

        /** One file, sent as it is (for gRPC: a ModelInferRequest in JSON). */
        record Body(Path file) implements Source {}

        /** A file of JSON lines, each a body, sent in turn. */
        record Feed(Path file) implements Source {}

        /** Made from the model's metadata. */
        record Generated() implements Source {}
    }

    /** How an answer's content is judged. */
    public enum Check {
        /** The classes that scikit-learn predicts for the row. */
        IRIS("iris"),
        /** A success status, and a body in the form that the protocol demands. */
        STATUS("status"),
        /** A success status; the body is not looked at. */
        NONE("none");

        private final String label;

        Check(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }

        public static List<String> labels() {
            return Arrays.stream(values()).map(Check::label).toList();
        }

        public static Optional<Check> ofLabel(String label) {
            return Arrays.stream(values())
                    .filter(check -> check.label.equals(label))
                    .findFirst();
        }
    }
}
