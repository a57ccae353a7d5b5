package earshot.audio.mel;

/// Two conversions between hertz and mels.
public enum MelScale {
    /// Slaney's *Auditory Toolbox*: linear below 1 kHz (3 mels per 200 Hz), logarithmic above. librosa's default.
    SLANEY {
        @Override
        public double toMel(double hertz) {
            return hertz < BREAK_HERTZ ? hertz / HERTZ_PER_MEL : BREAK_MEL + Math.log(hertz / BREAK_HERTZ) / LOG_STEP;
        }

        @Override
        public double toHertz(double mel) {
            return mel < BREAK_MEL ? mel * HERTZ_PER_MEL : BREAK_HERTZ * Math.exp((mel - BREAK_MEL) * LOG_STEP);
        }
    },
    /// The Hidden Markov Model Toolkit: `2595 log10(1 + f / 700)`.
    HTK {
        @Override
        public double toMel(double hertz) {
            return 2595 * Math.log10(1 + hertz / 700);
        }

        @Override
        public double toHertz(double mel) {
            return 700 * (Math.pow(10, mel / 2595) - 1);
        }
    };

    private static final double HERTZ_PER_MEL = 200.0 / 3;
    private static final double BREAK_HERTZ = 1000;
    private static final double BREAK_MEL = BREAK_HERTZ / HERTZ_PER_MEL;
    private static final double LOG_STEP = Math.log(6.4) / 27;

    public abstract double toMel(double hertz);

    public abstract double toHertz(double mel);
}
