package earshot.experiments.cli;

import earshot.experiments.data.Dataset;
import earshot.experiments.fetch.DatasetFetch;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `earshot data fetch esc50 [DIR]`: downloads and unpacks a public data set.
@Command(name = "fetch", showDefaultValues = true, sortOptions = false, description = {"Download and unpack a public data set.",
        "A broken download goes on where it stopped when the command is repeated; the folder appears when it is complete.",
        "The archive is the newest state of the public repository and no checksum is built in: give --sha256 to accept one archive only."})
final class DataFetchCommand implements Callable<Integer> {
    /// The data sets that can be fetched.
    enum Source {
        esc50
    }

    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "NAME", description = "Which one: ${COMPLETION-CANDIDATES}.")
    private Source source;

    @Parameters(index = "1", arity = "0..1", paramLabel = "DIR", defaultValue = "data/esc50", description = "Folder to make; must not exist or be empty.")
    private Path folder;

    @Option(names = "--url", paramLabel = "U", defaultValue = DatasetFetch.ESC50, description = "Address of the zip archive.")
    private URI url;

    @Option(names = "--sha256", paramLabel = "H", description = "SHA-256 that the archive must have; without it any data set is accepted, and its SHA-256 shown.")
    private String sha256;

    DataFetchCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        DatasetFetch.Fetched fetched;
        try (var bars = new FetchBars(terminal)) {
            fetched = new DatasetFetch(url, sha256).into(folder, bars);
        }
        Dataset dataset = fetched.dataset();
        terminal.note(sha256 != null
                ? "the archive has the SHA-256 asked for"
                : "the archive was not checked; to accept only this one another time: --sha256 " + fetched.sha256());
        terminal.println(dataset.clips().size() + " clips of " + dataset.classes().size() + " classes in "
                + dataset.folds().size() + " folds: " + folder);
        return 0;
    }
}
