package earshot.audio.mel;

import java.util.Objects;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

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

    /// One lane for each frame that [earshot.audio.spectrum.Stft#forEachPower] computes at once.
    private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    private final Settings settings;
    /// First bin of each filter that is not 0.
    private final int[] first;
    /// Rounded to floats, as librosa's are.
    private final double[][] weights;

    public MelBank(Settings settings) {
        this.settings = settings;
        this.first = new int[settings.mels()];
        this.weights = new double[settings.mels()][];
        double[] edges = edges(settings);
        double binHertz = (double) settings.rate() / settings.fftLength();
        for (int m = 0; m < settings.mels(); m++) {
            int from = Math.clamp((long) Math.ceil(edges[m] / binHertz), 0, settings.bins());
            int to = Math.clamp((long) Math.floor(edges[m + 2] / binHertz) + 1, from, settings.bins());
            first[m] = from;
            weights[m] = new double[to - from];
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
            for (int k = 0; k < weights[m].length; k++) {
                matrix[m * settings.bins() + first[m] + k] = (float) weights[m][k];
            }
        }
        return matrix;
    }

    /// Band energies of some consecutive frames: `bands[offset + m * step + i]` for every filter m and frame i.
    ///
    /// @param power power spectra, `power[at + k * lanes + i]` bin k of frame i
    /// @param count frames to write, at most `lanes`
    public void apply(double[] power, int at, int lanes, float[] bands, int offset, int step, int count) {
        if (lanes == 1) {
            one(power, at, bands, offset, step);
        } else if (lanes == LANES) {
            together(power, at, bands, offset, step, count);
        } else {
            throw new IllegalArgumentException("mel bank: expected 1 or " + LANES + " lanes, got " + lanes);
        }
    }

    /// Frame for frame the same sums as of one frame, in the same order.
    private void together(double[] power, int at, float[] bands, int offset, int step, int count) {
        double[] sums = new double[LANES];
        for (int m = 0; m < weights.length; m++) {
            band(weights[m], power, at + first[m] * LANES, sums);
            for (int i = 0; i < count; i++) {
                bands[offset + m * step + i] = (float) sums[i];
            }
        }
    }

    private static void band(double[] row, double[] power, int from, double[] sums) {
        DoubleVector sum0 = DoubleVector.zero(SPECIES);
        DoubleVector sum1 = DoubleVector.zero(SPECIES);
        DoubleVector sum2 = DoubleVector.zero(SPECIES);
        DoubleVector sum3 = DoubleVector.zero(SPECIES);
        int at = from;
        int k = 0;
        for (; k + 3 < row.length; k += 4, at += 4 * LANES) {
            sum0 = sum0.add(DoubleVector.fromArray(SPECIES, power, at).mul(row[k]));
            sum1 = sum1.add(DoubleVector.fromArray(SPECIES, power, at + LANES).mul(row[k + 1]));
            sum2 = sum2.add(DoubleVector.fromArray(SPECIES, power, at + 2 * LANES).mul(row[k + 2]));
            sum3 = sum3.add(DoubleVector.fromArray(SPECIES, power, at + 3 * LANES).mul(row[k + 3]));
        }
        for (; k < row.length; k++, at += LANES) {
            sum0 = sum0.add(DoubleVector.fromArray(SPECIES, power, at).mul(row[k]));
        }
        sum0.add(sum1).add(sum2.add(sum3)).intoArray(sums, 0);
    }

    private void one(double[] power, int power0, float[] bands, int offset, int step) {
        for (int m = 0; m < weights.length; m++) {
            double[] row = weights[m];
            int at = power0 + first[m];
            // Four sums hide the latency of the additions.
            double sum0 = 0;
            double sum1 = 0;
            double sum2 = 0;
            double sum3 = 0;
            int k = 0;
            for (; k + 3 < row.length; k += 4) {
                sum0 += row[k] * power[at + k];
                sum1 += row[k + 1] * power[at + k + 1];
                sum2 += row[k + 2] * power[at + k + 2];
                sum3 += row[k + 3] * power[at + k + 3];
            }
            for (; k < row.length; k++) {
                sum0 += row[k] * power[at + k];
            }
            bands[offset + m * step] = (float) (sum0 + sum1 + (sum2 + sum3));
        }
    }
}
