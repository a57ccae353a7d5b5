package earshot.experiments.report;

import earshot.experiments.runs.Summary;
import earshot.experiments.weights.Origin;
import java.util.Map;

/// What the original post reports on ESC-50: 50 classes, five folds, networks of its sizes.
///
/// @param plain      mean accuracy, part of one
/// @param averaged   the same, averaged over augmented views; null if the post has no such figure
/// @param parameters learned values of the network; null where the post does not say
record Post(double plain, Double averaged, Long parameters) {
    private static final int CLASSES = 50;
    private static final int FOLDS = 5;
    private static final Map<String, Post> FIGURES = Map.of( //
            "resnet34", new Post(0.805, 0.835, 21_304_050L), //
            "efficientnet-b0", new Post(0.815, null, 4_071_598L), //
            "simclr", new Post(0.825, null, 21_304_050L), //
            "cnn-beats", new Post(0.745, null, null), //
            "transformer-beats", new Post(0.4, null, null));

    /// The figure to set beside a run; null if there is none, or the run did something else.
    static Post beside(Summary run) {
        Post post = FIGURES.get(run.experiment());
        return post != null && run.classes().size() == CLASSES && run.folds().size() == FOLDS
                && (post.parameters == null || post.parameters == run.parameters()) && !Origin.mayBeRandom(run.weights())
                        ? post
                        : null;
    }
}
