package dev.plimsoll.scenarios.load.engine;

import dev.plimsoll.reports.record.Outcome;
import dev.plimsoll.reports.record.RequestSample;
import io.grpc.ClientCall;
import io.grpc.ClientStreamTracer;
import io.grpc.Metadata;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;

/** Listens to one gRPC call and stamps its exchange. */
final class GrpcCall extends ClientCall.Listener<byte[]> {
    private static final Metadata.Key<String> REVISION =
            Metadata.Key.of("plimsoll-revision", Metadata.ASCII_STRING_MARSHALLER);
    private static final byte[] EMPTY = {};

    private final Exchange exchange;
    private byte @Nullable [] answer;

    GrpcCall(Exchange exchange) {
        this.exchange = exchange;
    }

    /** Stamps the moment at which the call's message goes to a connection. */
    ClientStreamTracer.Factory sendStamp() {
        return new ClientStreamTracer.Factory() {
            @Override
            public ClientStreamTracer newClientStreamTracer(ClientStreamTracer.StreamInfo info, Metadata callHeaders) {
                return new ClientStreamTracer() {
                    @Override
                    public void outboundMessageSent(int number, long wireSize, long size) {
                        exchange.sent();
                    }

                    @Override
                    public void inboundMessage(int number) {
                        exchange.byteReceived();
                    }
                };
            }
        };
    }

    void notStarted(RuntimeException error) {
        exchange.failed(Outcome.CONNECT_FAILED, Status.Code.INTERNAL.value(), String.valueOf(error.getMessage()));
    }

    @Override
    public void onHeaders(Metadata headers) {
        exchange.answeredBy(headers.get(REVISION));
    }

    @Override
    public void onMessage(byte[] message) {
        exchange.byteReceived();
        answer = message;
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
        if (status.isOk()) {
            exchange.answered(Outcome.OK, Status.Code.OK.value(), answer == null ? EMPTY : answer);
            return;
        }
        exchange.answeredBy(trailers.get(REVISION));
        exchange.failed(
                GrpcOutcomes.of(status, exchange.sentNanos() != RequestSample.NEVER),
                status.getCode().value(),
                GrpcOutcomes.describe(status));
    }
}
