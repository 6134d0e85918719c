package dev.plimsoll.provisioning.embedded;

import dev.plimsoll.provisioning.wire.InferRequest;
import dev.plimsoll.provisioning.wire.ModelMetadata.TensorMetadata;
import dev.plimsoll.provisioning.wire.V2Grpc;
import dev.plimsoll.provisioning.wire.WireException;
import dev.plimsoll.provisioning.wire.inference.GRPCInferenceServiceGrpc;
import dev.plimsoll.provisioning.wire.inference.ModelInferRequest;
import dev.plimsoll.provisioning.wire.inference.ModelInferResponse;
import dev.plimsoll.provisioning.wire.inference.ModelMetadataRequest;
import dev.plimsoll.provisioning.wire.inference.ModelMetadataResponse;
import dev.plimsoll.provisioning.wire.inference.ModelReadyRequest;
import dev.plimsoll.provisioning.wire.inference.ModelReadyResponse;
import dev.plimsoll.provisioning.wire.inference.ServerLiveRequest;
import dev.plimsoll.provisioning.wire.inference.ServerLiveResponse;
import dev.plimsoll.provisioning.wire.inference.ServerMetadataRequest;
import dev.plimsoll.provisioning.wire.inference.ServerMetadataResponse;
import dev.plimsoll.provisioning.wire.inference.ServerReadyRequest;
import dev.plimsoll.provisioning.wire.inference.ServerReadyResponse;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The V2 service with the status codes of the KServe SDK's server (0.20). */
final class GrpcService extends GRPCInferenceServiceGrpc.GRPCInferenceServiceImplBase {
    /** The revision that a call was routed to. */
    static final Context.Key<Revision> REVISION = Context.key("revision");

    /** The replica that it was let in to. */
    static final Context.Key<Replica> REPLICA = Context.key("replica");

    private final ScheduledExecutorService loop;

    GrpcService(ScheduledExecutorService loop) {
        this.loop = loop;
    }

    @Override
    public void serverLive(ServerLiveRequest request, StreamObserver<ServerLiveResponse> out) {
        answer(out, ServerLiveResponse.newBuilder().setLive(true).build());
    }

    @Override
    public void serverReady(ServerReadyRequest request, StreamObserver<ServerReadyResponse> out) {
        answer(
                out,
                ServerReadyResponse.newBuilder()
                        .setReady(REPLICA.get().model() != null)
                        .build());
    }

    @Override
    public void serverMetadata(ServerMetadataRequest request, StreamObserver<ServerMetadataResponse> out) {
        answer(
                out,
                ServerMetadataResponse.newBuilder()
                        .setName(ServerFacts.NAME)
                        .setVersion(ServerFacts.VERSION)
                        .build());
    }

    @Override
    public void modelReady(ModelReadyRequest request, StreamObserver<ModelReadyResponse> out) {
        Revision revision = REVISION.get();
        if (!request.getName().equals(revision.modelName())) {
            out.onError(unknown(request.getName()));
            return;
        }
        answer(
                out,
                ModelReadyResponse.newBuilder()
                        .setReady(REPLICA.get().model() != null)
                        .build());
    }

    @Override
    public void modelMetadata(ModelMetadataRequest request, StreamObserver<ModelMetadataResponse> out) {
        try {
            Model model = model(REVISION.get(), request.getName(), request.getVersion());
            ModelMetadataResponse.Builder answer = ModelMetadataResponse.newBuilder()
                    .setName(model.metadata().name())
                    .addAllVersions(model.metadata().versions())
                    .setPlatform(model.metadata().platform());
            model.metadata().inputs().forEach(tensor -> answer.addInputs(metadata(tensor)));
            model.metadata().outputs().forEach(tensor -> answer.addOutputs(metadata(tensor)));
            answer(out, answer.build());
        } catch (StatusException e) {
            out.onError(e);
        }
    }

    @Override
    public void modelInfer(ModelInferRequest request, StreamObserver<ModelInferResponse> out) {
        Revision revision = REVISION.get();
        try {
            Model _ = model(revision, request.getModelName(), request.getModelVersion());
            InferRequest message = V2Grpc.decode(request);
            revision.submit(new Call(message, IrisInput.features(IrisInput.only(message)), out), REPLICA.get());
        } catch (WireException e) {
            out.onError(Status.INVALID_ARGUMENT.withDescription(e.getMessage()).asException());
        } catch (StatusException e) {
            out.onError(e);
        } catch (RuntimeException e) {
            out.onError(Status.INTERNAL.withDescription("Internal server error").asException());
        }
    }

    private static <T> void answer(StreamObserver<T> out, T message) {
        out.onNext(message);
        out.onCompleted();
    }

    private static Model model(Revision revision, String name, String version) throws StatusException {
        if (!name.equals(revision.modelName())) {
            throw unknown(name);
        }
        Model model = REPLICA.get().model();
        if (model == null) {
            throw Status.UNAVAILABLE
                    .withDescription("Model with name " + name + " is not ready.")
                    .asException();
        }
        if (!version.isEmpty() && !model.metadata().versions().contains(version)) {
            throw Status.NOT_FOUND
                    .withDescription("Model with name " + name + " has no version " + version + ".")
                    .asException();
        }
        return model;
    }

    private static StatusException unknown(String name) {
        return Status.NOT_FOUND
                .withDescription("Model with name " + name + " does not exist.")
                .asException();
    }

    private static ModelMetadataResponse.TensorMetadata metadata(TensorMetadata tensor) {
        return ModelMetadataResponse.TensorMetadata.newBuilder()
                .setName(tensor.name())
                .setDatatype(tensor.datatype().name())
                .addAllShape(tensor.shape())
                .build();
    }

    private final class Call implements Exchange {
        private final InferRequest request;
        private final double[] features;
        private final StreamObserver<ModelInferResponse> out;

        Call(InferRequest request, double[] features, StreamObserver<ModelInferResponse> out) {
            this.request = request;
            this.features = features;
            this.out = out;
        }

        @Override
        public double[] features() {
            return features;
        }

        @Override
        public int rows() {
            return features.length / IrisModel.FEATURES;
        }

        @Override
        public void answer(Revision by, long[] classes) {
            try {
                GrpcService.answer(out, V2Grpc.encode(RestHandler.response(request, classes)));
            } catch (WireException e) {
                fail(by, e.getMessage());
            }
        }

        @Override
        public void fail(Revision by, @Nullable String message) {
            out.onError(Status.INTERNAL.withDescription(message).asException());
        }

        @Override
        public void later(Runnable task, long nanos) {
            var _ = loop.schedule(
                    () -> {
                        try {
                            task.run();
                        } catch (RuntimeException e) {
                            out.onError(Status.INTERNAL
                                    .withDescription("Internal server error")
                                    .asException());
                        }
                    },
                    nanos,
                    TimeUnit.NANOSECONDS);
        }
    }
}
