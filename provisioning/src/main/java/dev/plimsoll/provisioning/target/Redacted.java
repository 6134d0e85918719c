package dev.plimsoll.provisioning.target;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Addresses fit for messages and records: without user, password, query and fragment. */
final class Redacted {
    private Redacted() {}

    static String address(URI address) {
        @Nullable String host = address.getHost();
        if (host == null) {
            return address.getScheme() == null ? "given" : address.getScheme() + "://...";
        }
        return address.getScheme() + "://" + host + (address.getPort() < 0 ? "" : ":" + address.getPort());
    }
}
