package earshot.experiments.masked;

import earshot.experiments.ExperimentException;
import earshot.experiments.features.FrontEnd;
import earshot.experiments.features.Normalization;
import earshot.experiments.models.Architecture;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Objects;

/// What a file of pre-training says of itself. Nothing in it depends on clips that are held out.
///
/// @param dataset       name of the data set
/// @param clips         fingerprint of the training clips
/// @param fold          the fold held out
/// @param round         from 1
/// @param work          what was learned: `codebook`, `tokenizer` or `masked`
/// @param epoch         epochs that went into it, 0 for a codebook
/// @param seed          what all chance came from
/// @param frontEnd      from recording to picture
/// @param network       the network that guesses tokens
/// @param pretraining   up to this round
/// @param normalization of pictures
public record Card(String dataset, String clips, int fold, int round, String work, int epoch, long seed, FrontEnd frontEnd,
        Architecture network, Pretraining pretraining, Normalization normalization) {

    /// The card of another piece of the same pre-training.
    Card of(int otherRound, String otherWork, int epochs) {
        return new Card(dataset, clips, fold, otherRound, otherWork, epochs, seed, frontEnd, network,
                pretraining.withRounds(otherRound), normalization);
    }

    /// Makes sure that a file belongs to this pre-training.
    ///
    /// @param got the file's card
    /// @throws ExperimentException saying what is different
    void require(Path file, Card got) {
        var different = new ArrayList<String>();
        for (RecordComponent part : Card.class.getRecordComponents()) {
            if (!Objects.equals(value(part, this), value(part, got))) {
                different.add(part.getName());
            }
        }
        if (!different.isEmpty()) {
            throw new ExperimentException(file + ": does not belong to this run as it is now, different: "
                    + String.join(", ", different) + "; put the data set and config.yaml back as they were, or start a new run");
        }
    }

    private static Object value(RecordComponent part, Card card) {
        try {
            return part.getAccessor().invoke(card);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException("every component of a public record can be read", impossible);
        }
    }
}
