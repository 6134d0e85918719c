package dev.plimsoll.scenarios.cli;

import picocli.CommandLine.Command;

@Command(
        name = "autoscaler",
        description = "Knative's pod autoscaler: hold recorded decisions against ours, and explain them.",
        subcommands = {AutoscalerReplayCommand.class, AutoscalerExplainCommand.class},
        footer = {"", "Example:", "  plimsoll autoscaler replay traces.jsonl.gz"})
final class AutoscalerCommand {}
