package dev.plimsoll.scenarios.cli;

import java.io.Console;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command {@code plimsoll}. */
@Command(
        name = "plimsoll",
        mixinStandardHelpOptions = true,
        versionProvider = Plimsoll.Version.class,
        scope = ScopeType.INHERIT,
        description = "Load testing and SLO conformance for KServe.",
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:PASS, or the command did what it should",
            "1:FAIL: an objective is broken",
            "2:the command line, the suite or a file is wrong",
            "3:INCONCLUSIVE: the evidence does not decide",
            "4:the target could not be had or does not answer",
            "5:INVALID: the measurement cannot be used",
            "70:a defect of Plimsoll's own"
        },
        subcommands = {
            RunCommand.class,
            ReportCommand.class,
            InitCommand.class,
            ServeCommand.class,
            AutoscalerCommand.class
        })
public final class Plimsoll {
    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Show the stack trace of an error.")
    private boolean debug;

    private Plimsoll() {}

    /** Runs a command and ends the process with its exit code. */
    public static void main(String[] args) {
        boolean terminal =
                Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
        boolean colour = terminal && !System.getenv().containsKey("NO_COLOR");
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        System.exit(execute(new Context(out, err, terminal, colour, System.getenv(), Installation.current()), args));
    }

    static int execute(Context context, String... args) {
        Plimsoll root = new Plimsoll();
        CommandLine commandLine = new CommandLine(root, new Commands(context));
        commandLine.setOut(context.out()).setErr(context.err());
        commandLine.setColorScheme(CommandLine.Help.defaultColorScheme(context.colour() ? Ansi.ON : Ansi.OFF));
        commandLine.setParameterExceptionHandler((e, _) -> {
            context.err().println("plimsoll: " + e.getMessage());
            context.err().println("  Try 'plimsoll " + commandPath(e.getCommandLine()) + "--help'.");
            return ExitCode.USAGE.code();
        });
        commandLine.setExecutionExceptionHandler((e, _, _) -> Failure.report(e, root.debug, context));
        try {
            return commandLine.execute(args);
        } catch (RuntimeException | Error e) {
            return Failure.report(e, root.debug || Arrays.asList(args).contains("--debug"), context);
        }
    }

    private static String commandPath(CommandLine commandLine) {
        return commandLine.getParent() == null ? "" : commandLine.getCommandName() + " ";
    }

    /**
     * What commands get from their process.
     *
     * @param out results
     * @param err progress and errors
     * @param terminal whether a person watches
     * @param colour whether to use colour
     * @param environment variables
     * @param installation where Plimsoll's own files are
     */
    record Context(
            PrintWriter out,
            PrintWriter err,
            boolean terminal,
            boolean colour,
            Map<String, String> environment,
            Installation installation) {}

    /** Makes commands, giving them their context. */
    private record Commands(Context context) implements CommandLine.IFactory {
        @Override
        public <K> K create(Class<K> type) throws Exception {
            Object command = switch (type.getSimpleName()) {
                case "RunCommand" -> new RunCommand(context);
                case "ReportCommand" -> new ReportCommand(context);
                case "InitCommand" -> new InitCommand(context);
                case "ServeCommand" -> new ServeCommand(context);
                case "AutoscalerReplayCommand" -> new AutoscalerReplayCommand(context);
                case "AutoscalerExplainCommand" -> new AutoscalerExplainCommand(context);
                default -> null;
            };
            if (command != null) {
                return type.cast(command);
            }
            return CommandLine.defaultFactory().create(type);
        }
    }

    /** The version that the build wrote into the jar's manifest. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"plimsoll " + current()};
        }

        static String current() {
            String version = Plimsoll.class.getPackage().getImplementationVersion();
            return version == null ? "development" : version;
        }
    }
}
