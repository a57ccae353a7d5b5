package earshot.experiments.cli;

import earshot.engine.check.OpProofs;
import earshot.experiments.Spelling;
import earshot.experiments.features.FeatureCache;
import earshot.experiments.weights.WeightsFolder;
import java.util.ArrayList;
import java.util.Collection;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;

/// The program: `earshot COMMAND`. Every command is a class of its own in this package, listed in [#commandLine].
///
/// Exit codes: 0 done, 1 failed, 2 wrong usage.
@Command(name = "earshot", description = "A neural engine for sound in pure Java.", synopsisSubcommandLabel = "COMMAND", sortOptions = false, footer = {
        "", "Exit codes: 0 done, 1 failed, 2 wrong usage. NO_COLOR gives plain lines.",
        "EARSHOT_JAVA_OPTS adds options for the Java machine, e.g. -Xmx8g.",
        "EARSHOT_CACHE names the folder that pictures of clips and fetched weights are kept in, else ~/.cache/earshot."})
public final class Main {
    @Option(names = {"-h", "--help"}, usageHelp = true, scope = ScopeType.INHERIT, description = "Show this help and end.")
    private boolean help;

    @Option(names = "--stacktrace", scope = ScopeType.INHERIT, description = "Show where in the program a failure arose.")
    private boolean stacktrace;

    /// The program is being ended, say by Ctrl-C: what fails from then on fails because of that, and is not worth a line.
    private static volatile boolean ending;

    private Main() {
    }

    public static void main(String[] args) {
        StandardError.restore();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> ending = true));
        System.exit(execute(Terminal.ofSystem(), args));
    }

    /// Runs one command line and returns its exit code; nothing but the given terminal is written to, and the machine is not ended.
    ///
    /// @param terminal where results and errors go
    /// @param args     the words after `earshot`
    /// @return 0 done, 1 failed, 2 wrong usage
    public static int execute(Terminal terminal, String... args) {
        return execute(terminal, FeatureCache.ofUser(), args);
    }

    /// The same, with another cache than the user's.
    static int execute(Terminal terminal, FeatureCache cache, String... args) {
        return execute(terminal, cache, WeightsFolder.ofUser(), args);
    }

    /// The same, with another folder of weights as well.
    static int execute(Terminal terminal, FeatureCache cache, WeightsFolder weights, String... args) {
        var main = new Main();
        CommandLine line = commandLine(main, terminal, cache, weights);
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            if (failure instanceof ParameterException wrong) {
                return usageError(terminal, wrong);
            }
            return ending ? 1 : Failure.of(failure).report(terminal, main.stacktrace);
        });
        line.setParameterExceptionHandler((wrong, words) -> usageError(terminal, wrong));
        try {
            return line.execute(args);
        } catch (Error error) {
            // Out of memory, most likely: picocli hands on exceptions only.
            return Failure.of(error).report(terminal, main.stacktrace);
        }
    }

    private static CommandLine commandLine(Main main, Terminal terminal, FeatureCache cache, WeightsFolder weights) {
        CommandLine line = new CommandLine(main);
        line.addSubcommand("demo", new DemoCommand(terminal, cache));
        line.addSubcommand("run", new CommandLine(new RunCommand()) //
                .addSubcommand("resnet34", new RunResnet34Command(terminal, cache)) //
                .addSubcommand("simclr", new RunSimclrCommand(terminal, cache)) //
                .addSubcommand("efficientnet-b0", new RunEfficientNetB0Command(terminal, cache)) //
                .addSubcommand("cnn-beats", new RunCnnBeatsCommand(terminal, cache)) //
                .addSubcommand("transformer-beats", new RunTransformerBeatsCommand(terminal, cache)) //
                .addSubcommand("beats-frozen", new RunBeatsFrozenCommand(terminal, cache)) //
                .addSubcommand("beats-finetuned", new RunBeatsFinetunedCommand(terminal, cache)) //
                .addSubcommand("all", new RunAllCommand(terminal, cache)));
        line.addSubcommand("report", new ReportCommand(terminal, cache));
        line.addSubcommand("predict", new PredictCommand(terminal));
        line.addSubcommand("tag", new TagCommand(terminal));
        line.addSubcommand("embed", new EmbedCommand(terminal));
        line.addSubcommand("parity", new ParityCommand(terminal));
        line.addSubcommand("spectrogram", new SpectrogramCommand(terminal));
        line.addSubcommand("features", new FeaturesCommand(terminal));
        line.addSubcommand("leaderboard", new LeaderboardCommand(terminal));
        line.addSubcommand("inspect", new InspectCommand(terminal));
        line.addSubcommand("convert", new ConvertCommand(terminal));
        line.addSubcommand("data", new CommandLine(new DataCommand()) //
                .addSubcommand("synth", new DataSynthCommand(terminal)) //
                .addSubcommand("check", new DataCheckCommand(terminal)) //
                .addSubcommand("fetch", new DataFetchCommand(terminal)));
        line.addSubcommand("weights", new CommandLine(new WeightsCommand()) //
                .addSubcommand("list", new WeightsListCommand(terminal, weights)) //
                .addSubcommand("fetch", new WeightsFetchCommand(terminal, weights)) //
                .addSubcommand("check", new WeightsCheckCommand(terminal)));
        line.addSubcommand("bench", new BenchCommand(terminal));
        line.addSubcommand("conform", new ConformCommand(terminal));
        line.addSubcommand("gradcheck", new GradCheckCommand(terminal, OpProofs.all()));
        line.addSubcommand("doctor", new DoctorCommand(terminal, weights));
        line.setOut(terminal.outWriter());
        line.setErr(terminal.errWriter());
        line.setUsageHelpAutoWidth(false);
        line.setUsageHelpWidth(Math.clamp(terminal.columns(), 80, 130));
        line.setUsageHelpLongOptionsMaxWidth(28);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        // Every command of two levels asks for a word after it; picocli would otherwise complain that it is not runnable.
        line.setExecutionStrategy(new CommandLine.RunLast());
        line.setColorScheme(
                CommandLine.Help.defaultColorScheme(terminal.colour() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF));
        return line;
    }

    /// One line that says what is wrong with the words typed and where the help is.
    private static int usageError(Terminal terminal, ParameterException wrong) {
        String name = wrong.getCommandLine().getCommandSpec().qualifiedName();
        String what = wrong.getMessage().lines().findFirst().orElse("wrong usage").strip();
        String guess = wrong instanceof CommandLine.UnmatchedArgumentException unmatched
                ? Spelling.nearest(unmatched.getUnmatched().getFirst(), words(wrong.getCommandLine()))
                        .map(word -> "; did you mean " + word + "?").orElse("")
                : "";
        terminal.errorLine(name, what + guess + (guess.isEmpty() ? "; " : " ") + "see " + name + " --help");
        return 2;
    }

    /// What may stand where a word was not understood.
    private static Collection<String> words(CommandLine line) {
        var words = new ArrayList<>(line.getSubcommands().keySet());
        words.addAll(line.getCommandSpec().optionsMap().keySet());
        return words;
    }
}
