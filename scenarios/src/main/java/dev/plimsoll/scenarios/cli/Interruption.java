package dev.plimsoll.scenarios.cli;

import dev.plimsoll.scenarios.load.InjectorException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Ctrl-C, or a polite kill: stops the load, and holds the process until what was measured has been written, judged and
 * rendered.
 */
final class Interruption implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 20;

    private final CountDownLatch written = new CountDownLatch(1);
    private final AtomicReference<Runnable> stop = new AtomicReference<>(() -> {});
    private final Thread hook = new Thread(this::interrupt, "plimsoll-interruption");
    private volatile boolean interrupted;

    private Interruption() {}

    static Interruption install() {
        Interruption interruption = new Interruption();
        Runtime.getRuntime().addShutdownHook(interruption.hook);
        return interruption;
    }

    /** What stops the load that is under way; called at once if the interruption has come already. */
    void onInterrupt(Runnable action) {
        stop.set(action);
        if (interrupted) {
            action.run();
        }
    }

    boolean hasCome() {
        return interrupted;
    }

    private void interrupt() {
        interrupted = true;
        try {
            stop.get().run();
        } catch (InjectorException _) {
            // it is gone already: what it wrote is judged all the same
        }
        try {
            if (!written.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                Runtime.getRuntime().halt(130);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Everything is written: the process may end. */
    @Override
    public void close() {
        written.countDown();
        if (!interrupted) {
            Runtime.getRuntime().removeShutdownHook(hook);
        }
    }
}
