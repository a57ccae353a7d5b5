package earshot.experiments.cli;

import earshot.engine.files.MalformedFileException;
import earshot.experiments.files.Json;
import earshot.engine.checkpoint.Fit;
import earshot.experiments.weights.WeightsCheck;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `earshot weights check FILE`: what a file of weights is.
@Command(name = "check", sortOptions = false, description = {
        "Say what a file of weights is: which network, how many parameters, what is missing, unexpected or of the wrong shape, and whether it is a public file.",
        "Nothing of the file is ever run. The exit code is 1 if anything speaks against it."})
final class WeightsCheckCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "FILE", description = "PyTorch checkpoint (.pt, .pth) or safetensors file.")
    private Path path;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    WeightsCheckCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /// @param network null if it is none known here
    /// @param fit     null likewise
    /// @param known   name of the public file that it is; null if it is none known here
    record Answer(String file, String format, long bytes, String network, long parameters, int tensors, Fit fit, String sha256,
            String known, String licence, boolean good, String verdict) {
    }

    @Override
    public Integer call() throws IOException {
        WeightsCheck check = WeightsCheck.of(path);
        Answer answer = answer(check);
        if (json) {
            terminal.out().print(Json.pretty(answer));
        } else {
            print(answer);
        }
        return answer.good() ? 0 : 1;
    }

    private static Answer answer(WeightsCheck check) {
        String fault = check.fault().orElse(null);
        boolean known = check.known() != null;
        String verdict = fault != null
                ? fault
                : known
                        ? "it is " + check.known().file() + " as it was published"
                        : "it holds what the network needs; no public file with this SHA-256 is known here, so nothing says where "
                                + "its numbers come from";
        return new Answer(check.file().toString(), check.format(), check.bytes(),
                check.network() == null ? null : check.network().toString(), check.parameters(), check.tensors(),
                check.fit(), check.sha256(), known ? check.known().name() : null, known ? check.known().licence() : null,
                fault == null, verdict);
    }

    private void print(Answer answer) {
        terminal.println("file        " + terminal.bold(MalformedFileException.oneLine(answer.file())));
        terminal.println("format      " + answer.format() + ", " + answer.bytes() + " bytes");
        terminal.println("network     " + (answer.network() == null ? "unknown" : answer.network()));
        terminal.println("parameters  " + answer.parameters() + " in " + answer.tensors() + " tensors");
        terminal.println("sha-256     " + answer.sha256());
        terminal.println("known as    " + (answer.known() == null ? "-" : answer.known() + ", " + answer.licence()));
        if (answer.fit() != null) {
            faults("missing", answer.fit().missing());
            faults("misshapen", answer.fit().misshapen());
            faults("not finite", answer.fit().unusable());
            faults("unexpected", answer.fit().extra());
        }
        terminal.println("verdict     " + (answer.good() ? terminal.green("ok") : terminal.red("no")) + ": " + answer.verdict());
    }

    /// The first faults of a kind, one a line, and how many more there are.
    private void faults(String kind, List<String> all) {
        if (all.isEmpty()) {
            return;
        }
        terminal.println(kind + " ".repeat(12 - kind.length()) + all.size());
        all.stream().limit(Fit.SHOWN).forEach(fault -> terminal.println("            " + fault));
        if (all.size() > Fit.SHOWN) {
            terminal.println("            and " + (all.size() - Fit.SHOWN) + " more");
        }
    }
}
