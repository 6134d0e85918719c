package dev.plimsoll.scenarios.cli;

import picocli.CommandLine.Command;

@Command(
        name = "slo",
        description = "One SLO source: the same file judges runs and ships the alerts.",
        subcommands = {SloRulesCommand.class, SloLintCommand.class, SloImportCommand.class, SloReplayCommand.class},
        footer = {
            "",
            "Example:",
            "  plimsoll slo rules slo.yaml --dialect knative-1.21 --namespace default --service iris"
        })
final class SloCommand {}
