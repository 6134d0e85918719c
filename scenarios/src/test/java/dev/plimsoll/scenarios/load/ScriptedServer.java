package dev.plimsoll.scenarios.load;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;

/** A small HTTP/1.1 server on loopback that does to each request what its script says, and remembers what it read. */
public final class ScriptedServer implements AutoCloseable {
    /** What it does to a request. */
    public sealed interface Act {
        /** Answers after {@code delayMillis}. */
        record Answer(int status, String headers, String body, long delayMillis) implements Act {}

        /** Resets the connection. */
        record Reset() implements Act {}

        /** Closes the connection in order. */
        record Close() implements Act {}

        /** Sends half an answer, then closes. */
        record Half() implements Act {}

        /** Never answers. */
        record Silence() implements Act {}

        static Act ok() {
            return new Answer(200, "", "{}", 0);
        }
    }

    /** A request as it was read. */
    public record Seen(int number, long readNanos, long writtenNanos, String path, Map<String, String> headers) {}

    /** Says what to do to the request of that number, from 0. Called on the connection's thread. */
    public interface Script {
        Act act(int number) throws InterruptedException;
    }

    private final ServerSocket listening;
    private final Script script;
    private final AtomicInteger numbers = new AtomicInteger();
    private final AtomicInteger connections = new AtomicInteger();
    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    private final List<Socket> open = new CopyOnWriteArrayList<>();

    public ScriptedServer(Script script) {
        this(script, ServerSocketFactory.getDefault());
    }

    /** A server whose sockets come from {@code sockets}, for example ones with TLS. */
    public ScriptedServer(Script script, ServerSocketFactory sockets) {
        this.script = script;
        try {
            listening = sockets.createServerSocket(0, 4096, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofPlatform().daemon().start(this::accept);
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + listening.getLocalPort());
    }

    public List<Seen> seen() {
        return List.copyOf(seen);
    }

    public int connections() {
        return connections.get();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                connections.incrementAndGet();
                open.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            while (handle(socket, in)) {}
        } catch (IOException e) {
            // The client has gone.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean handle(Socket socket, InputStream in) throws IOException, InterruptedException {
        String first = line(in);
        if (first.isEmpty()) {
            return false;
        }
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            if (colon < 0) {
                throw new IOException("not HTTP");
            }
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        long readNanos = System.nanoTime();
        int number = numbers.getAndIncrement();
        String path = first.split(" ", -1)[1];
        boolean goesOn = switch (script.act(number)) {
            case Act.Answer(int status, String extra, String body, long delayMillis) -> {
                Thread.sleep(delayMillis);
                write(
                        socket,
                        "HTTP/1.1 " + status + " X\r\ncontent-length: " + body.getBytes(StandardCharsets.UTF_8).length
                                + "\r\n" + extra + "\r\n" + body);
                yield true;
            }
            case Act.Reset() -> {
                socket.setSoLinger(true, 0);
                yield false;
            }
            case Act.Close() -> false;
            case Act.Half() -> {
                write(socket, "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf");
                yield false;
            }
            case Act.Silence() -> {
                Thread.sleep(60_000);
                yield false;
            }
        };
        seen.add(new Seen(number, readNanos, System.nanoTime(), path, headers));
        return goesOn;
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            if (c != '\r') {
                line.write(c);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() {
        try {
            listening.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
