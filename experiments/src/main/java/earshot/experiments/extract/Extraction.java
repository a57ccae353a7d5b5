package earshot.experiments.extract;

import java.util.Map;

/// A kind of features with all its settings: what `earshot features` computes. Every kind is a record, so that its settings can be
/// written to a configuration and read from one.
public sealed interface Extraction permits LogMelExtraction, MfccExtraction, KaldiExtraction, StftExtraction {

    /// Numbers by name; most kinds have one array.
    ///
    /// @param mono the recording, channels averaged
    /// @param rate its frames per second
    /// @throws IllegalArgumentException if the settings do not fit the recording (too short, a band above half its rate)
    Map<String, Array> of(float[] mono, int rate);

    /// Numbers in rows.
    ///
    /// @param values row-major
    record Array(float[] values, int rows, int columns) {
    }

    /// A kind by its name.
    enum Kind {
        LOGMEL, MFCC, KALDI, STFT;

        /// The kind with its usual settings.
        public Record standard() {
            return switch (this) {
                case LOGMEL -> LogMelExtraction.STANDARD;
                case MFCC -> MfccExtraction.STANDARD;
                case KALDI -> KaldiExtraction.STANDARD;
                case STFT -> StftExtraction.STANDARD;
            };
        }
    }
}
