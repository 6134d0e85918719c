package dev.plimsoll.scenarios.load.gatling;

import dev.plimsoll.scenarios.load.LoadLeg;
import dev.plimsoll.scenarios.load.engine.Lane;
import dev.plimsoll.scenarios.load.engine.LegRun;
import dev.plimsoll.scenarios.load.engine.Tally;
import io.gatling.netty.util.Transports;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Runs open loads on Gatling, one after the other; connections stay open from load to load. {@link #run} is for one thread,
 * {@link #stop} for any.
 */
public final class LoadEngine implements AutoCloseable {
    private final int eventLoops;
    private final EventLoopGroup loops;
    private final boolean hasFineTimers;
    private final TransportPool transports;
    private volatile List<LegRun> running = List.of();
    private volatile boolean stopped;

    /**
     * Starts the event loops.
     *
     * @param idPrefix goes ahead of a request's number in its {@code x-request-id}
     * @param eventLoops how many threads send and receive HTTP
     */
    public LoadEngine(String idPrefix, int eventLoops) {
        transports = new TransportPool(idPrefix);
        this.eventLoops = eventLoops;
        loops = Transports.newEventLoopGroup(true, false, eventLoops, "plimsoll");
        boolean fine = true;
        for (EventExecutor loop : loops) {
            fine &= loop.submit(TimerSlack::lower).syncUninterruptibly().getNow();
        }
        hasFineTimers = fine;
    }

    /** Whether the event loops' timers could be made exact; where not, sends are some 50 us later. */
    public boolean hasFineTimers() {
        return hasFineTimers;
    }

    /** Version of the Gatling it runs on. */
    public static String gatlingVersion() {
        return io.gatling.commons.util.GatlingVersion.ThisVersion().fullVersion();
    }

    /** The event loops, for a heartbeat on each. */
    public List<ScheduledExecutorService> eventLoops() {
        List<ScheduledExecutorService> all = new ArrayList<>();
        loops.forEach(all::add);
        return all;
    }

    /**
     * Runs a load until every request has ended; what a stop leaves unsent is recorded so.
     *
     * @param leadNanos from now to the start of the load: time for Gatling to get going, or the first requests are late
     * @param firstId id of the first request; ids of the legs follow one another in order
     * @param started told when the load's start is settled, ahead of it
     * @return the legs, ended
     */
    public List<LegRun> run(
            List<LoadLeg> legs, long leadNanos, long firstId, Tally tally, Consumer<List<LegRun>> started) {
        long startNanos = System.nanoTime() + leadNanos;
        List<LegRun> runs = new ArrayList<>();
        long nextId = firstId;
        for (LoadLeg leg : legs) {
            Lane lane = new Lane(
                    leg.series(),
                    leg.entry(),
                    leg.requests(),
                    leg.timeout(),
                    transports.of(leg.entry(), leg.connections(), eventLoops),
                    tally);
            LegRun run =
                    new LegRun(lane, leg.schedule(), startNanos + leg.start().toNanos(), nextId);
            nextId += run.count();
            runs.add(run);
        }
        running = List.copyOf(runs);
        if (stopped) {
            runs.forEach(run -> run.walk().stop());
        }
        started.accept(running);
        try {
            if (runs.stream().anyMatch(run -> run.count() > 0)) {
                ScopedValue.where(OpenSimulation.LEGS, running)
                        .run(() -> SilentRunner.run(OpenSimulation.class, loops));
            }
        } finally {
            running = List.of();
            runs.forEach(LegRun::settleUnclaimed);
        }
        return List.copyOf(runs);
    }

    /** Forgets an earlier {@link #stop}, so that the next load is sent. */
    public void rearm() {
        stopped = false;
    }

    /**
     * Sends nothing more, of the running load or a later one, until {@link #rearm}; requests on their way, and those that wait for
     * a connection, may end.
     */
    public void stop() {
        stopped = true;
        running.forEach(run -> run.walk().stop());
    }

    /** Has gRPC channels that wait to connect again try now; to be called once a second. */
    public void reconnect() {
        transports.reconnect();
    }

    @Override
    public void close() {
        transports.close();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
    }
}
