package dev.plimsoll.provisioning.target;

import java.net.URI;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where load may go: this machine, and hosts that were named. Decided from the address as it is written, so that no packet is
 * sent before, not even a name look-up.
 *
 * @param named hosts beyond this machine, as they stand in an address
 */
public record AllowedHosts(Set<String> named) {
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]|::1");

    public AllowedHosts {
        named = Set.copyOf(named);
    }

    /**
     * Lets an address pass or refuses it.
     *
     * @throws TargetException if its host is not this machine and was not named
     */
    public void check(URI address) {
        String host = address.getHost().toLowerCase(Locale.ROOT);
        boolean allowed = LOOPBACK.matcher(host).matches()
                || named.stream().anyMatch(name -> name.toLowerCase(Locale.ROOT).equals(host));
        if (!allowed) {
            throw new TargetException("the target's host " + host
                    + " is not this machine, and nothing was sent to it. If you may load it, name it: 'allowedHosts: ["
                    + host
                    + "]' in the suite, or --allow-host " + host + ".");
        }
    }
}
