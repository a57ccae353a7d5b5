package earshot.experiments.cli;

import earshot.experiments.features.FeatureCache;
import earshot.experiments.files.UserCache;
import earshot.experiments.weights.WeightsFolder;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/// The program in this process, and what it says: `earshot` and the words after it.
public final class Earshot {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Terminal terminal = Terminal.plain(new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    private final Supplier<Path> cache;

    /// With the user's cache.
    public Earshot() {
        this(UserCache::folder);
    }

    /// With another cache, in the place of the folder that `EARSHOT_CACHE` names.
    ///
    /// @param cache asked at every run, as the folder of a test is not known yet when the test's fields are made
    Earshot(Supplier<Path> cache) {
        this.cache = cache;
    }

    /// Runs one command line.
    ///
    /// @return the exit code
    public int run(Object... words) {
        return run(List.of(words));
    }

    /// The same, with words that stand in a list.
    public int run(List<?> words) {
        out.reset();
        err.reset();
        return Main.execute(terminal, new FeatureCache(cache.get().resolve("features")),
                new WeightsFolder(cache.get().resolve("weights")), words.stream().map(Object::toString).toArray(String[]::new));
    }

    /// Where the program writes.
    Terminal terminal() {
        return terminal;
    }

    /// The results of the last run.
    public String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    /// Progress and errors of the last run.
    public String err() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
