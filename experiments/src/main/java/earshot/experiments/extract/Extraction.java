package earshot.experiments.extract;

import java.io.IOException;
import java.nio.file.Path;

/// A kind of features with all its settings: what `earshot features` computes. Every kind is a record, so that its settings can be
/// written to a configuration and read from one.
public sealed interface Extraction permits LogMelExtraction, MfccExtraction, KaldiExtraction, StftExtraction {

    /// Begins with a recording.
    ///
    /// @param rate its samples per second
    /// @param folder where what is computed is kept, in hidden files, until the stream is closed
    /// @throws IllegalArgumentException if the settings do not fit the recording (a band above half its rate)
    /// @throws IOException if nothing can be written to the folder
    FeatureStream begin(int rate, Path folder) throws IOException;

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
