package earshot.experiments.cli;

import picocli.CommandLine.Command;

/// `earshot data`: make, fetch and check data sets.
@Command(name = "data", description = "Make, fetch and check data sets.", synopsisSubcommandLabel = "COMMAND")
final class DataCommand {
}
