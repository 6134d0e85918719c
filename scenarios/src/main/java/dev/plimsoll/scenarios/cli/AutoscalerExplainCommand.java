package dev.plimsoll.scenarios.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(name = "explain", description = "placeholder")
final class AutoscalerExplainCommand implements Callable<Integer> {
    AutoscalerExplainCommand(Plimsoll.Context context) {}

    @Override
    public Integer call() {
        return 0;
    }
}
