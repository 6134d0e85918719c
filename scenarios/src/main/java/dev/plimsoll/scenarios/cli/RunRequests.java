package dev.plimsoll.scenarios.cli;

import dev.plimsoll.provisioning.target.Entry;
import dev.plimsoll.provisioning.target.Target;
import dev.plimsoll.provisioning.wire.AnswerCheck;
import dev.plimsoll.provisioning.wire.PreparedRequest;
import dev.plimsoll.provisioning.wire.PreparedRequests;
import dev.plimsoll.scenarios.suite.RequestChoice;
import java.util.List;

/** The requests of a suite, encoded for the entries of a target. */
final class RunRequests {
    private final RequestChoice choice;
    private final Target target;
    private final long seed;

    RunRequests(RequestChoice choice, Target target, long seed) {
        this.choice = choice;
        this.target = target;
        this.seed = seed;
    }

    List<PreparedRequest> of(Entry entry) {
        AnswerCheck check = switch (choice.check()) {
            case IRIS, STATUS -> new AnswerCheck.WellFormed();
            case NONE -> new AnswerCheck.Status();
        };
        return switch (choice.source()) {
            case RequestChoice.Source.IrisRows _ ->
                PreparedRequests.iris(
                        entry.protocol(), entry.model(), choice.check() == RequestChoice.Check.IRIS, check);
            case RequestChoice.Source.Body body ->
                PreparedRequests.ofBody(entry.protocol(), entry.model(), body.file(), check);
            case RequestChoice.Source.Feed feed ->
                PreparedRequests.ofFeed(entry.protocol(), entry.model(), feed.file(), check);
            case RequestChoice.Source.Generated _ ->
                PreparedRequests.generated(entry.protocol(), target.metadata(), seed, check);
        };
    }
}
