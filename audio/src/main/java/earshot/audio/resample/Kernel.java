package earshot.audio.resample;

import earshot.audio.spectrum.Window;

/// Low-pass filters of a [Resampler].
public enum Kernel {
    /// As `torchaudio.functional.resample` by default: `lowpass_filter_width` 6, `rolloff` 0.99, `sinc_interp_hann`.
    SINC_HANN(6, 0.99) {
        @Override
        double window(double t) {
            double cosine = Math.cos(t * Math.PI / width() / 2);
            return cosine * cosine;
        }
    },
    /// For listening and for features that aliases would show in: a Kaiser window over 88 zero crossings to each side, half way down at
    /// 0.955 of the lower rate's half. Flat to 0.01 dB up to 0.91 of that half, nothing above it louder than -120 dB; the test measures
    /// these figures. Costs 14 times as much as the other.
    KAISER(88, 0.955) {
        @Override
        double window(double t) {
            return SHAPE.at(t / width() / 2 + 0.5);
        }
    };

    /// 125 dB of attenuation by Kaiser's formula `0.1102 (A - 8.7)`.
    private static final Window SHAPE = Window.kaiser(12.82);

    private final int width;
    private final double rolloff;

    Kernel(int width, double rolloff) {
        this.width = width;
        this.rolloff = rolloff;
    }

    /// Zero crossings of the sinc to each side.
    int width() {
        return width;
    }

    /// Where the filter is half way down, as a part of half the lower rate.
    double rolloff() {
        return rolloff;
    }

    /// The window at `t` zero crossings from the centre.
    abstract double window(double t);
}
