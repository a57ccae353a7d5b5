package earshot.experiments.picture;

import earshot.audio.mel.Decibels;
import earshot.audio.mel.KaldiFbank;
import earshot.audio.mel.LogMel;
import earshot.audio.mel.MelBank;
import earshot.audio.mel.MelScale;
import earshot.audio.resample.Kernel;
import earshot.audio.resample.Resampler;
import earshot.audio.spectrum.Stft;
import java.util.function.DoubleUnaryOperator;

/// What is drawn of a recording: loudness over time and frequency.
///
/// @param decibels row-major `[rows][columns]`, the lowest frequency in row 0
/// @param rows     number of frequencies
/// @param columns  number of frames
/// @param start    seconds at the middle of the first column
/// @param step     seconds from one column to the next
/// @param hertz    frequency in the middle of a row; rows may be fractions
public record Spectrogram(float[] decibels, int rows, int columns, double start, double step, DoubleUnaryOperator hertz) {

    private static final int FFT = 2048;
    private static final int BANDS = 128;
    /// More columns than any picture is wide are not computed.
    private static final int MOST_COLUMNS = 4000;

    /// What stands along the axis of frequencies.
    public enum Type {
        /// Every frequency of the transform, evenly spaced.
        STFT,
        /// Bands on Slaney's mel scale.
        MEL,
        /// Kaldi's filter banks at 16 kHz.
        KALDI
    }

    /// Computes what is to be drawn.
    ///
    /// @param mono a recording, at least one sample
    /// @param rate its frames per second
    public static Spectrogram of(Type type, float[] mono, int rate) {
        return switch (type) {
            case STFT -> stft(mono, rate);
            case MEL -> mel(mono, rate);
            case KALDI -> kaldi(mono, rate);
        };
    }

    private static int hop(int samples) {
        return Math.max(FFT / 4, samples / MOST_COLUMNS);
    }

    private static Spectrogram stft(float[] mono, int rate) {
        int hop = hop(mono.length);
        Stft stft = new Stft(Stft.Settings.centred(FFT, hop));
        float[] values = stft.power(mono);
        Decibels.STANDARD.withoutTopDb().apply(values);
        return new Spectrogram(values, stft.settings().bins(), stft.settings().frames(mono.length), 0, (double) hop / rate,
                row -> row * rate / FFT);
    }

    private static Spectrogram mel(float[] mono, int rate) {
        int hop = hop(mono.length);
        LogMel logMel = new LogMel(new LogMel.Settings(Stft.Settings.centred(FFT, hop),
                MelBank.Settings.slaney(rate, FFT, BANDS), Decibels.STANDARD.withoutTopDb()));
        double top = MelScale.SLANEY.toMel(rate / 2.0);
        return new Spectrogram(logMel.apply(mono), BANDS, logMel.frames(mono.length), 0, (double) hop / rate,
                row -> MelScale.SLANEY.toHertz(top * (row + 1) / (BANDS + 1)));
    }

    private static Spectrogram kaldi(float[] mono, int rate) {
        KaldiFbank.Settings settings = KaldiFbank.Settings.of(16000, BANDS);
        float[] samples = Resampler.of(rate, settings.rate(), Kernel.KAISER).apply(mono);
        int columns = settings.frames(samples.length);
        if (columns == 0) {
            throw new IllegalArgumentException("kaldi: expected at least one frame of 25 ms, got "
                    + 1000L * samples.length / settings.rate() + " ms; use --type stft");
        }
        float[] logarithms = new KaldiFbank(settings).apply(samples);
        float[] values = new float[logarithms.length];
        for (int t = 0; t < columns; t++) {
            for (int m = 0; m < BANDS; m++) {
                values[m * columns + t] = (float) (10 / Math.log(10) * logarithms[t * BANDS + m]);
            }
        }
        double low = Math.log1p(settings.fMin() / 700);
        double step = (Math.log1p(settings.fMax() / 700) - low) / (BANDS + 1);
        return new Spectrogram(values, BANDS, columns, settings.frameLength() / 2.0 / settings.rate(),
                (double) settings.hop() / settings.rate(), row -> 700 * Math.expm1(low + step * (row + 1)));
    }

    /// The largest value between two columns and two rows, ends included where they round to them.
    float loudest(double firstRow, double lastRow, double firstColumn, double lastColumn) {
        int rowFrom = Math.clamp(Math.round(firstRow), 0, rows - 1);
        int rowTo = Math.clamp(Math.round(lastRow), rowFrom, rows - 1);
        int columnFrom = Math.clamp(Math.round(firstColumn), 0, columns - 1);
        int columnTo = Math.clamp(Math.round(lastColumn), columnFrom, columns - 1);
        float most = Float.NEGATIVE_INFINITY;
        for (int r = rowFrom; r <= rowTo; r++) {
            for (int c = columnFrom; c <= columnTo; c++) {
                most = Math.max(most, decibels[r * columns + c]);
            }
        }
        return most;
    }
}
