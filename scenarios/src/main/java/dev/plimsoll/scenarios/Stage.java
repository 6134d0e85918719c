package dev.plimsoll.scenarios;

import dev.plimsoll.provisioning.target.Entry;
import dev.plimsoll.provisioning.wire.PreparedRequest;
import dev.plimsoll.provisioning.wire.Protocol;
import dev.plimsoll.reports.record.RunDescription.Leg;
import dev.plimsoll.reports.record.Series;
import dev.plimsoll.scenarios.load.LoadLeg;
import java.util.List;

/** What a scenario works with: an open target, an injector, and the run's record. */
public interface Stage {
    /**
     * The target's ways in that speak one of {@code protocols}, in that order.
     *
     * @param protocols empty for all
     */
    List<Entry> entries(List<Protocol> protocols);

    /** The suite's requests, encoded for an entry. */
    List<PreparedRequest> requests(Entry entry);

    /** Opens a new series in the record. */
    Series series(String scenario, Entry entry, String phase, boolean measured);

    /**
     * Runs loads side by side, each from its own start, and waits until the last request has ended.
     *
     * @return what was done, leg by leg, in the order given; also when the run was stopped half-way
     */
    List<Leg> load(String scenario, List<LoadLeg> legs);
}
