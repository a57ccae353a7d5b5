package earshot.experiments.training;

import earshot.engine.nn.Module;
import java.io.IOException;
import java.util.Set;

/// What a network begins its supervised training with.
public interface Start {

    /// Weights as they are drawn.
    Start RANDOM = new Start() {
        @Override
        public Set<String> load(Module network, Split split, TrainingListener listener) {
            return Set.of();
        }

        @Override
        public String describe() {
            return "random";
        }
    };

    /// Puts weights into a network that was just built. The same at every call: an interrupted training asks again. What has to be
    /// learned first, from the training clips of the fold alone, is learned here and kept in the run.
    ///
    /// @return names of the parameters that now hold something learned; they get a learning rate of their own
    Set<String> load(Module network, Split split, TrainingListener listener) throws IOException;

    /// In words that tell one start from another; a checkpoint's card holds them.
    String describe();

    /// Where the weights come from, for an experiment that is about weights learned elsewhere: the name of public ones, else words that say
    /// it; null for others.
    default String weights() {
        return null;
    }

    /// Clips that [#load] still has to go through for a fold, all epochs.
    default long clipsToTrain(Split split) throws IOException {
        return 0;
    }
}
