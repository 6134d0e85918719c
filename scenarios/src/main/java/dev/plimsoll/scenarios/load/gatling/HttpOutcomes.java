package dev.plimsoll.scenarios.load.gatling;

import dev.plimsoll.reports.record.Outcome;
import dev.plimsoll.reports.record.RequestSample;
import dev.plimsoll.scenarios.load.engine.Exchange;
import io.gatling.http.client.impl.RequestTimeoutException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;

/** What an HTTP status or a failure of the client means. */
final class HttpOutcomes {
    private HttpOutcomes() {}

    static Outcome ofStatus(int status) {
        if (status >= 500) {
            return Outcome.SERVER_ERROR;
        }
        // A redirect is no answer to an inference request: it is not followed, and the client asked at the wrong place.
        return status >= 300 ? Outcome.CLIENT_ERROR : Outcome.OK;
    }

    static Outcome ofFailure(Throwable error, Exchange exchange) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof RequestTimeoutException) {
                return Outcome.TIMED_OUT;
            }
            if (cause instanceof SSLException) {
                return Outcome.TLS_FAILED;
            }
            if (cause instanceof ConnectException
                    || cause instanceof UnknownHostException
                    || cause instanceof NoRouteToHostException) {
                return Outcome.CONNECT_FAILED;
            }
        }
        return exchange.sentNanos() == RequestSample.NEVER ? Outcome.CONNECT_FAILED : Outcome.CONNECTION_LOST;
    }

    static String describe(Throwable error) {
        String message = error.getMessage();
        return message == null || message.isBlank() ? error.getClass().getSimpleName() : message;
    }
}
