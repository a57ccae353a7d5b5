package earshot.audio.resample;

/// Band-limited change of rate: a sinc under a window, evaluated between samples.
///
/// With the rates divided by their greatest common divisor, `from : to`, output `i` is `sum_j x[j] h(i/to - j/from)`,
/// `h(t) = s sinc(f t) w(f t / width)` for `|f t| < width`, `f = rolloff min(from, to)`, `s = f/from`, samples beyond the ends being 0.
/// There are only `to` different sets of taps (phases), computed once. Window w, width and rolloff are those of a [Kernel].
///
/// Immutable, safe for use from many threads at once.
public final class Resampler {

    /// Rates without a common divisor have as many phases as hertz: beyond this many numbers, taps are computed as they are used.
    private static final long MAX_TABLE = 1 << 22;

    private final Kernel kernel;
    private final int fromRate;
    private final int toRate;
    private final int from;
    private final int to;
    private final double cutoff;
    private final int tapCount;
    private final float[] table;

    private Resampler(int fromRate, int toRate, Kernel kernel) {
        this.kernel = kernel;
        int divisor = greatestCommonDivisor(fromRate, toRate);
        this.fromRate = fromRate;
        this.toRate = toRate;
        this.from = fromRate / divisor;
        this.to = toRate / divisor;
        this.cutoff = kernel.rolloff() * Math.min(from, to);
        this.tapCount = 2 * (int) Math.floor(kernel.width() * from / cutoff) + 2;
        this.table = (long) to * tapCount <= MAX_TABLE ? new float[to * tapCount] : new float[0];
        for (int phase = 0; table.length > 0 && phase < to; phase++) {
            fillTaps(phase, table, phase * tapCount);
        }
    }

    /// A resampler between two rates in hertz with [Kernel#SINC_HANN], torchaudio's default.
    ///
    /// @throws IllegalArgumentException if a rate is below 1
    public static Resampler of(int fromRate, int toRate) {
        return of(fromRate, toRate, Kernel.SINC_HANN);
    }

    /// A resampler between two rates in hertz.
    ///
    /// @throws IllegalArgumentException if a rate is below 1
    public static Resampler of(int fromRate, int toRate, Kernel kernel) {
        if (fromRate < 1 || toRate < 1) {
            throw new IllegalArgumentException(
                    "resample: expected rates of at least 1 Hz, got " + fromRate + " to " + toRate + " Hz");
        }
        return new Resampler(fromRate, toRate, kernel);
    }

    public int fromRate() {
        return fromRate;
    }

    public int toRate() {
        return toRate;
    }

    /// How many samples come out of `samples`: `ceil(samples * to / from)`.
    ///
    /// @throws IllegalArgumentException if that is more than an array can hold
    public int length(int samples) {
        long length = ((long) samples * to + from - 1) / from;
        if (length > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException(
                    "resample: " + samples + " samples at " + fromRate + " Hz become " + length + " at "
                            + toRate + " Hz, more than an array holds; resample shorter pieces");
        }
        return (int) length;
    }

    /// The samples at the new rate; with equal rates `samples` itself.
    public float[] apply(float[] samples) {
        if (from == to) {
            return samples;
        }
        float[] resampled = new float[length(samples.length)];
        float[] scratch = new float[tapCount];
        int phase = 0;
        int block = 0;
        for (int i = 0; i < resampled.length; i++) {
            resampled[i] = value(samples, block, phase, scratch);
            if (++phase == to) {
                phase = 0;
                block += from;
            }
        }
        return resampled;
    }

    /// For signals that arrive block by block.
    public ResamplerStream stream() {
        return new ResamplerStream(this, from, to, tapCount);
    }

    /// Output of `phase` whose block of `from` samples begins at `block` of `samples`.
    ///
    /// @param scratch room for the taps of a phase
    float value(float[] samples, int block, int phase, float[] scratch) {
        float[] taps = table;
        int at = phase * tapCount;
        if (table.length == 0) {
            fillTaps(phase, scratch, 0);
            taps = scratch;
            at = 0;
        }
        int start = block + firstTap(phase);
        return kernel == Kernel.SINC_HANN ? product(samples, start, taps, at) : wideProduct(samples, start, taps, at);
    }

    /// The product of the taps at `at` with the samples from `start` on, what lies outside being 0.
    private float product(float[] samples, int start, float[] taps, int at) {
        int first = Math.max(0, -start);
        int last = Math.min(tapCount, samples.length - start);
        // Four sums hide the latency of the additions.
        float sum0 = 0;
        float sum1 = 0;
        float sum2 = 0;
        float sum3 = 0;
        int j = first;
        for (; j + 3 < last; j += 4) {
            sum0 += taps[at + j] * samples[start + j];
            sum1 += taps[at + j + 1] * samples[start + j + 1];
            sum2 += taps[at + j + 2] * samples[start + j + 2];
            sum3 += taps[at + j + 3] * samples[start + j + 3];
        }
        for (; j < last; j++) {
            sum0 += taps[at + j] * samples[start + j];
        }
        return sum0 + sum1 + (sum2 + sum3);
    }

    /// The same, summed in double precision: over hundreds of taps the rounding of floats would be heard above -120 dB.
    private float wideProduct(float[] samples, int start, float[] taps, int at) {
        int last = Math.min(tapCount, samples.length - start);
        double sum0 = 0;
        double sum1 = 0;
        int j = Math.max(0, -start);
        for (; j + 1 < last; j += 2) {
            sum0 += (double) taps[at + j] * samples[start + j];
            sum1 += (double) taps[at + j + 1] * samples[start + j + 1];
        }
        for (; j < last; j++) {
            sum0 += (double) taps[at + j] * samples[start + j];
        }
        return (float) (sum0 + sum1);
    }

    /// The input sample that the first tap of `phase` belongs to, counted from the start of the phase's block of `from` samples.
    int firstTap(int phase) {
        double centre = (double) phase * from / to;
        return (int) Math.ceil(centre - kernel.width() * from / cutoff);
    }

    private void fillTaps(int phase, float[] taps, int at) {
        int first = firstTap(phase);
        for (int j = 0; j < tapCount; j++) {
            // Exact in the numerator: phases far from 0 must not lose digits.
            double t = cutoff * ((double) ((long) (first + j) * to - (long) phase * from) / ((double) to * from));
            double value = 0;
            if (Math.abs(t) < kernel.width()) {
                double sinc = t == 0 ? 1 : Math.sin(Math.PI * t) / (Math.PI * t);
                value = sinc * kernel.window(t) * cutoff / from;
            }
            taps[at + j] = (float) value;
        }
    }

    private static int greatestCommonDivisor(int a, int b) {
        return b == 0 ? a : greatestCommonDivisor(b, a % b);
    }
}
