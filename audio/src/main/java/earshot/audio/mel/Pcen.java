package earshot.audio.mel;

/// Per-channel energy normalisation: every band is divided by its own recent loudness, then compressed:
/// `y = (x / (eps + m)^gain + bias)^power - bias^power`, with `m[t] = (1 - s) m[t - 1] + s x[t]`. Values as `librosa.pcen`, whose
/// smoother starts as if the energy had been 1 before. Source: Wang et al., *Trainable frontend for robust and far-field keyword
/// spotting*, 2017.
///
/// @param gain how much of the loudness is divided away, 0 to 1
/// @param bias added before compression, at least 0
/// @param power of the compression, above 0
/// @param timeConstant seconds over which loudness is averaged, above 0
/// @param eps keeps silence from dividing by 0, above 0
public record Pcen(double gain, double bias, double power, double timeConstant, double eps) {

    /// librosa's defaults. They suit samples scaled to ±2^31; for samples of ±1 multiply the energies by 2^31 first.
    public static final Pcen STANDARD = new Pcen(0.98, 2, 0.5, 0.4, 1e-6);

    public Pcen {
        if (!(gain >= 0 && gain <= 1 && bias >= 0 && power > 0 && timeConstant > 0 && eps > 0)) {
            throw new IllegalArgumentException(
                    "PCEN: expected gain of 0 to 1, bias of at least 0, power, time constant and eps above 0,"
                            + " got gain " + gain + ", bias " + bias + ", power " + power + ", time constant " + timeConstant
                            + ", eps " + eps);
        }
    }

    /// Normalises in place.
    ///
    /// @param energies `[band][frame]`, row-major, at least 0
    /// @param frames length of a row
    /// @param framesPerSecond rate of the frames: sampling rate by hop
    public void apply(float[] energies, int frames, double framesPerSecond) {
        if (frames < 1 || energies.length % frames != 0 || !(framesPerSecond > 0)) {
            throw new IllegalArgumentException(
                    "PCEN: expected whole rows of at least 1 frame and a rate above 0, got " + energies.length
                            + " values, " + frames + " frames, rate " + framesPerSecond);
        }
        double constant = timeConstant * framesPerSecond;
        double smoothing = (Math.sqrt(1 + 4 * constant * constant) - 1) / (2 * constant * constant);
        for (int row = 0; row < energies.length; row += frames) {
            double mean = 1;
            for (int i = row; i < row + frames; i++) {
                double x = energies[i];
                mean = (1 - smoothing) * mean + smoothing * x;
                double level = x * Math.exp(-gain * (Math.log(eps) + Math.log1p(mean / eps)));
                // Compressed as expm1 and log1p, which keep the digits of faint bands.
                energies[i] = (float) (bias == 0
                        ? Math.pow(level, power)
                        : Math.pow(bias, power) * Math.expm1(power * Math.log1p(level / bias)));
            }
        }
    }
}
