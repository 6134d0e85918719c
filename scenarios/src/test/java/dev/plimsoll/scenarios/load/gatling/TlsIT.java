package dev.plimsoll.scenarios.load.gatling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.reports.record.Outcome;
import dev.plimsoll.scenarios.load.ArrivalSchedule;
import dev.plimsoll.scenarios.load.Connections;
import dev.plimsoll.scenarios.load.Injectors;
import dev.plimsoll.scenarios.load.LoadLeg;
import dev.plimsoll.scenarios.load.Samples;
import dev.plimsoll.scenarios.load.ScriptedServer;
import dev.plimsoll.scenarios.load.ScriptedServer.Act;
import dev.plimsoll.scenarios.load.engine.Revisions;
import dev.plimsoll.scenarios.load.engine.Tally;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsIT {
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    Path folder;

    private KeyStore keys(String name) throws Exception {
        Path file = folder.resolve(name);
        int code = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=ip:127.0.0.1,dns:localhost",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool").toFile())
                .start()
                .waitFor();
        assertThat(code).isZero();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        return store;
    }

    private static String pem(KeyStore keys) throws Exception {
        return "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder()
                        .encodeToString(keys.getCertificate("server").getEncoded())
                + "\n-----END CERTIFICATE-----\n";
    }

    private static Map<Outcome, Long> run(URI address, Connections connections) {
        Tally tally = new Tally(new Samples(), System.nanoTime(), 1, new Revisions(), error -> {});
        try (LoadEngine engine = new LoadEngine("test-", 1)) {
            LoadLeg leg = Injectors.leg(address, new ArrivalSchedule.Constant(50, Duration.ofMillis(200)));
            engine.run(
                    List.of(new LoadLeg(
                            0, leg.entry(), leg.requests(), leg.schedule(), leg.start(), leg.timeout(), connections)),
                    Duration.ofMillis(400).toNanos(),
                    1,
                    tally,
                    legs -> {});
        }
        return tally.outcomes();
    }

    @Test
    void aCertificateMustBeTrustedUnlessItIsSpeltOutThatNoneNeedBe() throws Exception {
        KeyStore keys = keys("server.p12");
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(managers.getKeyManagers(), null, null);
        try (ScriptedServer server = new ScriptedServer(number -> Act.ok(), tls.getServerSocketFactory())) {
            URI address = URI.create("https://127.0.0.1:" + server.address().getPort());
            Connections defaults = Connections.defaults();

            assertThat(run(address, defaults)).isEqualTo(Map.of(Outcome.TLS_FAILED, 10L));
            assertThat(run(address, defaults.withTrustedPem(pem(keys("other.p12")))))
                    .isEqualTo(Map.of(Outcome.TLS_FAILED, 10L));
            assertThat(run(address, defaults.withTrustedPem(pem(keys)))).isEqualTo(Map.of(Outcome.OK, 10L));
            assertThat(run(address, defaults.withHttp2(true).withTrustedPem(pem(keys))))
                    .as("a server that does not agree on HTTP/2 is spoken to in HTTP/1.1")
                    .isEqualTo(Map.of(Outcome.OK, 10L));
            assertThat(run(address, defaults.withInsecure(true))).isEqualTo(Map.of(Outcome.OK, 10L));
        }
    }
}
