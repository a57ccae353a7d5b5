package earshot.experiments.cli;

import earshot.engine.checkpoint.CheckpointFile;
import earshot.engine.files.MalformedFileException;
import earshot.engine.files.StoredTensor;
import earshot.experiments.files.Json;
import earshot.experiments.report.TextTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `earshot inspect`: what is in a file of tensors.
@Command(name = "inspect", sortOptions = false, description = {
        "Show what a file of tensors holds (PyTorch .pt and .pth, safetensors, NumPy .npy and .npz): names, types, shapes and sums of all tensors, plain values, metadata.",
        "Nothing of the file is ever run."})
final class InspectCommand implements Callable<Integer> {
    private static final int LONGEST = 100;

    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "FILE", description = "File to read.")
    private Path path;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    InspectCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /// What is said of a file.
    ///
    /// @param bytes      its size
    /// @param parameters elements of all tensors
    /// @param values     plain values by path
    /// @param metadata   of a safetensors file
    record Answer(String file, String format, long bytes, long parameters, List<Row> tensors, Map<String, Object> values,
            Map<String, String> metadata) {
    }

    /// @param bytes of all its elements
    record Row(String name, String dtype, List<Integer> shape, long bytes, double sum) {
        static Row of(String name, StoredTensor tensor) {
            return new Row(name, tensor.type().name(), Arrays.stream(tensor.shape().sizes()).boxed().toList(), tensor.bytes(),
                    tensor.sum());
        }
    }

    @Override
    public Integer call() throws IOException {
        try (CheckpointFile file = CheckpointFile.open(path)) {
            List<Row> rows = file.tensors().entrySet().stream().map(e -> Row.of(e.getKey(), e.getValue())).toList();
            long parameters = file.tensors().values().stream().mapToLong(t -> t.shape().count()).sum();
            Answer answer = new Answer(path.toString(), file.format().toString(), file.size(), parameters, rows, file.values(),
                    file.metadata());
            if (json) {
                terminal.out().print(Json.pretty(answer));
            } else {
                print(answer);
            }
        }
        return 0;
    }

    private void print(Answer answer) {
        terminal.println(terminal.bold(shown(answer.file())) + "  " + answer.format() + ", " + answer.bytes() + " bytes, "
                + answer.tensors().size() + " tensors with " + answer.parameters() + " elements");
        if (!answer.tensors().isEmpty()) {
            TextTable table = new TextTable().row(List.of("tensor", "type", "shape", "sum"));
            answer.tensors().forEach(row -> table.row(List.of(shown(row.name()), row.dtype(),
                    row.shape().toString().replace(" ", ""), String.format(Locale.ROOT, "%.9g", row.sum()))));
            terminal.println("");
            table.lines().forEach(terminal::println);
        }
        section("values", answer.values());
        section("metadata", answer.metadata());
    }

    private void section(String title, Map<String, ?> entries) {
        if (!entries.isEmpty()) {
            terminal.println("");
            terminal.println(terminal.bold(title));
            entries.forEach((name, value) -> {
                String text = value instanceof byte[] bytes ? bytes.length + " bytes" : Json.line(value);
                terminal.println("  " + shown(name) + " = " + shown(text));
            });
        }
    }

    /// A file's text as far as a terminal should show it.
    private static String shown(String text) {
        return MalformedFileException.oneLine(text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…");
    }
}
