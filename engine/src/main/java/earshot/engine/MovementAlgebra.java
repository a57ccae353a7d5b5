package earshot.engine;

import earshot.engine.ops.Concat;
import earshot.engine.ops.Embedding;
import earshot.engine.ops.Gather;
import earshot.engine.ops.Pad;
import earshot.engine.ops.Permute;
import earshot.engine.ops.Repeat;
import earshot.engine.ops.Reshape;
import earshot.engine.ops.Roll;
import earshot.engine.ops.ScatterAdd;
import earshot.engine.ops.Slice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// The part of [Algebra] that moves elements and computes nothing.
public sealed interface MovementAlgebra permits Algebra {

    /// The axes in another order: [Permute].
    default Tensor permute(int... order) {
        return Tape.apply(new Permute(order), self());
    }

    /// This and the others one after another along an axis: [Concat].
    default Tensor concat(int axis, Tensor... others) {
        return Tape.apply(new Concat(axis), withSelf(others));
    }

    /// This and the others side by side along a new axis: [Reshape], [Concat].
    ///
    /// @param axis position of the new axis in the result; negative counts from the end
    default Tensor stack(int axis, Tensor... others) {
        Tensor[] apart = Arrays.stream(withSelf(others)).map(t -> t.reshape(t.shape().inserted("stack", axis).sizes()))
                .toArray(Tensor[]::new);
        return Tape.apply(new Concat(axis), apart);
    }

    /// Every {@code step}-th element from {@code start} to before {@code end}, along each axis: [Slice].
    default Tensor slice(int[] start, int[] end, int[] step) {
        return Tape.apply(new Slice(start, end, step), self());
    }

    /// Positions {@code from} to before {@code to} of one axis: [Slice].
    default Tensor slice(int axis, int from, int to) {
        return Tape.apply(Slice.along(self().shape(), axis, from, to), self());
    }

    /// Parts of these sizes along an axis: [Slice].
    ///
    /// @throws IllegalArgumentException if the sizes do not add up to the size of the axis
    default List<Tensor> split(int axis, int... sizes) {
        Shape x = self().shape();
        if (Arrays.stream(sizes).sum() != x.size(x.axis("split", axis))) {
            throw new IllegalArgumentException("split: parts of " + Arrays.toString(sizes) + " do not add up to axis " + axis
                    + " of " + x + "; name the size of every part");
        }
        List<Tensor> parts = new ArrayList<>();
        int at = 0;
        for (int size : sizes) {
            parts.add(slice(axis, at, at + size));
            at += size;
        }
        return parts;
    }

    /// More elements before and after along each axis: [Pad].
    default Tensor pad(Pad.Mode mode, int[] before, int[] after, double value) {
        return Tape.apply(new Pad(mode, before, after, value), self());
    }

    /// Moved along an axis, coming in at the other end: [Roll].
    default Tensor roll(int axis, int shift) {
        return Tape.apply(new Roll(axis, shift), self());
    }

    /// The whole several times along each axis: [Repeat].
    default Tensor repeat(int... times) {
        return Tape.apply(new Repeat(times), self());
    }

    /// Rows of this table by their numbers: [Embedding].
    default Tensor embedding(Tensor index) {
        return Tape.apply(new Embedding(), self(), index);
    }

    /// Elements along an axis by their numbers: [Gather].
    default Tensor gather(int axis, Tensor index) {
        return Tape.apply(new Gather(axis), self(), index);
    }

    /// With elements added along an axis to the places that the index names: [ScatterAdd].
    default Tensor scatterAdd(int axis, Tensor index, Tensor source) {
        return Tape.apply(new ScatterAdd(axis), self(), index, source);
    }

    private Tensor[] withSelf(Tensor... others) {
        return Stream.concat(Stream.of(self()), Arrays.stream(others)).toArray(Tensor[]::new);
    }

    private Tensor self() {
        return (Tensor) this;
    }
}
