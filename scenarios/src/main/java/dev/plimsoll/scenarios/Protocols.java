package dev.plimsoll.scenarios;

import dev.plimsoll.provisioning.wire.Protocol;
import dev.plimsoll.reports.source.YamlMap;
import dev.plimsoll.reports.source.YamlValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The key {@code protocols} as suites have it. */
public final class Protocols {
    private Protocols() {}

    /** Reads the list; empty where there is none, which means all that the target has. */
    public static List<Protocol> read(YamlMap map) {
        List<String> labels =
                Arrays.stream(Protocol.values()).map(Protocol::label).toList();
        List<Protocol> protocols = new ArrayList<>();
        for (YamlValue value : map.list("protocols")) {
            Protocol protocol = Protocol.ofLabel(value.choice(labels)).orElseThrow();
            if (protocols.contains(protocol)) {
                value.problem("'" + protocol.label() + "' stands here twice");
            } else {
                protocols.add(protocol);
            }
        }
        return protocols;
    }
}
