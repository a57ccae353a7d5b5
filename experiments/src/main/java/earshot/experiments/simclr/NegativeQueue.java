package earshot.experiments.simclr;

import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.kernels.Backend;
import java.util.Arrays;
import java.util.Optional;

/// Embeddings of the batches before, the newest so many of them, as they were then: no gradient flows into them.
///
/// It begins every epoch empty. Within an epoch no clip comes twice, so that nothing in it is another view of a clip that it is compared
/// with; and a run that goes on from its last finished epoch needs to know nothing of it.
final class NegativeQueue {
    private final float[] ring;
    private final int width;
    private final int capacity;
    private long added;

    /// @param capacity most embeddings, 0 for none
    /// @param width    length of an embedding
    NegativeQueue(int capacity, int width) {
        this.ring = new float[capacity * width];
        this.width = width;
        this.capacity = capacity;
    }

    int size() {
        return (int) Math.min(added, capacity);
    }

    /// What it holds, `[size, width]`, in no particular order; empty if it holds nothing.
    Optional<Tensor> tensor(Backend backend) {
        if (size() == 0) {
            return Optional.empty();
        }
        float[] held = Arrays.copyOf(ring, size() * width);
        return Optional.of(Tensor.of(backend, Shape.of(size(), width), held));
    }

    /// Takes in embeddings, `[n][width]`; the oldest make room.
    void add(float[] embeddings) {
        for (int at = 0; capacity > 0 && at < embeddings.length; at += width) {
            System.arraycopy(embeddings, at, ring, (int) (added++ % capacity) * width, width);
        }
    }
}
