package earshot.engine.torch;

import earshot.engine.Shape;
import earshot.engine.files.DataType;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Values of a pickle that Java has no type for. Besides them there are {@code Boolean}, {@code Long}, {@code BigInteger},
/// {@code Double}, {@code String}, {@code byte[]} and [#NONE].
sealed interface PickleValue {
    /// Python's {@code None}.
    PickleValue NONE = new None();

    record None() implements PickleValue {
    }

    /// Compared by identity, as it can change and can contain itself.
    final class Sequence implements PickleValue {
        final List<Object> items = new ArrayList<>(0);
    }

    /// Compared by identity: equal tuples could take for ever to compare.
    final class Tuple implements PickleValue {
        final Object[] items;

        Tuple(Object... items) {
            this.items = items;
        }
    }

    /// Keys are texts, numbers, truth values and [#NONE].
    final class Dictionary implements PickleValue {
        /// The attributes of a namespace, so that they may be set.
        final boolean namespace;

        final Map<Object, Object> entries = new LinkedHashMap<>(2);

        Dictionary(boolean namespace) {
            this.namespace = namespace;
        }
    }

    /// A tensor over a storage, checked to lie in it.
    record View(Storage storage, DataType type, Shape shape, long offset, long[] strides) implements PickleValue {
    }

    /// Something named from the list of what is allowed.
    record Name(Allowed allowed) implements PickleValue {
    }

    /// The memory behind one or more tensors. In the older format it comes after the pickle that tells of it.
    final class Storage implements PickleValue {
        private final DataType type;
        private final long elements;
        private final Storage root;
        private final long offset;
        private MemorySegment bytes;

        private Storage(DataType type, long elements, Storage root, long offset, MemorySegment bytes) {
            this.type = type;
            this.elements = elements;
            this.root = root;
            this.offset = offset;
            this.bytes = bytes;
        }

        /// @param type     of its elements; null for plain bytes
        /// @param elements how many
        /// @param bytes    null if they are not known yet
        Storage(DataType type, long elements, MemorySegment bytes) {
            this(type, elements, null, 0, bytes);
        }

        /// A piece of this storage, which must lie in it.
        Storage piece(long from, long count) {
            return new Storage(type, count, this, from, null);
        }

        /// Type of its elements; null for plain bytes.
        DataType type() {
            return type;
        }

        long elements() {
            return elements;
        }

        /// Bytes per element.
        int width() {
            return type == null ? 1 : type.bytes();
        }

        MemorySegment bytes() {
            return root == null ? bytes : root.bytes().asSlice(offset * width(), elements * width());
        }

        void fill(MemorySegment content) {
            bytes = content;
        }
    }
}
