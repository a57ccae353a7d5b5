package earshot.experiments.cli;

import earshot.experiments.files.NewFolder;
import earshot.experiments.synth.SyntheticDataset;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `earshot data synth DIR`: makes a small data set in the layout of ESC-50.
@Command(name = "synth", showDefaultValues = true, sortOptions = false, description = {
        "Make a small data set in the layout of ESC-50: 10 kinds of environmental sound from oscillators, noise and envelopes.",
        "The same seed gives the same bytes."})
final class DataSynthCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "DIR", description = "Folder to make; must not exist or be empty.")
    private Path folder;

    @Option(names = "--clips", paramLabel = "N", defaultValue = "40", description = "Clips per class.")
    private int clips;

    @Option(names = "--seconds", paramLabel = "S", defaultValue = "5", description = "Length of a clip.")
    private double seconds;

    @Option(names = "--rate", paramLabel = "HZ", defaultValue = "44100", description = "Sampling rate.")
    private int rate;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "0", description = "What all chance comes from.")
    private long seed;

    DataSynthCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        var dataset = new SyntheticDataset(clips, seconds, rate, seed);
        NewFolder.requireFree(folder);
        try (Progress progress = terminal.progress("synthesising", dataset.clips(), "clips")) {
            dataset.write(folder, Runtime.getRuntime().availableProcessors(), () -> progress.advance(1));
        }
        terminal.println(dataset.clips() + " clips of " + SyntheticDataset.classes().size() + " classes in "
                + SyntheticDataset.FOLDS + " folds: " + folder);
        return 0;
    }
}
