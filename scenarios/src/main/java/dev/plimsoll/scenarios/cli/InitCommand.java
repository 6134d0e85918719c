package dev.plimsoll.scenarios.cli;

import dev.plimsoll.scenarios.suite.Defaults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "init",
        description = "Write the default suite, its objectives and the suite's JSON Schema out, to be edited.",
        footer = {"", "Example:", "  plimsoll init my-tests && plimsoll run my-tests/suite.yaml"})
final class InitCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "DIR",
            arity = "0..1",
            defaultValue = ".",
            description = "Folder to write to; made where it is missing. Default: this folder.")
    private Path folder = Path.of(".");

    @Option(names = "--force", description = "Overwrite files that are there already.")
    private boolean force;

    private final Plimsoll.Context context;

    InitCommand(Plimsoll.Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        List<Path> there = Stream.of(Defaults.values())
                .map(file -> folder.resolve(file.fileName()))
                .filter(Files::exists)
                .toList();
        if (!force && !there.isEmpty()) {
            throw new UsageException("nothing was written: "
                    + there.stream().map(Path::toString).collect(Collectors.joining(", "))
                    + " would be overwritten. Choose another folder, or say --force.");
        }
        try {
            Files.createDirectories(folder);
            for (Defaults file : Defaults.values()) {
                Path path = folder.resolve(file.fileName());
                Files.writeString(path, file.text(), StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING);
                context.out().println("wrote " + path);
            }
        } catch (IOException e) {
            throw new UsageException(
                    "cannot write to the folder " + folder + " (" + e.getMessage() + "). Choose another one.", e);
        }
        context.out().println("Next: plimsoll run " + folder.resolve(Defaults.SUITE.fileName()));
        return ExitCode.PASS.code();
    }
}
