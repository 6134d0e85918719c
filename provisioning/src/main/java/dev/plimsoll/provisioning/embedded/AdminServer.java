package dev.plimsoll.provisioning.embedded;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * The harness's own door to the embedded target, on a port of its own:
 *
 * <ul>
 *   <li>{@code GET /state}: revisions, what they have served, their faults, and where they are scaled, by how much;
 *   <li>{@code GET /events?since=NUMBER}: what happened after the event of that number, where revisions are scaled;
 *   <li>{@code GET /clock}: this process's monotonic clock, by which events are stamped;
 *   <li>{@code GET /pauses?since=INSTANT}: when this process stood still;
 *   <li>{@code POST /faults} with {@link Order} as JSON: makes faults; members that are left out mean none.
 * </ul>
 */
final class AdminServer implements AutoCloseable {
    /**
     * Faults to have from now on.
     *
     * @param revision whose; left out: all
     * @param crash closes every open connection with a reset, once; what comes after is served
     */
    record Order(
            @Nullable String revision,
            long slowNanos,
            boolean freeze,
            double errorShare,
            double wrongAnswerShare,
            boolean refuse,
            boolean crash) {}

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final Gateway gateway;
    private final List<Listener> listeners;
    private final PauseWatcher pauses;
    private final EventLog events;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    AdminServer(Gateway gateway, List<Listener> listeners, PauseWatcher pauses, EventLog events, int port)
            throws IOException {
        this.gateway = gateway;
        this.listeners = List.copyOf(listeners);
        this.pauses = pauses;
        this.events = events;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (IOException e) {
            throw new IOException("port " + port + " of the loopback interface cannot be had: " + e.getMessage(), e);
        }
        server.setExecutor(threads);
        server.createContext("/state", answering("GET", _ -> state()));
        server.createContext("/events", answering("GET", this::events));
        server.createContext("/clock", answering("GET", _ -> Map.of("nanos", System.nanoTime())));
        server.createContext("/pauses", answering("GET", this::pauses));
        server.createContext("/faults", answering("POST", this::faults));
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    private Object state() {
        List<Object> revisions = new ArrayList<>();
        for (Revision revision : gateway.revisions()) {
            Map<String, Object> state = new LinkedHashMap<>();
            state.put("name", revision.name());
            state.put("model", revision.modelName());
            state.put("ready", revision.isReady());
            state.put("received", revision.received());
            state.put("held", revision.held());
            state.put("faults", revision.faults());
            revision.scale().ifPresent(scale -> state.put("scale", scale));
            revisions.add(state);
        }
        return Map.of("revisions", revisions);
    }

    private Object events(HttpExchange exchange) throws BadOrder {
        long since = 0;
        String query = exchange.getRequestURI().getQuery();
        if (query != null) {
            if (!query.matches("since=\\d{1,18}")) {
                throw new BadOrder("the query is " + query + ", expected since=NUMBER");
            }
            since = Long.parseLong(query.substring("since=".length()));
        }
        return new Events(events.after(since));
    }

    /** What {@code GET /events} answers. */
    record Events(List<DataPlaneEvent.Logged> events) {}

    private Object pauses(HttpExchange exchange) throws BadOrder {
        Instant since = Instant.EPOCH;
        String query = exchange.getRequestURI().getQuery();
        if (query != null) {
            if (!query.startsWith("since=")) {
                throw new BadOrder("the query is " + query + ", expected since=INSTANT");
            }
            try {
                since = Instant.parse(query.substring("since=".length()));
            } catch (DateTimeException e) {
                throw new BadOrder("since is no instant: " + e.getMessage());
            }
        }
        List<Object> list = new ArrayList<>();
        for (PauseWatcher.Pause pause : pauses.since(since)) {
            list.add(Map.of("start", pause.start().toString(), "nanos", pause.nanos(), "cause", pause.cause()));
        }
        return Map.of("pauses", list, "forgotten", pauses.forgotten());
    }

    private Object faults(HttpExchange exchange) throws IOException, BadOrder {
        Order order;
        Faults faults;
        try {
            order = MAPPER.readValue(exchange.getRequestBody(), Order.class);
            if (order == null) {
                throw new BadOrder("the body is null, expected an object");
            }
            faults = new Faults(
                    order.slowNanos(), order.freeze(), order.errorShare(), order.wrongAnswerShare(), order.refuse());
        } catch (JsonProcessingException e) {
            throw new BadOrder("not an order of faults: " + e.getOriginalMessage());
        } catch (IllegalArgumentException e) {
            throw new BadOrder(String.valueOf(e.getMessage()));
        }
        List<Revision> hit = gateway.revisions();
        if (order.revision() != null) {
            hit = List.of(gateway.revision(order.revision())
                    .orElseThrow(() -> new BadOrder("there is no revision " + order.revision() + "; there are "
                            + gateway.revisions().stream().map(Revision::name).toList())));
        }
        hit.forEach(revision -> revision.faults(faults));
        if (order.crash()) {
            listeners.forEach(Listener::reset);
        }
        boolean refuse = gateway.revisions().stream()
                .anyMatch(revision -> revision.faults().refuse());
        for (Listener listener : listeners) {
            if (refuse) {
                listener.shut();
            } else {
                listener.open();
            }
        }
        return state();
    }

    private interface Answer {
        Object to(HttpExchange exchange) throws IOException, BadOrder;
    }

    private static final class BadOrder extends Exception {
        private static final long serialVersionUID = 1L;

        BadOrder(String message) {
            super(message);
        }
    }

    private static HttpHandler answering(String method, Answer answer) {
        return exchange -> {
            int status = 200;
            Object body;
            try {
                if (exchange.getRequestMethod().equals(method)) {
                    body = answer.to(exchange);
                } else {
                    status = 405;
                    body = Map.of("error", "use " + method);
                }
            } catch (BadOrder e) {
                status = 400;
                body = Map.of("error", String.valueOf(e.getMessage()));
            } catch (IOException | RuntimeException e) {
                status = 500;
                body = Map.of("error", e.toString());
            }
            byte[] bytes = ServerFacts.json(body);
            exchange.getResponseHeaders().set("content-type", "application/json");
            try (exchange) {
                exchange.sendResponseHeaders(status, bytes.length);
                exchange.getResponseBody().write(bytes);
            }
        };
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
