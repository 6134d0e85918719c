package dev.plimsoll.provisioning.embedded;

import dev.plimsoll.provisioning.wire.ModelMetadata;

/** A loaded model. Safe for use by many threads. */
interface Model extends AutoCloseable {
    ModelMetadata metadata();

    /**
     * Answers a class for each row.
     *
     * @param features rows one after the other
     * @param rows how many
     */
    long[] predict(double[] features, int rows);

    @Override
    void close();
}
