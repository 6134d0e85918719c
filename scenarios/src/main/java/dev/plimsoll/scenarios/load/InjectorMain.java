package dev.plimsoll.scenarios.load;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The injector process. It is told what to do by lines of JSON on its standard input and tells by lines on its standard output;
 * whatever else is printed goes to its standard error. It ends with its input, so that it never outlives its parent.
 */
public final class InjectorMain {
    private InjectorMain() {}

    /** How long a signal may be held up; the parent ends the run long before. */
    private static final long PATIENCE_SECONDS = 60;

    /** Takes no arguments: what it is told may be secret, and arguments are not. */
    public static void main(String[] args) throws IOException {
        PrintWriter out = new PrintWriter(
                new OutputStreamWriter(new FileOutputStream(FileDescriptor.out), StandardCharsets.UTF_8), false);
        System.setOut(System.err);
        CountDownLatch ended = new CountDownLatch(1);
        // Ctrl-C reaches the whole process group. The parent decides when the load has ended: until it closes our
        // input, go on.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> await(ended), "plimsoll-injector-end"));
        try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
                Injector injector = new Injector(out)) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                injector.take(line);
            }
        }
        ended.countDown();
        // Gatling and gRPC leave threads behind that would keep the process alive.
        System.exit(0);
    }

    private static void await(CountDownLatch ended) {
        try {
            // Whether it was reached or not, there is nothing left to do but to end.
            boolean _ = ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
