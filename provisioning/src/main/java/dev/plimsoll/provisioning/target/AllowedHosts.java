package dev.plimsoll.provisioning.target;

import java.net.URI;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Hosts that may be loaded beside this machine itself. The question is answered by name alone, before any packet is sent and
 * without a look-up: {@code localhost}, 127.0.0.0/8 and {@code ::1} are loopback, every other name must be allowed.
 */
public final class AllowedHosts {
    private static final Pattern LOOPBACK =
            Pattern.compile("localhost|127(\\.(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)){3}|\\[?::1]?");

    private final Set<String> names;

    /** Host names or addresses without port; letter case does not matter. */
    public AllowedHosts(Set<String> names) {
        this.names = names.stream().map(AllowedHosts::canonical).collect(Collectors.toUnmodifiableSet());
    }

    /** Allows nothing but this machine. */
    public static AllowedHosts loopbackOnly() {
        return new AllowedHosts(Set.of());
    }

    public boolean allows(String host) {
        String name = canonical(host);
        return LOOPBACK.matcher(name).matches() || names.contains(name);
    }

    void check(URI address) throws TargetException {
        String host = address.getHost();
        if (host == null) {
            throw new TargetException("The address " + Redacted.address(address)
                    + " names no host. Write it as scheme://host:port, for example http://127.0.0.1:9000.");
        }
        if (!allows(host)) {
            throw new TargetException("The host " + host + " of " + Redacted.address(address)
                    + " is not this machine and is not allowed: nothing was sent. If you may put load on it, name it in"
                    + " allowedHosts of the suite, or with --allow-host.");
        }
    }

    private static String canonical(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return lower.startsWith("[") && lower.endsWith("]") ? lower.substring(1, lower.length() - 1) : lower;
    }
}
