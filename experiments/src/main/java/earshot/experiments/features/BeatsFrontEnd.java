package earshot.experiments.features;

import earshot.engine.nn.NoiseSource;
import earshot.experiments.ExperimentException;
import earshot.experiments.beats.Beats;
import earshot.experiments.beats.BeatsCheckpoint;
import earshot.experiments.beats.BeatsSound;
import earshot.experiments.beats.ClipEncoder;
import earshot.experiments.beats.TokenPooling;
import earshot.experiments.files.Sha256;
import earshot.kernels.Backend;
import earshot.kernels.Backends;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// What a BEATs network that does not learn makes of a recording: a "picture" with a row for each feature and a single column.
///
/// @param weights path of the checkpoint
/// @param sha256  of that file
/// @param seconds length that everything is brought to
/// @param width   of the network's tokens
/// @param pooling from tokens to clips
/// @param sound   normalisation of the filter banks
public record BeatsFrontEnd(String weights, String sha256, double seconds, int width, TokenPooling pooling, BeatsSound sound)
        implements
            FrontEnd {
    private static final int BATCH = 8;

    public BeatsFrontEnd {
        if (!(seconds >= 0.2) || seconds > 600) {
            throw new IllegalArgumentException("frontEnd: expected seconds between 0.2 and 600, got " + seconds);
        }
    }

    @Override
    public int rate() {
        return BeatsSound.RATE;
    }

    @Override
    public int mels() {
        return width * pooling.factor();
    }

    @Override
    public int frames() {
        return 1;
    }

    @Override
    public Transform transform() {
        return transform(Backends.create("auto", Runtime.getRuntime().availableProcessors()));
    }

    /// As many as the network takes together.
    @Override
    public int callers(int threads) {
        return Math.max(threads, BATCH);
    }

    /// The network is read when the first recording comes, so not at all where all features are kept already.
    @Override
    public Transform transform(Backend backend) {
        return new Embedding(this, backend);
    }

    /// The name that features are kept by: whose they are, wherever the file lies.
    @Override
    public String toString() {
        return "BeatsFrontEnd[sha256=" + sha256 + ", seconds=" + seconds + ", pooling=" + pooling + ", sound=" + sound + "]";
    }

    /// A network at work for many callers: whoever has it takes along those that wait.
    private static final class Embedding implements Transform {
        private final BeatsFrontEnd settings;
        private final Backend backend;
        private final Queue<Call> waiting = new ConcurrentLinkedQueue<>();
        private Beats network;
        private ClipEncoder encoder;

        /// A recording, and its features when they are made.
        private static final class Call {
            final float[] samples;
            float[] features;

            Call(float[] samples) {
                this.samples = samples;
            }
        }

        Embedding(BeatsFrontEnd settings, Backend backend) {
            this.settings = settings;
            this.backend = backend;
        }

        @Override
        public float[] apply(float[] samples) {
            Call own = new Call(samples);
            waiting.add(own);
            synchronized (this) {
                while (own.features == null) {
                    embedNext();
                }
            }
            return own.features;
        }

        private void embedNext() {
            if (network == null) {
                read();
            }
            List<Call> batch = new ArrayList<>();
            for (Call call; batch.size() < BATCH && (call = waiting.poll()) != null;) {
                batch.add(call);
            }
            float[] all;
            try {
                all = encoder.embeddings(batch.stream().map(call -> call.samples).toList(), settings.pooling);
            } catch (RuntimeException | Error failed) {
                waiting.addAll(batch); // each hears of the failure when its turn comes
                throw failed;
            }
            int size = settings.mels();
            for (int i = 0; i < batch.size(); i++) {
                batch.get(i).features = Arrays.copyOfRange(all, i * size, (i + 1) * size);
            }
        }

        private void read() {
            Path file = Path.of(settings.weights);
            try (BeatsCheckpoint checkpoint = BeatsCheckpoint.open(file)) {
                if (!Sha256.of(file).equals(settings.sha256)) {
                    throw new ExperimentException(
                            file + ": is not the file that features are to be made with (its SHA-256 is not "
                                    + settings.sha256 + "); put that back, or start a new run");
                }
                network = checkpoint.beats(backend, new NoiseSource(0), checkpoint.config().headless());
            } catch (IOException unread) {
                throw new UncheckedIOException(unread);
            }
            encoder = new ClipEncoder(network, settings.sound, backend);
        }

        @Override
        public synchronized void close() {
            if (network != null) {
                network.release();
                network = null;
            }
        }
    }
}
