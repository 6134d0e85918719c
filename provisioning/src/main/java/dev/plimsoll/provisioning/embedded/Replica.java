package dev.plimsoll.provisioning.embedded;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One running copy of a model. Not ready until it has loaded. */
final class Replica implements AutoCloseable {
    private final Supplier<Model> loader;
    private volatile @Nullable Model model;

    Replica(Supplier<Model> loader) {
        this.loader = loader;
    }

    /** Loads the model; takes as long as that takes. */
    void load() {
        model = loader.get();
    }

    /** The model, or null while it is loading. */
    @Nullable
    Model model() {
        return model;
    }

    @Override
    public void close() {
        Model loaded = model;
        model = null;
        if (loaded != null) {
            loaded.close();
        }
    }
}
