package earshot.experiments.cli;

import picocli.CommandLine.Command;

/// `earshot weights`: public files of trained weights.
@Command(name = "weights", synopsisSubcommandLabel = "COMMAND", description = "List, fetch and check public files of trained weights.")
final class WeightsCommand {
}
