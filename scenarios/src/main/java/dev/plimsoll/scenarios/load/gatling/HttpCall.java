package dev.plimsoll.scenarios.load.gatling;

import dev.plimsoll.provisioning.wire.AnswerCheck;
import dev.plimsoll.reports.record.Outcome;
import dev.plimsoll.scenarios.load.engine.Exchange;
import io.gatling.http.client.HttpListener;
import io.gatling.http.client.Request;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Arrays;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Listens to one request of Gatling's HTTP client and stamps its exchange. Confined to its event loop. */
final class HttpCall implements HttpListener {
    private static final String REVISION = "plimsoll-revision";
    private static final byte[] EMPTY = {};
    private static final int MOST_OF_AN_ERROR = 4096;

    private final Exchange exchange;
    private final WaitingLine line;
    private @Nullable EventLoop loop;
    private @Nullable Future<?> patience;
    private boolean handedOver;
    private int status = -1;
    private byte[] body = EMPTY;
    private int kept;

    HttpCall(Exchange exchange, WaitingLine line) {
        this.exchange = exchange;
        this.line = line;
    }

    Exchange exchange() {
        return exchange;
    }

    void on(EventLoop eventLoop) {
        loop = eventLoop;
    }

    void waits(Future<?> timeout) {
        patience = timeout;
    }

    void waitsNoMore() {
        if (patience != null) {
            patience.cancel(false);
        }
    }

    /**
     * Called when the client takes the request, and again when it means to send it a second time on a new connection because
     * the pooled one had been lost. That would hide a failure, so the second time ends the request.
     */
    @Override
    public void onSend() {
        if (handedOver) {
            end(Outcome.CONNECTION_LOST, "the connection was lost before an answer came");
            throw new NotSentAgainException();
        }
        handedOver = true;
    }

    @Override
    public void onWrite(Channel channel) {
        exchange.sent();
    }

    @Override
    public void onFinalClientRequest(Request request) {}

    @Override
    public void onHttpResponse(HttpResponseStatus responseStatus, HttpHeaders headers) {
        status = responseStatus.code();
        exchange.answeredBy(headers.get(REVISION));
    }

    @Override
    public void onHttpResponseBodyChunk(ByteBuf chunk, boolean last) {
        int length = chunk.readableBytes();
        if (length > 0) {
            exchange.byteReceived();
            if (isWanted()) {
                keep(chunk, length);
            }
        }
        if (last && !exchange.hasEnded()) {
            exchange.answered(
                    HttpOutcomes.ofStatus(status), status, kept == body.length ? body : Arrays.copyOf(body, kept));
            leave();
        }
    }

    /** A body is needed where its content is checked, and the beginning of one where it explains an error. */
    private boolean isWanted() {
        return status < 400 ? !(exchange.request().check() instanceof AnswerCheck.Status) : kept < MOST_OF_AN_ERROR;
    }

    private void keep(ByteBuf chunk, int length) {
        if (kept + length > body.length) {
            body = Arrays.copyOf(body, kept == 0 ? length : Math.max(kept + length, 2 * body.length));
        }
        chunk.getBytes(chunk.readerIndex(), body, kept, length);
        kept += length;
    }

    @Override
    public void onThrowable(Throwable error) {
        end(HttpOutcomes.ofFailure(error, exchange), HttpOutcomes.describe(error));
    }

    private void end(Outcome outcome, String message) {
        if (!exchange.hasEnded()) {
            exchange.failed(outcome, status, message);
            leave();
        }
    }

    private void leave() {
        if (loop != null) {
            line.leave(loop);
        }
    }

    /** Keeps the client from sending a request a second time. */
    private static final class NotSentAgainException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotSentAgainException() {
            super("not sent again", null, false, false);
        }
    }
}
