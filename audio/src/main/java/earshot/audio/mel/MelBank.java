package earshot.audio.mel;

import java.util.Objects;

/// Triangular filters, evenly spaced in mels, that sum the bins of a power spectrum into bands; values as `librosa.filters.mel`.
///
/// Filter m rises from edge m to edge m + 1 and falls to edge m + 2, of `mels + 2` edges from `fMin` to `fMax`. Only the bins under
/// each triangle are stored. Immutable, safe for use from many threads at once.
public final class MelBank {

    /// How a filter's height depends on its width.
    public enum Norm {
        /// Area 1: heights are `2 / (upper edge - lower edge)`, in hertz.
        SLANEY,
        /// Height 1.
        NONE
    }

    /// What makes a [MelBank].
    ///
    /// @param rate frames per second of the signal
    /// @param fftLength samples per transform; spectra have `fftLength / 2 + 1` bins
    /// @param mels number of filters
    /// @param fMin lower edge of the first filter (hertz)
    /// @param fMax upper edge of the last filter (hertz), at most half the rate
    /// @param scale the mel scale
    /// @param norm the filters' heights
    public record Settings(int rate, int fftLength, int mels, double fMin, double fMax, MelScale scale, Norm norm) {

        public Settings {
            Objects.requireNonNull(scale, "scale");
            Objects.requireNonNull(norm, "norm");
            if (rate < 1 || fftLength < 1 || mels < 1) {
                throw new IllegalArgumentException(
                        "mel bank: expected rate, transform and number of filters of at least 1, got rate "
                                + rate + ", fft " + fftLength + ", mels " + mels);
            }
            if (!(fMin >= 0 && fMin < fMax && fMax <= rate / 2.0)) {
                throw new IllegalArgumentException(
                        "mel bank: expected 0 <= fMin < fMax <= " + rate / 2.0 + " Hz, got fMin " + fMin
                                + ", fMax " + fMax);
            }
        }

        /// Slaney's filters over the whole spectrum.
        public static Settings slaney(int rate, int fftLength, int mels) {
            return new Settings(rate, fftLength, mels, 0, rate / 2.0, MelScale.SLANEY, Norm.SLANEY);
        }

        public int bins() {
            return fftLength / 2 + 1;
        }
    }

    private final Settings settings;
    /// First bin of each filter that is not 0.
    private final int[] first;
    private final float[][] weights;

    public MelBank(Settings settings) {
        this.settings = settings;
        this.first = new int[settings.mels()];
        this.weights = new float[settings.mels()][];
        double[] edges = edges(settings);
        double binHertz = (double) settings.rate() / settings.fftLength();
        for (int m = 0; m < settings.mels(); m++) {
            int from = Math.clamp((long) Math.ceil(edges[m] / binHertz), 0, settings.bins());
            int to = Math.clamp((long) Math.floor(edges[m + 2] / binHertz) + 1, from, settings.bins());
            first[m] = from;
            weights[m] = new float[to - from];
            double height = settings.norm() == Norm.SLANEY ? 2 / (edges[m + 2] - edges[m]) : 1;
            for (int k = from; k < to; k++) {
                double rising = (k * binHertz - edges[m]) / (edges[m + 1] - edges[m]);
                double falling = (edges[m + 2] - k * binHertz) / (edges[m + 2] - edges[m + 1]);
                weights[m][k - from] = (float) (height * Math.max(0, Math.min(rising, falling)));
            }
        }
    }

    private static double[] edges(Settings settings) {
        double low = settings.scale().toMel(settings.fMin());
        double high = settings.scale().toMel(settings.fMax());
        double[] edges = new double[settings.mels() + 2];
        for (int i = 0; i < edges.length; i++) {
            edges[i] = settings.scale().toHertz(low + (high - low) * i / (edges.length - 1));
        }
        return edges;
    }

    public Settings settings() {
        return settings;
    }

    /// The filters as a full matrix, row-major `[mels][bins]`.
    public float[] matrix() {
        float[] matrix = new float[settings.mels() * settings.bins()];
        for (int m = 0; m < weights.length; m++) {
            System.arraycopy(weights[m], 0, matrix, m * settings.bins() + first[m], weights[m].length);
        }
        return matrix;
    }

    /// Band energies of one frame: `bands[offset + m * step]` for every filter m.
    ///
    /// @param power the power spectrum, `[bin]`
    public void apply(float[] power, float[] bands, int offset, int step) {
        for (int m = 0; m < weights.length; m++) {
            float[] row = weights[m];
            int at = first[m];
            // Two sums hide the latency of the additions.
            float even = 0;
            float odd = 0;
            int k = 0;
            for (; k + 1 < row.length; k += 2) {
                even += row[k] * power[at + k];
                odd += row[k + 1] * power[at + k + 1];
            }
            if (k < row.length) {
                even += row[k] * power[at + k];
            }
            bands[offset + m * step] = even + odd;
        }
    }
}
