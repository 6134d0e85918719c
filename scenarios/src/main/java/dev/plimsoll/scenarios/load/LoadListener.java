package dev.plimsoll.scenarios.load;

import dev.plimsoll.reports.record.TimelineEvent;

/** Hears of a load while it runs. Called by one thread at a time; must not block for long. */
public interface LoadListener {
    /** Called once a second. */
    void progress(LoadProgress progress);

    /** Health once a second, pauses of the injector, samples of the first errors. */
    void event(TimelineEvent event);
}
