package earshot.experiments.cli;

import earshot.experiments.fetch.WeightsFetch;
import earshot.experiments.weights.Catalogue;
import earshot.experiments.weights.KnownWeights;
import earshot.experiments.weights.WeightsFolder;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `earshot weights fetch NAME`: downloads and verifies a public file of weights.
@Command(name = "fetch", sortOptions = false, description = {
        "Download a public file of weights into your cache folder and verify it.",
        "A broken download goes on where it stopped when the command is repeated. A file is accepted by its SHA-256 wherever it comes "
                + "from; one of which no hash is known, by what it holds."})
final class WeightsFetchCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final WeightsFolder folder;

    @Parameters(index = "0", paramLabel = "NAME", description = "Which one: see earshot weights list.")
    private String name;

    @Option(names = "--url", paramLabel = "U", description = "Another place to take it from: an address (http, https, file) or a path.")
    private String url;

    WeightsFetchCommand(Terminal terminal, WeightsFolder folder) {
        this.terminal = terminal;
        this.folder = folder;
    }

    @Override
    public Integer call() throws IOException {
        KnownWeights weights = Catalogue.named(name);
        var fetch = new WeightsFetch(weights, folder);
        WeightsFetch.Fetched fetched;
        try (var bars = new FetchBars(terminal)) {
            fetched = url == null ? fetch.fromKnownPlace(bars) : fetch.from(url, bars);
        }
        terminal.note(fetched.already() ? "it was here already" : "licence: " + weights.licence());
        terminal.note(weights.sha256().isEmpty()
                ? "no hash of it is known; it holds what the network needs, and its SHA-256 is " + fetched.check().sha256()
                : "verified: SHA-256 " + fetched.check().sha256());
        terminal.println(fetched.check().file().toString());
        return 0;
    }
}
