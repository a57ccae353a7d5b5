package earshot.audio.spectrum;

/// Window functions. Every call returns a new array.
public enum Window {
    /// `0.5 - 0.5 cos(2 pi i / m)`; zero at the ends.
    HANN,
    /// `0.54 - 0.46 cos(2 pi i / m)`.
    HAMMING,
    /// `0.42 - 0.5 cos(2 pi i / m) + 0.08 cos(4 pi i / m)`.
    BLACKMAN,
    /// All ones.
    RECTANGULAR;

    /// The window for spectra: one period of a periodic function, `m = length`. librosa's and torch's default.
    public double[] periodic(int length) {
        return sample(length, length);
    }

    /// The window for filters: the last value mirrors the first, `m = length - 1`.
    public double[] symmetric(int length) {
        return sample(length, length - 1);
    }

    private double[] sample(int length, int period) {
        if (length < 1) {
            throw new IllegalArgumentException("window: expected a length of at least 1, got " + length);
        }
        double[] values = new double[length];
        for (int i = 0; i < length; i++) {
            // A window of one sample is 1, whatever its shape.
            values[i] = length == 1 ? 1 : at(2 * Math.PI * i / period);
        }
        return values;
    }

    private double at(double angle) {
        return switch (this) {
            case HANN -> 0.5 - 0.5 * Math.cos(angle);
            case HAMMING -> 0.54 - 0.46 * Math.cos(angle);
            case BLACKMAN -> 0.42 - 0.5 * Math.cos(angle) + 0.08 * Math.cos(2 * angle);
            case RECTANGULAR -> 1;
        };
    }
}
