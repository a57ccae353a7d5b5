package earshot.audio.mel;

import java.util.Arrays;
import java.util.Objects;

import earshot.audio.spectrum.Fft;
import earshot.audio.spectrum.FrameStream;
import earshot.audio.spectrum.Padding;
import earshot.audio.spectrum.Window;

/// Kaldi's filter banks as `torchaudio.compliance.kaldi.fbank` computes them without dither and energy column. Per frame: scale, subtract
/// the mean, pre-emphasis `x[i] - p x[max(i - 1, 0)]`, symmetric window, zeros up to a power of two, power spectrum, triangles in the
/// mel domain `1127 ln(1 + f / 700)`, natural logarithm. Only whole frames are taken.
///
/// The layout is `[frame][mel]`, as BEATs and other networks of this kind want it, not that of [LogMel]. Immutable, safe for use from
/// many threads at once.
public final class KaldiFbank {

    /// What makes a [KaldiFbank].
    ///
    /// @param rate frames per second of the signal
    /// @param frameLength samples of a frame (25 ms)
    /// @param hop samples from one frame to the next (10 ms)
    /// @param mels number of filters
    /// @param fMin lower edge of the first filter (hertz)
    /// @param fMax upper edge of the last filter (hertz), at most half the rate
    /// @param preemphasis p, 0 to 1
    /// @param window its symmetric form is used
    /// @param scale samples are multiplied by this; Kaldi counts in 16-bit steps
    /// @param floor least energy before the logarithm
    /// @param mean subtracted from the logarithms, 0 for plain filter banks
    /// @param deviation divides them then, 1 for plain filter banks
    public record Settings(int rate, int frameLength, int hop, int mels, double fMin, double fMax, double preemphasis,
            Window window,
            double scale, double floor, double mean, double deviation) {

        public Settings {
            Objects.requireNonNull(window, "window");
            if (rate < 1 || frameLength < 1 || frameLength > 1 << 24 || hop < 1 || mels < 1) {
                throw new IllegalArgumentException(
                        "kaldi fbank: expected rate, frame, hop and number of filters of at least 1 and at most"
                                + " 2^24 samples a frame, got rate " + rate + ", frame " + frameLength + ", hop " + hop
                                + ", mels " + mels);
            }
            if (!(fMin >= 0 && fMin < fMax && fMax <= rate / 2.0)) {
                throw new IllegalArgumentException(
                        "kaldi fbank: expected 0 <= fMin < fMax <= " + rate / 2.0 + " Hz, got fMin " + fMin
                                + ", fMax " + fMax);
            }
            if (!(preemphasis >= 0 && preemphasis <= 1 && scale > 0 && floor > 0 && deviation > 0) || !Double.isFinite(mean)) {
                throw new IllegalArgumentException(
                        "kaldi fbank: expected pre-emphasis of 0 to 1, scale, floor and deviation above 0 and a"
                                + " finite mean, got pre-emphasis " + preemphasis + ", scale " + scale + ", floor " + floor
                                + ", deviation "
                                + deviation + ", mean " + mean);
            }
        }

        /// Kaldi's defaults at some rate: 25 ms every 10 ms, from 20 Hz to half the rate, pre-emphasis 0.97, Povey's window, 16-bit
        /// scale, floor 2^-23, not normalised.
        public static Settings of(int rate, int mels) {
            return new Settings(rate, rate / 40, rate / 100, mels, 20, rate / 2.0, 0.97, Window.POVEY, 32768, 0x1p-23, 0, 1);
        }

        /// As BEATs prepares sound: 16 kHz, 128 filters, normalised by its mean 15.41663 and twice its deviation 6.55582.
        public static Settings beats() {
            return of(16000, 128).normalized(15.41663, 2 * 6.55582);
        }

        public Settings normalized(double mean, double deviation) {
            return new Settings(rate, frameLength, hop, mels, fMin, fMax, preemphasis, window, scale, floor, mean, deviation);
        }

        /// Samples of a transform: the power of two that holds a frame.
        public int fftLength() {
            return frameLength == 1 ? 1 : Integer.highestOneBit(frameLength - 1) * 2;
        }

        /// Whole frames in a signal of `samples`, 0 if it is shorter than one.
        public int frames(int samples) {
            return samples < frameLength ? 0 : 1 + (samples - frameLength) / hop;
        }
    }

