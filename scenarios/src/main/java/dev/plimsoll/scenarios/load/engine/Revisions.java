package dev.plimsoll.scenarios.load.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/** Numbers the names of revisions in the order of their first answer; 0 is {@code unknown}. */
public final class Revisions {
    /** Beyond this many names the rest are unknown: an answer's header must not fill the injector's memory. */
    private static final int MOST = 1000;

    private final ConcurrentHashMap<String, Integer> numbers = new ConcurrentHashMap<>();
    private final List<String> names = new ArrayList<>(List.of("unknown"));

    public int numberOf(String name) {
        Integer known = numbers.get(name);
        return known != null ? known : add(name);
    }

    private synchronized int add(String name) {
        if (names.size() >= MOST || name.length() > 253) {
            return 0;
        }
        return numbers.computeIfAbsent(name, added -> {
            names.add(added);
            return names.size() - 1;
        });
    }

    /** Names by number. */
    public synchronized List<String> names() {
        return List.copyOf(names);
    }
}
