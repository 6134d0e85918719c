package dev.plimsoll.scenarios.load.engine;

import dev.plimsoll.reports.record.Outcome;
import io.grpc.Status;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;

/**
 * What a gRPC status means. A status that the client made up for a failed connection carries the failure as its cause; one that
 * came over the wire carries none.
 */
final class GrpcOutcomes {
    private GrpcOutcomes() {}

    static Outcome of(Status status, boolean wasSent) {
        boolean isConnection = false;
        for (Throwable cause = status.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof SSLException) {
                return Outcome.TLS_FAILED;
            }
            if (cause instanceof ConnectException
                    || cause instanceof UnknownHostException
                    || cause instanceof NoRouteToHostException) {
                return Outcome.CONNECT_FAILED;
            }
            isConnection |= cause instanceof IOException;
        }
        if (isConnection) {
            return wasSent ? Outcome.CONNECTION_LOST : Outcome.CONNECT_FAILED;
        }
        return switch (status.getCode()) {
            case OK -> Outcome.OK;
            case DEADLINE_EXCEEDED -> Outcome.TIMED_OUT;
            case INVALID_ARGUMENT,
                    NOT_FOUND,
                    ALREADY_EXISTS,
                    PERMISSION_DENIED,
                    UNAUTHENTICATED,
                    FAILED_PRECONDITION,
                    OUT_OF_RANGE,
                    CANCELLED -> Outcome.CLIENT_ERROR;
            case UNAVAILABLE -> isLostConnection(status) ? Outcome.CONNECTION_LOST : Outcome.SERVER_ERROR;
            case UNKNOWN, RESOURCE_EXHAUSTED, ABORTED, UNIMPLEMENTED, INTERNAL, DATA_LOSS -> Outcome.SERVER_ERROR;
        };
    }

    /** grpc-java's own words for a connection that ended under a call, without a cause. */
    private static boolean isLostConnection(Status status) {
        String description = status.getDescription();
        return description != null
                && (description.startsWith("Network closed for unknown reason")
                        || description.startsWith("Connection closed after GOAWAY"));
    }

    static String describe(Status status) {
        StringBuilder words = new StringBuilder(status.getCode().name());
        if (status.getDescription() != null) {
            words.append(": ").append(status.getDescription());
        }
        Throwable cause = status.getCause();
        if (cause != null) {
            words.append(" (").append(cause.getMessage()).append(')');
        }
        return words.toString();
    }
}
