package dev.plimsoll.provisioning.embedded;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/** A client that speaks HTTP/2 without TLS and without asking first. */
final class H2c implements AutoCloseable {
    private final int port;
    private final OkHttpClient client = new OkHttpClient.Builder()
            .protocols(List.of(Protocol.H2_PRIOR_KNOWLEDGE))
            .callTimeout(Duration.ofSeconds(20))
            .build();

    H2c(int port) {
        this.port = port;
    }

    String post(String path, String body) throws IOException {
        Request request = new Request.Builder()
                .url("http://127.0.0.1:" + port + path)
                .post(RequestBody.create(body, MediaType.get("application/json")))
                .build();
        try (Response response = client.newCall(request).execute()) {
            if (response.protocol() != Protocol.H2_PRIOR_KNOWLEDGE) {
                throw new IOException("spoke " + response.protocol());
            }
            return response.body().string();
        }
    }

    @Override
    public void close() {
        client.connectionPool().evictAll();
        client.dispatcher().executorService().shutdown();
    }
}
