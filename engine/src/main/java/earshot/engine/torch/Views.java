package earshot.engine.torch;

import earshot.engine.Shape;
import earshot.engine.files.DataType;
import earshot.engine.files.MalformedFileException;
import earshot.engine.files.StoredTensor;
import earshot.engine.torch.PickleValue.Storage;
import earshot.engine.torch.PickleValue.Tuple;
import earshot.engine.torch.PickleValue.View;
import java.util.Arrays;

/// Makes tensors over storages, after checking that they lie in them.
///
/// @param in says where the pickle is being read
record Views(PickleBytes in) {

    /// A tensor by storage, offset, sizes and strides.
    ///
    /// @param type null: the storage's
    View make(Object[] a, DataType type) throws MalformedFileException {
        if (!(a[0] instanceof Storage storage && a[1] instanceof Long offset)) {
            throw in.malformed("a tensor is made of " + Construction.kind(a[0]) + " and " + Construction.kind(a[1])
                    + ", not of a storage and an offset");
        }
        long[] sizes = numbers("size", a[2]);
        long[] strides = numbers("stride", a[3]);
        DataType own = type == null ? storage.type() : type;
        if (own == null || storage.type() != null && storage.type() != own) {
            throw in.malformed("a tensor of " + own + " is made of a storage of " + storage.type());
        }
        long elements = storage.elements() * storage.width() / own.bytes();
        Shape shape = shape(sizes);
        if (sizes.length != strides.length || !StoredTensor.fits(shape, offset, strides, elements)) {
            throw in.malformed("a tensor " + shape + " from element " + offset + " with strides " + Arrays.toString(strides)
                    + " reaches outside of its storage of " + elements + " elements");
        }
        return new View(storage, own, shape, offset, strides);
    }

    private Shape shape(long[] sizes) throws MalformedFileException {
        int[] ints = new int[sizes.length];
        for (int i = 0; i < sizes.length; i++) {
            ints[i] = Math.clamp(sizes[i], -1, Integer.MAX_VALUE);
        }
        try {
            if (Arrays.stream(sizes).allMatch(s -> s <= Integer.MAX_VALUE)) {
                return Shape.of(ints);
            }
        } catch (IllegalArgumentException _) {
            // said below, with the sizes as they stand in the file
        }
        throw in.malformed("a tensor has the shape " + Arrays.toString(sizes) + "; sizes from 0 and at most "
                + Integer.MAX_VALUE + " elements are possible");
    }

    private long[] numbers(String what, Object value) throws MalformedFileException {
        if (!(value instanceof Tuple tuple) || tuple.items.length > 64) {
            throw in.malformed("a tensor's " + what + " is " + Construction.kind(value) + ", not a tuple of at most 64 numbers");
        }
        in.spend(16L * tuple.items.length);
        long[] numbers = new long[tuple.items.length];
        for (int i = 0; i < numbers.length; i++) {
            if (!(tuple.items[i] instanceof Long number)) {
                throw in.malformed(
                        "a tensor's " + what + " holds " + Construction.kind(tuple.items[i]) + " that is no 64-bit number");
            }
            numbers[i] = number;
        }
        return numbers;
    }
}
