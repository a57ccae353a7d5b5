package earshot.experiments.training;

import earshot.audio.file.AudioClip;
import earshot.engine.nn.Module;
import earshot.experiments.ExperimentException;
import earshot.experiments.features.FrontEnd;
import earshot.experiments.runs.RunFolder;
import earshot.kernels.Backend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Trained networks ready to name sounds: the one of a checkpoint, or those of all folds of a run, whose probabilities are averaged.
public final class Classifier implements AutoCloseable {
    private final Backend backend;
    private final List<Member> members = new ArrayList<>();
    private FrontEnd.Transform transform;

    private record Member(Checkpoint.Card card, Module network) {
    }

    private Classifier(Backend backend) {
        this.backend = backend;
    }

    private void add(Path file) throws IOException {
        Checkpoint.Card card = Checkpoint.card(file);
        if (!members.isEmpty() && !(card.classes().equals(classes()) && card.frontEnd().equals(frontEnd()))) {
            throw new ExperimentException(
                    file + ": has other classes or another front end than the networks of the folds before it; remove what does"
                            + " not belong to the run, or name a single checkpoint");
        }
        if (members.isEmpty()) {
            transform = card.frontEnd().transform(backend);
        }
        members.add(new Member(card, Checkpoint.network(file, card, backend)));
    }

    /// Opens a run's folder or a checkpoint.
    ///
    /// @throws ExperimentException if there is no finished network, or the file is none
    /// @throws IOException         if a file cannot be read
    public static Classifier open(Path runOrCheckpoint, Backend backend) throws IOException {
        var classifier = new Classifier(backend);
        try {
            for (Path file : checkpoints(runOrCheckpoint)) {
                classifier.add(file);
            }
            return classifier;
        } catch (IOException | RuntimeException failed) {
            classifier.close();
            throw failed;
        }
    }

    private static List<Path> checkpoints(Path place) throws IOException {
        if (Files.isRegularFile(place)) {
            return List.of(place);
        }
        Path folder = RunFolder.open(place).checkpoints();
        List<Path> finished = List.of();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                finished = files.filter(f -> f.getFileName().toString().matches("fold-\\d+\\.safetensors")).sorted().toList();
            }
        }
        if (finished.isEmpty()) {
            throw new ExperimentException(
                    place + ": no fold of this run is finished; go on with earshot run EXPERIMENT --resume " + place);
        }
        return finished;
    }

    /// Names of the classes, in the order of the probabilities.
    public List<String> classes() {
        return members.getFirst().card.classes();
    }

    /// Number of networks that are asked.
    public int networks() {
        return members.size();
    }

    /// Probabilities of a recording's classes.
    ///
    /// @param views augmented views to average over, changed as the checkpoint says; 0 for the recording as it is
    /// @param seed  of the views
    public float[] probabilities(AudioClip clip, int views, long seed) {
        float[] mean = new float[classes().size()];
        FrontEnd frontEnd = frontEnd();
        List<float[]> image = List.of(frontEnd.apply(clip, transform));
        for (Member member : members) {
            var judge = new Judge(backend, member.network, member.card.normalization(), frontEnd.mels(),
                    frontEnd.frames(), mean.length);
            float[][] p = views == 0
                    ? judge.plain(image)
                    : judge.averaged(image, views,
                            Judge.views(member.card.views().of(member.card.normalization().mean()), seed, 0));
            for (int c = 0; c < mean.length; c++) {
                mean[c] += p[0][c] / members.size();
            }
        }
        return mean;
    }

    private FrontEnd frontEnd() {
        return members.getFirst().card.frontEnd();
    }

    @Override
    public void close() {
        if (transform != null) {
            transform.close();
        }
        members.forEach(member -> member.network.release());
    }
}
