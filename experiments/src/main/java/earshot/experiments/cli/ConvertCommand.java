package earshot.experiments.cli;

import earshot.engine.checkpoint.Conversion;
import earshot.engine.checkpoint.Renaming;
import earshot.engine.files.MalformedFileException;
import earshot.experiments.ExperimentException;
import earshot.experiments.UsageException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `earshot convert`: any file of tensors to safetensors.
@Command(name = "convert", sortOptions = false, description = {
        "Turn a file of tensors (PyTorch .pt and .pth, safetensors, NumPy .npy and .npz) into a safetensors file.",
        "Types are kept, views and shared storages are written out, plain values go into the metadata as JSON. Nothing of the file is ever run. The same file gives the same bytes."})
final class ConvertCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "IN", description = "File to read.")
    private Path from;

    @Parameters(index = "1", paramLabel = "OUT", description = "Safetensors file to write; replaced if it is there.")
    private Path to;

    @Option(names = "--rename", paramLabel = "REGEX=REPLACEMENT", description = {
            "Replace what the regular expression finds in a tensor's name; the last = divides. Several rules apply one after the other.",
            "Example: --rename '^model/='"})
    private List<String> rules = new ArrayList<>();

    ConvertCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        List<Renaming> renamings;
        try {
            renamings = rules.stream().map(Renaming::of).toList();
        } catch (IllegalArgumentException wrong) {
            throw new UsageException(wrong.getMessage());
        }
        try {
            Conversion done = Conversion.convert(from, to, renamings);
            terminal.println(MalformedFileException.oneLine(to.toString()) + ": " + done.tensors() + " tensors, " + done.bytes()
                    + " bytes" + (done.renamed() == 0 ? "" : ", " + done.renamed() + " renamed")
                    + (done.values() == 0
                            ? ""
                            : "; " + done.values() + " plain values are kept in its metadata (" + Conversion.VALUES + ")"));
            return 0;
        } catch (IllegalArgumentException names) {
            throw new ExperimentException(names.getMessage(), names);
        }
    }
}
