package dev.plimsoll.scenarios.load.gatling;

import dev.plimsoll.provisioning.target.Entry;
import dev.plimsoll.provisioning.wire.PreparedRequest;
import dev.plimsoll.scenarios.load.Connections;
import dev.plimsoll.scenarios.load.engine.Lane;
import io.gatling.core.action.Action;
import io.gatling.core.structure.ScenarioContext;
import io.gatling.javaapi.core.ActionBuilder;
import io.netty.channel.EventLoopGroup;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds the action of {@link InferDsl#infer}. Immutable: each method returns a new builder. */
public final class InferActionBuilder implements ActionBuilder {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final String name;
    private final @Nullable Entry entry;
    private final List<PreparedRequest> requests;
    private final @Nullable InferRecording recording;
    private final int series;
    private final Duration timeout;
    private final Connections connections;

    private InferActionBuilder(
            String name,
            @Nullable Entry entry,
            List<PreparedRequest> requests,
            @Nullable InferRecording recording,
            int series,
            Duration timeout,
            Connections connections) {
        this.name = name;
        this.entry = entry;
        this.requests = requests;
        this.recording = recording;
        this.series = series;
        this.timeout = timeout;
        this.connections = connections;
    }

    static InferActionBuilder named(String name) {
        return new InferActionBuilder(name, null, List.of(), null, 0, TIMEOUT, Connections.defaults());
    }

    /** Where it is sent; must be given. */
    public InferActionBuilder at(Entry target) {
        return new InferActionBuilder(name, target, requests, recording, series, timeout, connections);
    }

    /** Bodies, taken in turn; at least one must be given. */
    public InferActionBuilder bodies(List<PreparedRequest> bodies) {
        return new InferActionBuilder(name, entry, List.copyOf(bodies), recording, series, timeout, connections);
    }

    /** Where it is recorded; must be given. */
    public InferActionBuilder recordedBy(InferRecording recorder) {
        return new InferActionBuilder(name, entry, requests, recorder, series, timeout, connections);
    }

    /** Index of the series it is recorded under; 0 unless given. */
    public InferActionBuilder series(int index) {
        return new InferActionBuilder(name, entry, requests, recording, index, timeout, connections);
    }

    /** After which it is given up; 30 s unless given. */
    public InferActionBuilder timeout(Duration limit) {
        return new InferActionBuilder(name, entry, requests, recording, series, limit, connections);
    }

    /** How connections are opened and kept. */
    public InferActionBuilder connections(Connections policy) {
        return new InferActionBuilder(name, entry, requests, recording, series, timeout, policy);
    }

    @Override
    public io.gatling.core.action.builder.ActionBuilder asScala() {
        if (entry == null || recording == null || requests.isEmpty()) {
            throw new IllegalStateException(
                    "infer(\"" + name + "\") needs at(entry), bodies(requests) and recordedBy(recording)");
        }
        return new Build(this, entry, recording);
    }

    private record Build(InferActionBuilder settings, Entry entry, InferRecording recording)
            implements io.gatling.core.action.builder.ActionBuilder {
        @Override
        public Action build(ScenarioContext context, Action next) {
            Lane lane = new Lane(
                    settings.series,
                    entry,
                    settings.requests,
                    settings.timeout,
                    recording
                            .transports()
                            .of(
                                    entry,
                                    settings.connections,
                                    size(context.coreComponents().eventLoopGroup())),
                    recording.tally());
            return new InferAction(
                    settings.name,
                    lane,
                    arrival -> recording.nextId(),
                    () -> false,
                    context.coreComponents().statsEngine(),
                    next);
        }

        private static int size(EventLoopGroup loops) {
            int size = 0;
            for (var _ : loops) {
                size++;
            }
            return size;
        }
    }
}
