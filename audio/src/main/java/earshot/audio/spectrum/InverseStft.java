package earshot.audio.spectrum;

/// From a complex spectrogram back to the signal: every frame is transformed back and windowed again, frames are added where they
/// overlap, and the sum is divided by the sum of the squared windows. Values as `librosa.istft` and `torch.istft`. Source: Griffin and
/// Lim, *Signal estimation from modified short-time Fourier transform*, 1984.
///
/// Samples that no window covers cannot be known and become 0. Immutable, safe for use from many threads at once.
public final class InverseStft {

    /// Below this sum of squared windows a sample was not seen by any frame.
    private static final double UNSEEN = 1e-10;

    private final Stft.Settings settings;
    private final Fft fft;
    private final double[] window;

    /// @param settings those of the transform that made the spectrograms
    public InverseStft(Stft.Settings settings) {
        this.settings = settings;
        this.fft = Fft.real(settings.fftLength());
        this.window = settings.paddedWindow();
    }

    public Stft.Settings settings() {
        return settings;
    }

    /// The signal of a spectrogram.
    ///
    /// @param spectrum `[bin][frame]`, row-major
    /// @param samples length of the signal; what lies beyond the last frame is 0
    /// @throws IllegalArgumentException if the spectrogram does not hold whole frames or `samples` is negative
    public float[] apply(Stft.Complex spectrum, int samples) {
        int bins = settings.bins();
        int frames = spectrum.re().length / bins;
        if (spectrum.re().length != bins * frames || spectrum.im().length != spectrum.re().length || samples < 0) {
            throw new IllegalArgumentException("inverse STFT: expected whole frames of " + bins
                    + " bins and at least 0 samples, got "
                    + spectrum.re().length + " real and " + spectrum.im().length + " imaginary parts, " + samples + " samples");
        }
        int lead = settings.centred() ? settings.fftLength() / 2 : 0;
        double[] sum = new double[samples];
        double[] weight = new double[samples];
        double[] re = new double[bins];
        double[] im = new double[bins];
        double[] frame = new double[settings.fftLength()];
        Fft.Work work = fft.work();
        for (int t = 0; t < frames; t++) {
            for (int k = 0; k < bins; k++) {
                re[k] = spectrum.re()[k * frames + t];
                im[k] = spectrum.im()[k * frames + t];
            }
            fft.inverse(re, im, frame, work);
            long start = (long) t * settings.hop() - lead;
            int from = Math.clamp(-start, 0, frame.length);
            int to = Math.clamp(samples - start, from, frame.length);
            for (int i = from; i < to; i++) {
                sum[(int) (start + i)] += window[i] * frame[i];
                weight[(int) (start + i)] += window[i] * window[i];
            }
        }
        float[] signal = new float[samples];
        for (int i = 0; i < samples; i++) {
            signal[i] = weight[i] > UNSEEN ? (float) (sum[i] / weight[i]) : 0;
        }
        return signal;
    }
}
