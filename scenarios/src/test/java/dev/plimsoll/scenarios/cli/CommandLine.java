package dev.plimsoll.scenarios.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Runs commands inside the test's process, as {@link Plimsoll#main} would, and keeps what they print. */
final class CommandLine {
    private CommandLine() {}

    /**
     * What a command said.
     *
     * @param exitCode its exit code
     * @param out standard output
     * @param err standard error
     */
    record Result(int exitCode, String out, String err) {}

    static Result plimsoll(String... args) {
        return plimsoll(Map.of(), args);
    }

    private static List<String> command(String... args) {
        return Stream.concat(Stream.of("plimsoll"), Arrays.stream(args)).toList();
    }

    static Result plimsoll(Map<String, String> environment, String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = Plimsoll.execute(
                new Plimsoll.Context(
                        new PrintWriter(out),
                        new PrintWriter(err),
                        false,
                        false,
                        environment,
                        Installation.current(),
                        command(args)),
                args);
        return new Result(exitCode, out.toString(), err.toString());
    }
}
