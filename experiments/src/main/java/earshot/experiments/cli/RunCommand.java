package earshot.experiments.cli;

import picocli.CommandLine.Command;

/// `earshot run`: the experiments.
@Command(name = "run", sortOptions = false, synopsisSubcommandLabel = "EXPERIMENT", description = "Train and judge: one experiment of the table.")
final class RunCommand {
}
