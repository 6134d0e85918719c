package dev.plimsoll.scenarios.cli;

import dev.plimsoll.provisioning.embedded.EmbeddedProcess;
import dev.plimsoll.provisioning.embedded.KnativeMode;
import dev.plimsoll.provisioning.target.TargetSpec;
import dev.plimsoll.provisioning.wire.Protocol;
import dev.plimsoll.scenarios.suite.HeaderValue;
import dev.plimsoll.scenarios.suite.Suite;
import dev.plimsoll.scenarios.suite.TargetChoice;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** From the target that a suite chose to one that can be opened: secrets are fetched, and noted. */
final class RunTarget {
    /** A service that is scaled to zero answers only after a cold start. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final Pattern VALUE = Pattern.compile("[\\x21-\\x7e]([\\t\\x20-\\x7e]*[\\x21-\\x7e])?");

    private RunTarget() {}

    /** Notes the secrets of an address that was not chosen, for the text of its suite is kept with the run. */
    static void note(TargetChoice choice, Secrets secrets) {
        if (choice instanceof TargetChoice.Address address && address.address().getRawUserInfo() != null) {
            basic(address.address().getRawUserInfo(), secrets);
        }
    }

    static TargetSpec spec(Suite suite, Map<String, String> environment, Installation installation, Secrets secrets) {
        return switch (suite.target()) {
            case TargetChoice.Embedded(Optional<KnativeMode> knative) ->
                new TargetSpec.Embedded(new EmbeddedProcess.Launch(
                        installation.java(), installation.embeddedClassPath(), List.of(), 0, 0, 0, PATIENCE, knative));
            case TargetChoice.Address(
                    URI uri,
                    String model,
                    List<Protocol> protocols,
                    Map<String, HeaderValue> values) -> {
                Map<String, String> headers = new LinkedHashMap<>();
                values.forEach((header, value) -> headers.put(header, resolved(header, value, environment, secrets)));
                String userInfo = uri.getRawUserInfo();
                if (userInfo != null) {
                    headers.put("Authorization", basic(userInfo, secrets));
                }
                if (model.isEmpty()) {
                    throw new UsageException("name the model: --model NAME, or 'model:' in the suite's target.");
                }
                yield new TargetSpec.Address(
                        TargetChoice.withoutUserInfo(uri),
                        model,
                        protocols,
                        headers,
                        TargetSpec.Tls.VERIFIED,
                        PATIENCE);
            }
        };
    }

    private static String resolved(String header, HeaderValue value, Map<String, String> environment, Secrets secrets) {
        try {
            String text = value.resolve(environment);
            if (value.isSecret()) {
                secrets.add(text);
            }
            if (!NAME.matcher(header).matches()) {
                throw new IllegalArgumentException("a header's name is made of letters, digits and '-'");
            }
            if (!VALUE.matcher(text).matches()) {
                throw new IllegalArgumentException("its value must be one line of printable ASCII, and not empty");
            }
            return text;
        } catch (IllegalArgumentException e) {
            throw new UsageException("the header '" + header + "': " + e.getMessage() + ".", e);
        }
    }

    private static String basic(String userInfo, Secrets secrets) {
        String decoded = URLDecoder.decode(userInfo.replace("+", "%2B"), StandardCharsets.UTF_8);
        String encoded = Base64.getEncoder().encodeToString(decoded.getBytes(StandardCharsets.UTF_8));
        secrets.add(userInfo);
        secrets.add(encoded);
        int colon = decoded.indexOf(':');
        if (colon >= 0) {
            secrets.add(decoded.substring(colon + 1));
        }
        return "Basic " + encoded;
    }
}
