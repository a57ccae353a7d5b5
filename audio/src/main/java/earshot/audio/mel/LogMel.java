package earshot.audio.mel;

import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import earshot.audio.spectrum.FrameStream;
import earshot.audio.spectrum.Stft;

/// The front end of the classifiers: samples to a picture of band energies in decibels. Values as
/// `librosa.power_to_db(librosa.feature.melspectrogram(...))`.
///
/// Immutable, safe for use from many threads at once.
///
/// ```java
/// LogMel logMel = new LogMel(LogMel.Settings.standard());
/// float[] image = logMel.apply(samples);        // [mels][frames], row-major
/// int frames = logMel.frames(samples.length);
/// ```
public final class LogMel {

    /// What makes a [LogMel]. Two settings that are equal give the same numbers, and [#toString()] names all of them.
    ///
    /// @param stft how the signal is cut and transformed
    /// @param mel the filters; their `fftLength` must be the transform's
    /// @param decibels how powers become decibels, over the whole picture
    public record Settings(Stft.Settings stft, MelBank.Settings mel, Decibels decibels) {

        public Settings {
            Objects.requireNonNull(decibels, "decibels");
            if (stft.fftLength() != mel.fftLength()) {
                throw new IllegalArgumentException("log-mel: expected one transform length, got " + stft.fftLength()
                        + " for the STFT and " + mel.fftLength() + " for the mel bank");
            }
        }

        /// Centred Hann frames with reflection, Slaney's filters over the whole spectrum, [Decibels#STANDARD].
        public static Settings of(int rate, int fftLength, int hop, int mels) {
            return new Settings(Stft.Settings.centred(fftLength, hop), MelBank.Settings.slaney(rate, fftLength, mels),
                    Decibels.STANDARD);
        }

        /// 22.05 kHz, transforms of 2048, hops of 512, 128 filters.
        public static Settings standard() {
            return of(22050, 2048, 512, 128);
        }

        /// The rate in hertz that signals must have.
        public int rate() {
            return mel.rate();
        }
    }

    private final Settings settings;
    private final Stft stft;
    private final MelBank bank;

    public LogMel(Settings settings) {
        this.settings = settings;
        this.stft = new Stft(settings.stft());
        this.bank = new MelBank(settings.mel());
    }

    public Settings settings() {
        return settings;
    }

    /// Height of the picture.
    public int mels() {
        return settings.mel().mels();
    }

    /// Width of the picture of a signal of `samples`.
    ///
    /// @throws IllegalArgumentException if the signal is too short for one frame
    public int frames(int samples) {
        return settings.stft().frames(samples);
    }

    /// The picture of a mono signal at the settings' rate, decibels, row-major `[mels][frames]`.
    ///
    /// @throws IllegalArgumentException if the signal is too short for one frame
    public float[] apply(float[] samples) {
        float[] image = bands(samples, stft);
        settings.decibels().apply(image);
        return image;
    }

    private float[] bands(float[] samples, Stft stft) {
        int frames = stft.settings().frames(samples.length);
        int lanes = stft.lanes();
        float[] image = new float[mels() * frames];
        stft.forEachPower(samples, (first, count, power, at) -> bank.apply(power, at, lanes, image, first, frames, count));
        return image;
    }

    /// Takes the powers of some consecutive frames' bands.
    @FunctionalInterface
    public interface BandSink {
        /// @param bands powers, row-major `[mels][frames]`
        /// @param first number of the first frame
        /// @param frames how many
        void accept(float[] bands, int first, int frames);
    }

    /// For signals that arrive block by block, in memory that does not depend on their length: what is written to the stream comes out as
    /// the powers that [#apply] makes decibels of. With the largest of all of them, [Decibels#apply(float[], float)] makes the same
    /// numbers of them.
    public FrameStream stream(BandSink sink) {
        Stft open = new Stft(settings.stft().uncentred());
        return FrameStream.of(settings.stft(), (piece, first, frames) -> sink.accept(bands(piece, open), first, frames));
    }

    /// The pictures of many signals, computed by several threads; what comes out does not depend on how many.
    ///
    /// @param clips mono signals at the settings' rate
    /// @param threads at least 1
    /// @throws IllegalArgumentException if a signal is too short for one frame
    public float[][] applyAll(List<float[]> clips, int threads) {
        float[][] images = new float[clips.size()][];
        AtomicInteger next = new AtomicInteger();
        Callable<Void> worker = () -> {
            for (int i; (i = next.getAndIncrement()) < images.length;) {
                images[i] = apply(clips.get(i));
            }
            return null;
        };
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            for (Future<Void> done : pool.invokeAll(Collections.nCopies(threads, worker))) {
                done.get();
            }
            return images;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException refused) {
                throw refused;
            }
            throw new IllegalStateException("log-mel of many signals failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("log-mel of many signals was interrupted", e);
        }
    }
}
