package dev.plimsoll.provisioning.embedded;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/** The way in: finds the route by the host that a request names, and a revision on it. */
final class Gateway {
    private final Map<String, Route> routes;
    private final Route otherwise;
    private final RandomGenerator random;

    /**
     * @param routes by host, in lower case and without port
     * @param otherwise for requests that name any other host: what a pod does that is asked directly
     * @param random safe for use by many threads
     */
    Gateway(Map<String, Route> routes, Route otherwise, RandomGenerator random) {
        this.routes = Map.copyOf(routes);
        this.otherwise = otherwise;
        this.random = random;
    }

    /** Picks for a request that names {@code host}, with or without port; may be empty. */
    Revision pick(String host) {
        return routes.isEmpty() ? otherwise.pick(random) : route(host).pick(random);
    }

    private Route route(String host) {
        int port = host.lastIndexOf(':');
        String name = port < 0 || host.endsWith("]") ? host : host.substring(0, port);
        return routes.getOrDefault(name.toLowerCase(Locale.ROOT), otherwise);
    }

    /** All revisions that any route names, in order. */
    List<Revision> revisions() {
        Set<Revision> all = new LinkedHashSet<>();
        otherwise.targets().forEach(share -> all.add(share.revision()));
        routes.values().forEach(route -> route.targets().forEach(share -> all.add(share.revision())));
        return List.copyOf(all);
    }

    Optional<Revision> revision(String name) {
        return revisions().stream().filter(r -> r.name().equals(name)).findFirst();
    }
}
