package earshot.experiments.simclr;

import earshot.engine.files.StateDict;
import earshot.engine.files.TensorData;
import earshot.engine.nn.Module;
import earshot.experiments.data.Clip;
import earshot.experiments.data.Dataset;
import earshot.experiments.features.Features;
import earshot.experiments.features.Normalization;
import earshot.experiments.features.Recordings;
import earshot.experiments.models.ResNet;
import earshot.experiments.probe.Embeddings;
import earshot.experiments.probe.LinearProbe;
import earshot.experiments.probe.Probes;
import earshot.experiments.report.Percent;
import earshot.experiments.training.Split;
import earshot.experiments.training.Start;
import earshot.experiments.training.StateFile;
import earshot.experiments.training.SupervisedRun;
import earshot.experiments.training.TrainingListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Encoders that were taught by contrast, each on the training clips of its fold alone.
final class ContrastiveStart implements Start {
    /// What the names of a network's last part begin with.
    private static final String HEAD = "fc.";

    private final SupervisedRun run;
    private final SimclrPlan plan;
    private List<float[]> recordings;

    ContrastiveStart(SupervisedRun run, SimclrPlan plan) {
        this.run = run;
        this.plan = plan;
    }

    @Override
    public String describe() {
        return "contrastive, " + plan.pretraining();
    }

    @Override
    public long clipsToTrain(Split split) throws IOException {
        return (long) (plan.pretraining().epochs() - epochsDone(file(split.fold()))) * split.training().length;
    }

    private int epochsDone(Path file) throws IOException {
        if (Files.exists(file)) {
            return plan.pretraining().epochs();
        }
        Path unfinished = StateFile.unfinished(file);
        return Files.exists(unfinished) ? StateFile.card(unfinished, EncoderCard.class).epoch() : 0;
    }

    private Path file(int fold) {
        return run.run().checkpoints().resolve("encoder-" + fold + ".safetensors");
    }

    @Override
    public Set<String> load(Module network, Split split, TrainingListener listener) throws IOException {
        ResNet encoder = (ResNet) network;
        Path file = file(split.fold());
        EncoderCard card = card(split);
        if (Files.exists(file)) {
            card.require(file, StateFile.card(file, EncoderCard.class));
        } else {
            pretrain(card, split, file, listener);
        }
        Files.deleteIfExists(StateFile.unfinished(file));
        Probes probes = Probes.read(run.run());
        boolean probed = probes != null && probes.folds().stream().anyMatch(fold -> fold.fold() == split.fold());
        // The network was just built: its weights are still the random ones.
        double random = probed ? 0 : probe(encoder, split, card.normalization());
        Set<String> loaded = load(file, encoder);
        if (!probed) {
            var result = new Probes.Fold(split.fold(), probe(encoder, split, card.normalization()), random);
            Probes.add(run.run(), result);
            listener.learned("fold " + split.fold() + "   linear probe " + Percent.of(result.accuracy())
                    + " (with random weights " + Percent.of(result.random()) + ")");
        }
        return loaded;
    }

    /// All but the head, which is thrown away; the network's own last layer stays as it was drawn.
    ///
    /// @return names of the parameters that were loaded
    private static Set<String> load(Path file, ResNet network) throws IOException {
        Map<String, TensorData> state = StateDict.of(network);
        StateFile.weights(file).forEach((name, data) -> {
            if (!name.startsWith(HEAD)) {
                state.put(name, data);
            }
        });
        StateDict.load(network, state);
        return network.parameters().keySet().stream().filter(name -> !name.startsWith(HEAD)).collect(Collectors.toSet());
    }

    private EncoderCard card(Split split) {
        Dataset dataset = run.dataset();
        Features features = run.features();
        return new EncoderCard(dataset.name(), features.fingerprint(dataset, split.training()), split.fold(),
                plan.pretraining().epochs(), plan.recipe().seed(), plan.frontEnd(), plan.encoder(), plan.pretraining(),
                Normalization.of(features, split.training()));
    }

    private void pretrain(EncoderCard card, Split split, Path file, TrainingListener listener) throws IOException {
        Path unfinished = StateFile.unfinished(file);
        if (Files.exists(unfinished)) {
            EncoderCard got = StateFile.card(unfinished, EncoderCard.class);
            card.after(got.epoch()).require(unfinished, got);
        }
        int done = epochsDone(file);
        // Epochs whose checkpoint was not written any more are trained again.
        run.run().keepLines(line -> !line.path("stage").asString("").equals(ContrastiveEpoch.STAGE)
                || line.path("fold").asInt(0) != split.fold() || line.path("epoch").asInt(0) <= done);
        List<float[]> training = Arrays.stream(split.training()).mapToObj(recordings()::get).toList();
        var views = new ViewMaker(plan.pretraining().views(), plan.frontEnd(), training, card.normalization());
        var pairs = new Pairs(views, training.size(), plan.pretraining().batch(), split.fold(), plan.recipe().seed());
        new ContrastiveTrainer(run.run(), card, run.backend(), pairs, listener).train(file);
    }

    private List<float[]> recordings() throws IOException {
        if (recordings == null) {
            List<Path> files = run.dataset().clips().stream().map(Clip::file).toList();
            recordings = Recordings.of(files, plan.frontEnd(), run.threads());
        }
        return recordings;
    }

    private double probe(ResNet encoder, Split split, Normalization normalization) {
        encoder.eval();
        float[][] training = Embeddings.of(encoder, run.backend(), run.features(), normalization, split.training());
        float[][] heldOut = Embeddings.of(encoder, run.backend(), run.features(), normalization, split.heldOut());
        int classes = run.dataset().classes().size();
        try (var probe = LinearProbe.fit(run.backend(), training, labels(split.training()), classes, plan.recipe().seed())) {
            return probe.accuracy(heldOut, labels(split.heldOut()));
        }
    }

    private int[] labels(int[] clips) {
        return Arrays.stream(clips).map(clip -> run.dataset().clips().get(clip).label()).toArray();
    }
}
