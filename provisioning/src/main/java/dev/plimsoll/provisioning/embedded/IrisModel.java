package dev.plimsoll.provisioning.embedded;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import dev.plimsoll.provisioning.wire.Datatype;
import dev.plimsoll.provisioning.wire.ModelMetadata;
import dev.plimsoll.provisioning.wire.ModelMetadata.TensorMetadata;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.LongBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;

/**
 * The model sklearn-iris (see {@code src/main/models/iris}) in ONNX Runtime.
 *
 * <p>A prediction runs on the caller's thread: the session starts none of its own. Buffers outside the heap, with the tensors
 * that wrap them, are kept for batches of one size and used again; other sizes get their own.
 */
final class IrisModel implements Model {
    static final String NAME = "sklearn-iris";
    static final int FEATURES = 4;
    static final int CLASSES = 3;
    private static final int KEPT = 64;

    private final OrtEnvironment environment;
    private final OrtSession session;
    private final ArrayBlockingQueue<Slot> idle = new ArrayBlockingQueue<>(KEPT);

    private IrisModel(OrtEnvironment environment, OrtSession session) {
        this.environment = environment;
        this.session = session;
    }

    /** Loads the model that is shipped with this class. */
    static IrisModel load() {
        try (InputStream resource = IrisModel.class.getResourceAsStream("iris.onnx")) {
            if (resource == null) {
                throw new IllegalStateException("iris.onnx is not on the class path");
            }
            OrtEnvironment environment = OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, "iris");
            try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
                options.setIntraOpNumThreads(1);
                options.setInterOpNumThreads(1);
                options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
                return new IrisModel(environment, environment.createSession(resource.readAllBytes(), options));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("reading iris.onnx", e);
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime cannot load iris.onnx: " + e.getMessage(), e);
        }
    }

    @Override
    public ModelMetadata metadata() {
        return new ModelMetadata(
                NAME,
                List.of("1"),
                "onnxruntime_onnx",
                List.of(new TensorMetadata("input-0", Datatype.FP64, List.of(-1L, (long) FEATURES))),
                List.of(new TensorMetadata("output-0", Datatype.INT64, List.of(-1L))));
    }

    @Override
    public long[] predict(double[] features, int rows) {
        if (features.length != rows * FEATURES) {
            throw new IllegalArgumentException(features.length + " features for " + rows + " rows");
        }
        try {
            Slot slot = take(rows);
            boolean whole = false;
            try {
                slot.in.clear().put(features);
                session.run(slot.inputs, slot.outputs).close();
                long[] classes = new long[rows];
                slot.out.clear().get(classes);
                whole = true;
                return classes;
            } finally {
                if (whole) {
                    giveBack(slot);
                } else {
                    slot.close();
                }
            }
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime failed: " + e.getMessage(), e);
        }
    }

    private Slot take(int rows) throws OrtException {
        for (int tries = 0; tries < 2; tries++) {
            Slot slot = idle.poll();
            if (slot == null) {
                break;
            }
            if (slot.rows == rows) {
                return slot;
            }
            slot.close();
        }
        return new Slot(environment, rows);
    }

    private void giveBack(Slot slot) {
        if (!idle.offer(slot)) {
            slot.close();
        }
    }

    @Override
    public void close() {
        for (Slot slot = idle.poll(); slot != null; slot = idle.poll()) {
            slot.close();
        }
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime cannot close its session", e);
        }
    }

    /** Input and output of one prediction at a time. */
    private static final class Slot implements AutoCloseable {
        private final int rows;
        private final DoubleBuffer in;
        private final LongBuffer out;
        private final OnnxTensor input;
        private final OnnxTensor output;
        private final Map<String, OnnxTensor> inputs;
        private final Map<String, OnnxTensor> outputs;

        Slot(OrtEnvironment environment, int rows) throws OrtException {
            this.rows = rows;
            in = ByteBuffer.allocateDirect(rows * FEATURES * Double.BYTES)
                    .order(ByteOrder.nativeOrder())
                    .asDoubleBuffer();
            out = ByteBuffer.allocateDirect(rows * Long.BYTES)
                    .order(ByteOrder.nativeOrder())
                    .asLongBuffer();
            input = OnnxTensor.createTensor(environment, in, new long[] {rows, FEATURES});
            output = OnnxTensor.createTensor(environment, out, new long[] {rows});
            inputs = Map.of("input", input);
            outputs = Map.of("label", output);
        }

        @Override
        public void close() {
            input.close();
            output.close();
        }
    }
}