    private final Settings settings;
    private final Fft fft;
    private final double[] window;
    /// First bin of each filter that is not 0.
    private final int[] first;
    private final double[][] weights;

    public KaldiFbank(Settings settings) {
        this.settings = settings;
        this.fft = Fft.real(settings.fftLength());
        this.window = settings.window().symmetric(settings.frameLength());
        this.first = new int[settings.mels()];
        this.weights = new double[settings.mels()][];
        // The bin at half the rate is left out.
        int bins = settings.fftLength() / 2;
        double low = mel(settings.fMin());
        double step = (mel(settings.fMax()) - low) / (settings.mels() + 1);
        for (int m = 0; m < settings.mels(); m++) {
            double[] row = new double[bins];
            for (int k = 0; k < bins; k++) {
                double at = (mel((double) k * settings.rate() / settings.fftLength()) - low) / step - m;
                row[k] = Math.max(0, Math.min(at, 2 - at));
            }
            int from = 0;
            int to = bins;
            while (from < to && row[from] == 0) {
                from++;
            }
            while (to > from && row[to - 1] == 0) {
                to--;
            }
            first[m] = from;
            weights[m] = Arrays.copyOfRange(row, from, to);
        }
    }

    private static double mel(double hertz) {
        return 1127 * Math.log1p(hertz / 700);
    }

    public Settings settings() {
        return settings;
    }

    /// The filters as a full matrix, row-major `[mels][fftLength / 2]`.
    public float[] matrix() {
        int bins = settings.fftLength() / 2;
        float[] matrix = new float[settings.mels() * bins];
        for (int m = 0; m < weights.length; m++) {
            for (int k = 0; k < weights[m].length; k++) {
                matrix[m * bins + first[m] + k] = (float) weights[m][k];
            }
        }
        return matrix;
    }

    /// The filter banks of a mono signal at the settings' rate, full scale ±1: `[frame][mel]`, row-major; empty if the signal is shorter
    /// than a frame.
    public float[] apply(float[] samples) {
        int frames = settings.frames(samples.length);
        int mels = settings.mels();
        float[] result = new float[frames * mels];
        double[] frame = new double[settings.fftLength()];
        double[] re = new double[fft.bins()];
        double[] im = new double[fft.bins()];
        Fft.Work work = fft.work();
        for (int t = 0; t < frames; t++) {
            cut(samples, t * settings.hop(), frame);
            fft.transform(frame, re, im, work);
            for (int m = 0; m < mels; m++) {
                double energy = 0;
                for (int k = 0; k < weights[m].length; k++) {
                    int bin = first[m] + k;
                    energy += weights[m][k] * (re[bin] * re[bin] + im[bin] * im[bin]);
                }
                double log = Math.log(Math.max(energy, settings.floor()));
                result[t * mels + m] = (float) ((log - settings.mean()) / settings.deviation());
            }
        }
        return result;
    }

    /// Takes the filter banks of some consecutive frames.
    @FunctionalInterface
    public interface FrameSink {
        /// @param values `[frames][mels]`, row-major
        /// @param first number of the first frame
        /// @param frames how many
        void accept(float[] values, int first, int frames);
    }

    /// For signals that arrive block by block, in memory that does not depend on their length: the numbers of [#apply].
    public FrameStream stream(FrameSink sink) {
        return new FrameStream(settings.frameLength(), settings.hop(), 0, Padding.ZERO,
                (piece, first, frames) -> sink.accept(apply(piece), first, frames));
    }

    /// The frame that begins at sample `start`, ready to be transformed; what stands behind it in `frame` stays 0.
    private void cut(float[] samples, int start, double[] frame) {
        int length = settings.frameLength();
        double sum = 0;
        for (int i = 0; i < length; i++) {
            frame[i] = samples[start + i] * settings.scale();
            sum += frame[i];
        }
        double mean = sum / length;
        double before = frame[0] - mean;
        for (int i = 0; i < length; i++) {
            double x = frame[i] - mean;
            frame[i] = (x - settings.preemphasis() * before) * window[i];
            before = x;
        }
    }
}
