package dev.plimsoll.scenarios;

import dev.plimsoll.provisioning.target.Entry;
import dev.plimsoll.provisioning.target.ScaleToZeroControl;
import dev.plimsoll.provisioning.wire.PreparedRequest;
import dev.plimsoll.provisioning.wire.Protocol;
import dev.plimsoll.reports.record.RequestSample;
import dev.plimsoll.reports.record.RunDescription.Leg;
import dev.plimsoll.reports.record.Series;
import dev.plimsoll.reports.record.TimelineEvent;
import dev.plimsoll.scenarios.load.LoadLeg;
import java.util.List;
import java.util.Optional;

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

    /**
     * The requests of a series as they were recorded so far, in the order in which they ended. The record is written with some
     * delay: waits for it a few seconds.
     *
     * @param atLeast how many there must be; fewer are given if they do not appear
     */
    List<RequestSample> recorded(Series series, int atLeast) throws InterruptedException;

    /** The scale of the target's service, where it is scaled and the target shows it. */
    Optional<ScaleToZeroControl> scaleToZero();

    /** Turns a reading of this process's {@link System#nanoTime()} into nanoseconds since the run's epoch. */
    long sinceEpoch(long nanoTime);

    /** Puts an event into the record's timeline. */
    void event(TimelineEvent event);

    /** Whether nothing more is to be sent: the run was interrupted or aborted. */
    boolean isStopped();
}
