package dev.plimsoll.provisioning.wire;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;

/**
 * Judges the content of a successful answer. Values of this type are plain data, so that they can be sent to the injector;
 * {@link AnswerChecks} applies them.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = AnswerCheck.Status.class, name = "status"),
    @JsonSubTypes.Type(value = AnswerCheck.WellFormed.class, name = "wellFormed"),
    @JsonSubTypes.Type(value = AnswerCheck.Shape.class, name = "shape"),
    @JsonSubTypes.Type(value = AnswerCheck.Classes.class, name = "classes"),
})
public sealed interface AnswerCheck {
    /** A success status is enough. */
    record Status() implements AnswerCheck {}

    /** The answer must be in the form that its protocol demands, whatever it says. */
    record WellFormed() implements AnswerCheck {}

    /** The answer must be well formed and hold {@code rows} predictions. */
    record Shape(int rows) implements AnswerCheck {}

    /** The answer must hold exactly these classes, in this order. */
    @SuppressWarnings("ArrayRecordComponent") // plain data for the hot path, never compared
    record Classes(int[] expected) implements AnswerCheck {}

    /**
     * Applies this check.
     *
     * @param protocol what the answer is written in
     * @param body the answer's bytes; for gRPC an encoded {@code ModelInferResponse}
     * @return what is wrong with it, in one sentence, or null where it is right
     */
    default @Nullable String problem(Protocol protocol, byte[] body) {
        return AnswerChecks.problem(this, protocol, body);
    }
}
