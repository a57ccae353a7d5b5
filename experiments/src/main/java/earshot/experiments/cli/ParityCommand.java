package earshot.experiments.cli;

import earshot.experiments.ExperimentException;
import earshot.experiments.UsageException;
import earshot.experiments.files.Json;
import earshot.experiments.parity.Networks;
import earshot.experiments.parity.Parity;
import earshot.experiments.parity.Reference;
import earshot.experiments.report.TextTable;
import earshot.experiments.weights.WeightsFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `earshot parity`: whether a checkpoint was read right.
@Command(name = "parity", showDefaultValues = true, sortOptions = false, description = {
        "Run a network on the input of a reference and compare the result of every layer with it: largest difference, absolute and as a part of the layer's largest value, and a verdict.",
        "The reference is a safetensors file from another program. For beats: wave [B, samples] at 16 kHz (or fbank), perhaps padding_mask, and results such as patch, layer0, features or names of PyTorch's modules. For efficientnet-b0: x [N, C, H, W], and features.0 or logits.",
        "Exit code 1 if a layer differs by more than --tolerance."})
final class ParityCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "NETWORK", description = "beats or efficientnet-b0.")
    private String network;

    @Option(names = "--weights", paramLabel = "W", required = true, description = "The checkpoint: a name (earshot weights list) or a file.")
    private String weights;

    @Option(names = "--reference", paramLabel = "FILE", required = true, description = "What the other program computed (.safetensors).")
    private Path reference;

    @Option(names = "--case", paramLabel = "NAME", description = "Of a reference with several cases, NAME/in/…, NAME/out/…, this one.")
    private String wanted;

    @Option(names = "--tolerance", paramLabel = "X", defaultValue = "1e-4", description = "Allowed as a part of a layer's largest value.")
    private double tolerance;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Mixin
    private ComputeOptions compute;

    ParityCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /// @param agrees whether all layers do
    record Answer(String network, double tolerance, boolean agrees, List<Parity.Row> layers) {
    }

    @Override
    public Integer call() throws IOException {
        List<Parity.Row> rows = network().compare(WeightsFolder.ofUser().find(weights), Reference.read(reference, wanted),
                tolerance, compute.backend());
        if (rows.isEmpty()) {
            throw new ExperimentException(reference + ": holds no result of a layer that " + network
                    + " has; call its tensors after layers, as earshot parity --help says");
        }
        boolean agrees = rows.stream().allMatch(Parity.Row::good);
        if (json) {
            terminal.out().print(Json.pretty(new Answer(network, tolerance, agrees, rows)));
        } else {
            print(rows, agrees);
        }
        return agrees ? 0 : 1;
    }

    private Networks network() {
        return Arrays.stream(Networks.values()).filter(n -> n.toString().equals(network)).findFirst().orElseThrow(() -> {
            String known = Arrays.stream(Networks.values()).map(Networks::toString).collect(Collectors.joining(" or "));
            return new UsageException("expected " + known + ", got " + network);
        });
    }

    private void print(List<Parity.Row> rows, boolean agrees) {
        TextTable table = new TextTable().row(List.of("layer", "shape", "absolute", "relative", "verdict"));
        for (Parity.Row row : rows) {
            table.row(List.of(row.layer(), row.shape(), number(row.absolute()), number(row.relative()),
                    row.good() ? "agrees" : row.fault()));
        }
        table.lines().forEach(terminal::println);
        long bad = rows.stream().filter(row -> !row.good()).count();
        terminal.println("");
        terminal.println(agrees
                ? terminal.green("agrees") + " in all " + rows.size() + " layers compared, within "
                        + String.format(Locale.ROOT, "%.0e", tolerance)
                : terminal.red("differs") + " in " + bad + " of " + rows.size() + " layers compared, first in "
                        + rows.stream().filter(row -> !row.good()).findFirst().orElseThrow().layer());
    }

    private static String number(double difference) {
        return Double.isNaN(difference) ? "-" : String.format(Locale.ROOT, "%.2e", difference);
    }
}
