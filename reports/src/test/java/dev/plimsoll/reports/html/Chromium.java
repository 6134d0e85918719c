package dev.plimsoll.reports.html;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** A headless Chromium, driven over its DevTools protocol. */
final class Chromium implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long LIMIT_SECONDS = 60;
    private static final Map<String, Integer> KEY_CODES = Map.of("Tab", 9, "ArrowLeft", 37, "ArrowRight", 39);

    private final Process process;
    private final Path profile;
    private final HttpClient http = HttpClient.newHttpClient();
    private final WebSocket socket;
    private final AtomicInteger ids = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
    private final List<JsonNode> events = new CopyOnWriteArrayList<>();

    /** The browser on the PATH, if there is one. */
    static Optional<Path> find() {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.of("chromium", "chromium-browser", "google-chrome")
                .flatMap(name -> Stream.of(path.split(File.pathSeparator)).map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    Chromium(Path browser) throws IOException, InterruptedException {
        profile = Files.createTempDirectory("plimsoll-chromium");
        process = new ProcessBuilder(
                        browser.toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile,
                        "about:blank")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        CompletableFuture<String> address = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> readAddress(address));
        try {
            socket = http.newWebSocketBuilder()
                    .buildAsync(URI.create(address.get(LIMIT_SECONDS, TimeUnit.SECONDS)), new Listener())
                    .get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            process.destroyForcibly();
            throw new IOException("no DevTools connection to " + browser, e);
        }
    }

    private void readAddress(CompletableFuture<String> address) {
        try (BufferedReader lines = process.errorReader(StandardCharsets.UTF_8)) {
            String line;
            while ((line = lines.readLine()) != null) {
                int at = line.indexOf("ws://");
                if (line.contains("DevTools listening on") && at >= 0) {
                    address.complete(line.substring(at).strip());
                }
            }
            address.completeExceptionally(new IOException("the browser ended before it listened"));
        } catch (IOException e) {
            address.completeExceptionally(e);
        }
    }

    /** Waits until a condition comes true. */
    static void await(BooleanSupplier condition, String words) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("never came true: " + words);
            }
            LockSupport.parkNanos(20_000_000);
        }
    }

    /** From now on downloads go to this folder. */
    void saveDownloadsTo(Path folder) {
        send("", "Browser.setDownloadBehavior", Map.of("behavior", "allow", "downloadPath", folder.toString()));
    }

    /** Opens a page and waits until it is loaded. */
    Tab open(URI page, int width, int height, boolean dark) {
        String target = send("", "Target.createTarget", Map.of("url", "about:blank"))
                .get("targetId")
                .asText();
        String session = send("", "Target.attachToTarget", Map.of("targetId", target, "flatten", true))
                .get("sessionId")
                .asText();
        Tab tab = new Tab(session);
        for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
            tab.send(domain + ".enable", Map.of());
        }
        tab.size(width, height);
        tab.dark(dark);
        tab.send("Page.navigate", Map.of("url", page.toString()));
        tab.await("document.readyState === 'complete' && location.href !== 'about:blank'");
        return tab;
    }

    private JsonNode send(String session, String method, Map<String, ?> parameters) {
        ObjectNode message = JSON.createObjectNode();
        int id = ids.incrementAndGet();
        message.put("id", id).put("method", method).set("params", JSON.valueToTree(parameters));
        if (!session.isEmpty()) {
            message.put("sessionId", session);
        }
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        waiting.put(id, answer);
        try {
            socket.sendText(message.toString(), true).get(LIMIT_SECONDS, TimeUnit.SECONDS);
            JsonNode node = answer.get(LIMIT_SECONDS, TimeUnit.SECONDS);
            if (node.has("error")) {
                throw new IllegalStateException(method + ": " + node.get("error"));
            }
            return node.get("result");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(method + " was interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(method + " got no answer", e);
        }
    }

    @Override
    public void close() throws IOException {
        socket.abort();
        http.shutdownNow();
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        process.onExit().orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS).join();
        try (Stream<Path> files = Files.walk(profile)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (UncheckedIOException e) {
            profile.toFile().deleteOnExit();
        }
    }

    /** One page. */
    final class Tab {
        private final String session;

        private Tab(String session) {
            this.session = session;
        }

        JsonNode send(String method, Map<String, ?> parameters) {
            return Chromium.this.send(session, method, parameters);
        }

        void size(int width, int height) {
            send(
                    "Emulation.setDeviceMetricsOverride",
                    Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
        }

        void dark(boolean dark) {
            send(
                    "Emulation.setEmulatedMedia",
                    Map.of(
                            "features",
                            List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
        }

        /** Presses and releases a key. */
        void key(String key) {
            Map<String, ?> parameters = Map.of("key", key, "code", key, "windowsVirtualKeyCode", KEY_CODES.get(key));
            send("Input.dispatchKeyEvent", with(parameters, "rawKeyDown"));
            send("Input.dispatchKeyEvent", with(parameters, "keyUp"));
        }

        private static Map<String, ?> with(Map<String, ?> parameters, String type) {
            Map<String, Object> all = new HashMap<>(parameters);
            all.put("type", type);
            return all;
        }

        /** The value of an expression in the page. */
        JsonNode evaluate(String expression) {
            JsonNode answer = send(
                    "Runtime.evaluate", Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
            if (answer.has("exceptionDetails")) {
                throw new IllegalStateException(expression + ": " + answer.get("exceptionDetails"));
            }
            return answer.get("result").path("value");
        }

        void await(String condition) {
            Chromium.await(() -> evaluate(condition).asBoolean(), condition);
        }

        /** Events of this page with the given method. */
        List<JsonNode> events(String method) {
            List<JsonNode> found = new ArrayList<>();
            for (JsonNode event : events) {
                if (event.path("sessionId").asText().equals(session)
                        && event.path("method").asText().equals(method)) {
                    found.add(event.get("params"));
                }
            }
            return found;
        }

        /** What the console complained of: exceptions, errors, and violations of the security policy. */
        List<String> complaints() {
            List<String> found = new ArrayList<>();
            events("Runtime.exceptionThrown").forEach(event -> found.add(event.toString()));
            for (JsonNode event : events("Log.entryAdded")) {
                found.add(event.toString());
            }
            for (JsonNode event : events("Runtime.consoleAPICalled")) {
                found.add(event.toString());
            }
            return found;
        }

        List<String> requests() {
            return events("Network.requestWillBeSent").stream()
                    .map(event -> event.at("/request/url").asText())
                    .toList();
        }

        byte[] screenshot(boolean whole) {
            return Base64.getDecoder()
                    .decode(send("Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", whole))
                            .get("data")
                            .asText());
        }

        byte[] pdf() {
            return Base64.getDecoder()
                    .decode(send("Page.printToPDF", Map.of("printBackground", true, "preferCSSPageSize", true))
                            .get("data")
                            .asText());
        }
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                take(text.toString());
                text.setLength(0);
            }
            webSocket.request(1);
            return CompletableFuture.completedStage(null);
        }

        private void take(String message) {
            try {
                JsonNode node = JSON.readTree(message);
                if (node.has("id")) {
                    CompletableFuture<JsonNode> answer =
                            waiting.remove(node.get("id").asInt());
                    if (answer != null) {
                        answer.complete(node);
                    }
                } else {
                    events.add(node);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
