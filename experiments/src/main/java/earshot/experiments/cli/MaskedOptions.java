package earshot.experiments.cli;

import picocli.CommandLine.Option;

/// What experiments of masked prediction can be told beside what all can.
final class MaskedOptions {
    @Option(names = "--pretrain-epochs", paramLabel = "N", description = "Passes over the training clips in each round of pre-training.")
    private Integer epochs;

    @Option(names = "--mask", paramLabel = "X", description = "Share of the patches that are hidden.")
    private Double mask;

    @Option(names = "--codes", paramLabel = "K", description = "Number of tokens.")
    private Integer codes;

    @Option(names = "--tokenizer-rounds", paramLabel = "N", description = "Rounds of pre-training: 1 for tokens of patches, later rounds have"
            + " tokens of the features of the model that the round before trained.")
    private Integer rounds;

    @Option(names = "--tokenizer", paramLabel = "KIND", description = "What makes tokens of features: clusters (k-means) or learned (an encoder"
            + " and a codebook, as BEATs has it).")
    private String tokenizer;

    /// As settings.
    RunOptions.Given[] given() {
        return new RunOptions.Given[]{new RunOptions.Given("--pretrain-epochs", "pretraining.epochs", epochs),
                new RunOptions.Given("--mask", "pretraining.mask", mask),
                new RunOptions.Given("--codes", "pretraining.codes", codes),
                new RunOptions.Given("--tokenizer-rounds", "pretraining.rounds", rounds),
                new RunOptions.Given("--tokenizer", "pretraining.tokenizer", tokenizer)};
    }
}
