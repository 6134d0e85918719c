package dev.plimsoll.scenarios.cli;

import dev.plimsoll.provisioning.embedded.EmbeddedException;
import dev.plimsoll.provisioning.target.TargetException;
import dev.plimsoll.reports.record.RunDirectoryException;
import dev.plimsoll.reports.slo.promql.PromqlException;
import dev.plimsoll.reports.slo.rules.RuleException;
import dev.plimsoll.reports.source.SourceException;

/** How an error is told, and the exit code it gets. */
final class Failure {
    private Failure() {}

    static int report(Throwable error, boolean debug, Plimsoll.Context context) {
        ExitCode code = switch (error) {
            case UsageException _, SourceException _, RunDirectoryException _, RuleException _, PromqlException _ ->
                ExitCode.USAGE;
            case TargetException _, EmbeddedException _ -> ExitCode.TARGET;
            default -> ExitCode.DEFECT;
        };
        if (code == ExitCode.DEFECT) {
            context.err()
                    .println(
                            "plimsoll: a defect of Plimsoll's own: " + error
                                    + "\n  Please report it, with what 'plimsoll --debug ...' prints and the run directory if there is one.");
        } else {
            context.err().println("plimsoll: " + error.getMessage());
        }
        if (debug) {
            error.printStackTrace(context.err());
        } else if (code == ExitCode.DEFECT) {
            context.err().println("  Run again with --debug to see where it happened.");
        }
        context.err().flush();
        return code.code();
    }
}
