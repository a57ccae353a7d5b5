package earshot.engine.nn;

import earshot.engine.Parameter;
import earshot.engine.Tensor;

/// What a module has to be saved and loaded with.
public sealed interface State {

    /// Something learned.
    record Learned(Parameter parameter) implements State {
    }

    /// Something gathered in training, as running means are. Its axes are ordered as in PyTorch.
    record Running(Tensor tensor) implements State {
    }

    /// Something counted, as the batches that a norm has seen.
    final class Count implements State {
        private long value;

        /// The count.
        public long value() {
            return value;
        }

        /// Replaces the count.
        public void set(long count) {
            value = count;
        }
    }
}
