package dev.plimsoll.scenarios.cli;

import dev.plimsoll.provisioning.target.Entry;
import dev.plimsoll.provisioning.target.Target;
import dev.plimsoll.provisioning.wire.AnswerCheck;
import dev.plimsoll.provisioning.wire.ModelMetadata;
import dev.plimsoll.provisioning.wire.PreparedRequest;
import dev.plimsoll.provisioning.wire.PreparedRequests;
import dev.plimsoll.provisioning.wire.WireException;
import dev.plimsoll.scenarios.suite.RequestChoice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** The requests of a suite, encoded for the entries of a target. */
final class RunRequests {
    /** So many bodies are generated; a load takes them in turn. */
    private static final int GENERATED = 64;

    private final RequestChoice choice;
    private final Target target;
    private final long seed;

    RunRequests(RequestChoice choice, Target target, long seed) {
        this.choice = choice;
        this.target = target;
        this.seed = seed;
    }

    List<PreparedRequest> of(Entry entry) {
        Path file = switch (choice.source()) {
            case RequestChoice.Source.Body body -> body.file();
            case RequestChoice.Source.Feed feed -> feed.file();
            case RequestChoice.Source.IrisRows _, RequestChoice.Source.Generated _ -> Path.of("");
        };
        try {
            return encoded(entry);
        } catch (WireException e) {
            throw new UsageException(e.getMessage() + ".", e);
        } catch (NoSuchFileException e) {
            throw new UsageException("there is no file " + file + " with request bodies.", e);
        } catch (IOException e) {
            throw new UsageException(
                    "the file " + file + " with request bodies cannot be read (" + e.getMessage() + ").", e);
        }
    }

    private List<PreparedRequest> encoded(Entry entry) throws WireException, IOException {
        AnswerCheck check = switch (choice.check()) {
            case IRIS, STATUS -> new AnswerCheck.WellFormed();
            case NONE -> new AnswerCheck.Status();
        };
        return switch (choice.source()) {
            case RequestChoice.Source.IrisRows _ -> {
                List<PreparedRequest> rows = PreparedRequests.iris(entry.protocol(), entry.model());
                yield choice.check() == RequestChoice.Check.IRIS
                        ? rows
                        : rows.stream()
                                .map(row -> new PreparedRequest(row.body(), row.contentType(), check))
                                .toList();
            }
            case RequestChoice.Source.Body(Path file) ->
                List.of(PreparedRequests.ofBody(
                        entry.protocol(), entry.model(), Files.readAllBytes(file), file.toString(), check));
            case RequestChoice.Source.Feed(Path file) ->
                PreparedRequests.ofFeed(entry.protocol(), entry.model(), file, check);
            case RequestChoice.Source.Generated _ -> {
                ModelMetadata metadata = target.metadata()
                        .orElseThrow(() -> new UsageException("the server describes no model over V2, so that no body"
                                + " can be generated. Give bodies with --body or --feed."));
                yield PreparedRequests.generate(entry.protocol(), metadata, 1, GENERATED, seed, check);
            }
        };
    }
}
