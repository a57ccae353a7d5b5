package earshot.experiments.simclr;

import earshot.experiments.ExperimentException;

/// How an encoder is taught to find pairs of views.
///
/// @param epochs      passes over the training clips
/// @param batch       clips of a step, of two views each
/// @param lr          highest learning rate of the one-cycle schedule
/// @param weightDecay of AdamW, decoupled
/// @param temperature of the contrastive loss: the lower it is, the more the nearest strangers count
/// @param negatives   most embeddings of earlier batches of the epoch to be told apart from as well, 0 for none
/// @param projection  length of an embedding, what the projection head gives
/// @param views       what makes two views differ
public record Pretraining(int epochs, int batch, double lr, double weightDecay, double temperature, int negatives,
        int projection, Views views) {

    /// Hard views with the temperature of the paper. No queue: what it came to is told in the chapter on contrast.
    public static final Pretraining STANDARD = new Pretraining(25, 32, 1e-3, 0.01, 0.5, 0, 128, Views.HARD);

    public Pretraining {
        require(epochs >= 1 && epochs <= 0xFFFF, "epochs", "1 to 65535", epochs);
        require(batch >= 2, "batch", "at least 2, as a clip alone has no other to be told apart from", batch);
        require(lr > 0, "lr", "above 0", lr);
        require(weightDecay >= 0, "weightDecay", "at least 0", weightDecay);
        require(temperature >= 0.01 && temperature <= 10, "temperature", "0.01 to 10", temperature);
        require(negatives >= 0, "negatives", "at least 0", negatives);
        require(projection >= 2 && projection <= 8192, "projection", "2 to 8192", projection);
    }

    /// The same with other views.
    Pretraining withViews(Views other) {
        return new Pretraining(epochs, batch, lr, weightDecay, temperature, negatives, projection, other);
    }

    private static void require(boolean fine, String key, String expected, Object got) {
        if (!fine) {
            throw ExperimentException.configuration("pretraining." + key, expected, got);
        }
    }
}
