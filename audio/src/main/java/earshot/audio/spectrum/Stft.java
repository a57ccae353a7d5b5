package earshot.audio.spectrum;

import java.util.Objects;

/// The short-time Fourier transform: the spectrum of overlapping, windowed frames. Values as `librosa.stft` and `torch.stft`, layout
/// `[bin][frame]` in one row-major array unless said otherwise.
///
/// Immutable, safe for use from many threads at once.
public final class Stft {

    /// What makes an [Stft].
    ///
    /// @param fftLength samples per transform
    /// @param hop samples from one frame to the next
    /// @param windowLength samples that the window covers, at most `fftLength`; it stands in the middle of the frame
    /// @param window shape of the window, in its periodic form
    /// @param centred whether frame t is centred on sample `t * hop` (with padding outside) or begins there
    /// @param padding what stands outside the signal when centred; unused otherwise
    public record Settings(int fftLength, int hop, int windowLength, Window window, boolean centred, Padding padding) {

        public Settings {
            Objects.requireNonNull(window, "window");
            Objects.requireNonNull(padding, "padding");
            if (fftLength < 1 || hop < 1 || windowLength < 1 || windowLength > fftLength) {
                throw new IllegalArgumentException(
                        "STFT: expected transform, hop and window of at least 1 sample and the window within"
                                + " the transform, got fft " + fftLength + ", hop " + hop + ", window " + windowLength);
            }
        }

        /// Centred frames under a Hann window of full length, the signal reflected at its ends.
        public static Settings centred(int fftLength, int hop) {
            return new Settings(fftLength, hop, fftLength, Window.HANN, true, Padding.REFLECT);
        }

        /// The same with frames that begin where they stand, for pieces of a [FrameStream].
        public Settings uncentred() {
            return new Settings(fftLength, hop, windowLength, window, false, padding);
        }

        /// Values per frame: `fftLength / 2 + 1`.
        public int bins() {
            return fftLength / 2 + 1;
        }

        /// The window in the middle of a frame, zeros around it, `[fftLength]`.
        double[] paddedWindow() {
            double[] padded = new double[fftLength];
            System.arraycopy(window.periodic(windowLength), 0, padded, (fftLength - windowLength) / 2, windowLength);
            return padded;
        }

        /// Frames of a signal of `samples`.
        ///
        /// @throws IllegalArgumentException if there is no sample, or fewer than one frame needs when frames are not centred
        public int frames(int samples) {
            int least = centred ? 1 : fftLength;
            if (samples < least) {
                throw new IllegalArgumentException("STFT: expected at least " + least + " samples, got " + samples
                        + "; pad the signal" + (centred ? "" : " or centre the frames"));
            }
            int padded = centred ? fftLength / 2 * 2 : 0;
            return (int) (((long) samples + padded - fftLength) / hop) + 1;
        }
    }

    /// Real and imaginary parts, `[bin][frame]` row-major each.
    public record Complex(float[] re, float[] im) {
    }

    /// Takes the spectrum of one frame; the arrays, `[bin]` each, are used again for the next.
    @FunctionalInterface
    public interface FrameSink {
        void accept(int frame, double[] re, double[] im);
    }

    /// Takes the power spectra of some consecutive frames; the array is used again for the next.
    @FunctionalInterface
    public interface PowerSink {
        /// @param first number of the first frame
        /// @param count how many frames, at most [#lanes]
        /// @param power `power[at + k * lanes + i]` is bin k of frame `first + i`
        /// @param at where they begin
        void accept(int first, int count, double[] power, int at);
    }

    private final Settings settings;
    private final Fft fft;
    private final double[] window;
    /// Null where the length does not suit.
    private final FrameLanes frameLanes;

    public Stft(Settings settings) {
        this.settings = settings;
        this.fft = Fft.real(settings.fftLength());
        this.window = settings.paddedWindow();
        this.frameLanes = FrameLanes.suits(settings.fftLength()) ? new FrameLanes(window, settings.hop()) : null;
    }

    public Settings settings() {
        return settings;
    }

    /// Frames that [#forEachPower] computes at once.
    public int lanes() {
        return frameLanes == null ? 1 : FrameLanes.LANES;
    }

    /// Power spectra of all frames in order, [#lanes] frames at a time, without keeping them: the fast way for powers of two.
    ///
    /// @throws IllegalArgumentException as [Settings#frames]
    public void forEachPower(float[] samples, PowerSink sink) {
        if (frameLanes == null) {
            double[] power = new double[settings.bins()];
            forEachFrame(samples, (t, re, im) -> {
                for (int k = 0; k < power.length; k++) {
                    power[k] = re[k] * re[k] + im[k] * im[k];
                }
                sink.accept(t, 1, power, 0);
            });
            return;
        }
        frameLanes.forEach(samples, settings.frames(samples.length), settings.centred() ? settings.fftLength() / 2 : 0,
                settings.padding(), sink);
    }

    /// Spectra of all frames in order, one at a time, without keeping them.
    ///
    /// @throws IllegalArgumentException as [Settings#frames]
    public void forEachFrame(float[] samples, FrameSink sink) {
        int frames = settings.frames(samples.length);
        int lead = settings.centred() ? settings.fftLength() / 2 : 0;
        double[] frame = new double[settings.fftLength()];
        double[] re = new double[settings.bins()];
        double[] im = new double[settings.bins()];
        Fft.Work work = fft.work();
        for (int t = 0; t < frames; t++) {
            cut(samples, (int) ((long) t * settings.hop() - lead), frame);
            fft.transform(frame, re, im, work);
            sink.accept(t, re, im);
        }
    }

    /// The windowed frame that starts at sample `start`, which may lie before the first.
    private void cut(float[] samples, int start, double[] frame) {
        int inside = Math.clamp(-(long) start, 0, frame.length);
        int end = Math.clamp((long) samples.length - start, inside, frame.length);
        for (int i = 0; i < inside; i++) {
            frame[i] = window[i] * settings.padding().outside(samples, start + i);
        }
        for (int i = inside; i < end; i++) {
            frame[i] = window[i] * samples[start + i];
        }
        for (int i = end; i < frame.length; i++) {
            frame[i] = window[i] * settings.padding().outside(samples, start + i);
        }
    }

    /// The complex spectrogram.
    public Complex complex(float[] samples) {
        int frames = settings.frames(samples.length);
        float[] re = new float[settings.bins() * frames];
        float[] im = new float[settings.bins() * frames];
        forEachFrame(samples, (t, frameRe, frameIm) -> {
            for (int k = 0; k < frameRe.length; k++) {
                re[k * frames + t] = (float) frameRe[k];
                im[k * frames + t] = (float) frameIm[k];
            }
        });
        return new Complex(re, im);
    }

    /// The power spectrogram, `|X|^2`.
    public float[] power(float[] samples) {
        int frames = settings.frames(samples.length);
        int lanes = lanes();
        float[] spectrogram = new float[settings.bins() * frames];
        forEachPower(samples, (first, count, power, at) -> {
            for (int k = 0; k < settings.bins(); k++) {
                for (int i = 0; i < count; i++) {
                    spectrogram[k * frames + first + i] = (float) power[at + k * lanes + i];
                }
            }
        });
        return spectrogram;
    }

    /// The magnitude spectrogram, `|X|`.
    public float[] magnitude(float[] samples) {
        float[] magnitude = power(samples);
        for (int i = 0; i < magnitude.length; i++) {
            magnitude[i] = (float) Math.sqrt(magnitude[i]);
        }
        return magnitude;
    }
}
