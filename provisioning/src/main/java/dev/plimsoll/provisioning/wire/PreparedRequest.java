package dev.plimsoll.provisioning.wire;

/**
 * A request body, encoded once and sent many times, and what its answer must say.
 *
 * @param body bytes of the body; for gRPC an encoded {@code ModelInferRequest}
 * @param contentType HTTP content type; ignored for gRPC
 * @param check how its answer is judged
 */
@SuppressWarnings("ArrayRecordComponent") // written once, sent as it is, never compared
public record PreparedRequest(byte[] body, String contentType, AnswerCheck check) {}
