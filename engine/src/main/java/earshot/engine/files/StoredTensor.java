package earshot.engine.files;

import earshot.engine.Shape;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A tensor where it stands in a file: type, shape and how its elements lie in a piece of (usually mapped) memory. Nothing is copied
/// before values are asked for. Several tensors may lie over the same bytes.
///
/// Element {@code [i, j, …]} is number {@code offset + i · strides[0] + j · strides[1] + …} of the storage.
///
/// Immutable; usable as long as the file it comes from is open.
public final class StoredTensor {
    private static final int CHUNK = 1 << 16;

    private final DataType type;
    private final Shape shape;
    private final long offset;
    private final long[] strides;
    private final MemorySegment storage;
    private final ByteOrder order;

    private StoredTensor(DataType type, Shape shape, long offset, long[] strides, MemorySegment storage, ByteOrder order) {
        this.type = type;
        this.shape = shape;
        this.offset = offset;
        this.strides = strides;
        this.storage = storage;
        this.order = order;
    }

    /// A tensor whose elements fill its bytes in row-major order.
    ///
    /// @throws IllegalArgumentException if the bytes are not as many as the elements need
    public static StoredTensor contiguous(DataType type, Shape shape, MemorySegment bytes, ByteOrder order) {
        if (bytes.byteSize() != (long) shape.count() * type.bytes()) {
            throw new IllegalArgumentException("stored tensor: " + type + " " + shape + " needs "
                    + (long) shape.count() * type.bytes() + " bytes, got " + bytes.byteSize());
        }
        return new StoredTensor(type, shape, 0, rowMajor(shape), bytes, order);
    }

    /// A tensor over some of a storage's elements.
    ///
    /// @param offset  of the first element, in elements
    /// @param strides steps from one index of an axis to the next, in elements; 0 repeats
    /// @throws IllegalArgumentException if an element would lie outside of the storage
    public static StoredTensor strided(DataType type, Shape shape, long offset, long[] strides, MemorySegment storage,
            ByteOrder order) {
        long elements = storage.byteSize() / type.bytes();
        if (strides.length != shape.rank() || !fits(shape, offset, strides, elements)) {
            throw new IllegalArgumentException("stored tensor: " + type + " " + shape + " from element " + offset
                    + " with strides " + Arrays.toString(strides) + " does not fit into a storage of " + elements + " elements");
        }
        return new StoredTensor(type, shape, offset, strides.clone(), storage, order);
    }

    /// Whether all elements of a view lie in a storage.
    ///
    /// @param elements of the storage
    public static boolean fits(Shape shape, long offset, long[] strides, long elements) {
        if (offset < 0 || Arrays.stream(strides).anyMatch(s -> s < 0)) {
            return false;
        }
        if (shape.count() == 0) {
            return true;
        }
        long last = offset;
        for (int i = 0; i < strides.length; i++) {
            long steps = shape.size(i) - 1L;
            if (steps > 0 && strides[i] > (Long.MAX_VALUE - last) / steps) {
                return false;
            }
            last += steps * strides[i];
        }
        return last < elements;
    }

    /// Steps of a tensor that fills its storage in row-major order.
    public static long[] rowMajor(Shape shape) {
        long[] strides = new long[shape.rank()];
        long step = 1;
        for (int i = strides.length - 1; i >= 0; i--) {
            strides[i] = step;
            step *= shape.size(i);
        }
        return strides;
    }

    /// Values of the program, ready to be written.
    public static StoredTensor of(TensorData data) {
        MemorySegment values = switch (data.type()) {
            case F32 -> MemorySegment.ofArray(data.floats());
            case F64 -> MemorySegment.ofArray(data.doubles());
            case I64 -> MemorySegment.ofArray(data.longs());
            case F16, BF16, I32, I16, I8, U8, BOOL -> throw new AssertionError("tensor data is never " + data.type());
        };
        return contiguous(data.type(), data.shape(), values, ByteOrder.nativeOrder());
    }

    /// How numbers are stored.
    public DataType type() {
        return type;
    }

    /// Sizes of the axes.
    public Shape shape() {
        return shape;
    }

    /// Bytes of all elements, each counted once per index.
    public long bytes() {
        return (long) shape.count() * type.bytes();
    }

    /// The same elements with the axes in reverse order.
    public StoredTensor transposed() {
        int rank = strides.length;
        int[] sizes = new int[rank];
        long[] steps = new long[rank];
        for (int i = 0; i < rank; i++) {
            sizes[i] = shape.size(rank - 1 - i);
            steps[i] = strides[rank - 1 - i];
        }
        return new StoredTensor(type, Shape.of(sizes), offset, steps, storage, order);
    }

    /// The values: F64 stays, narrower floating-point types become F32, integers and booleans I64.
    public TensorData read() {
        if (type == DataType.F64) {
            return TensorData.of(shape, doubles());
        }
        return type.integer() ? TensorData.of(shape, longs()) : TensorData.of(shape, floats());
    }

    /// The values in row-major order; integers beyond 2⁵³ are rounded.
    public double[] doubles() {
        double[] all = new double[shape.count()];
        rows().visit((first, step, count, at) -> Elements.doubles(storage, type, order, first, step, count, all, at));
        return all;
    }

    /// The values in row-major order, rounded to float.
    public float[] floats() {
        float[] all = new float[shape.count()];
        rows().visit((first, step, count, at) -> Elements.floats(storage, type, order, first, step, count, all, at));
        return all;
    }

    /// The values of an integer or boolean tensor in row-major order; true is 1.
    ///
    /// @throws IllegalStateException if it is none
    public long[] longs() {
        if (!type.integer()) {
            throw new IllegalStateException("stored tensor: " + this + " holds no integers; read floats() or doubles()");
        }
        long[] all = new long[shape.count()];
        rows().visit((first, step, count, at) -> Elements.longs(storage, type, order, first, step, count, all, at));
        return all;
    }

    /// The sum of all elements: exact for integers, compensated for floating-point numbers, then rounded once.
    public double sum() {
        return type.integer() ? rows().wholeSum(storage, type, order) : rows().realSum(storage, type, order);
    }

    /// The first elements in row-major order: {@code Long} for integers and booleans, else {@code Double}.
    ///
    /// @param most as many, or all if there are fewer
    public List<Number> head(int most) {
        List<Number> head = new ArrayList<>();
        long[] index = new long[strides.length];
        for (int n = Math.min(most, shape.count()); head.size() < n;) {
            long at = offset;
            for (int i = 0; i < index.length; i++) {
                at += index[i] * strides[i];
            }
            if (type.integer()) {
                long[] one = new long[1];
                Elements.longs(storage, type, order, at, 1, 1, one, 0);
                head.add(one[0]);
            } else {
                double[] one = new double[1];
                Elements.doubles(storage, type, order, at, 1, 1, one, 0);
                head.add(one[0]);
            }
            for (int i = index.length - 1; i >= 0 && ++index[i] == shape.size(i); i--) {
                index[i] = 0;
            }
        }
        return head;
    }

    /// Writes all elements in row-major order and little-endian, in their own type.
    public void writeTo(WritableByteChannel out) throws IOException {
        if (storage.isNative() && order == ByteOrder.LITTLE_ENDIAN && Arrays.equals(strides, rowMajor(shape))) {
            // Already as they are to be: straight from the mapped file, without a copy.
            for (long at = 0, n; at < bytes(); at += n) {
                n = Math.min(1 << 30, bytes() - at);
                ByteBuffer piece = storage.asSlice(offset * type.bytes() + at, n).asByteBuffer();
                while (piece.hasRemaining()) {
                    out.write(piece);
                }
            }
            return;
        }
        ByteBuffer chunk = ByteBuffer.allocate((int) Math.min((long) CHUNK * type.bytes(), bytes()));
        MemorySegment target = MemorySegment.ofBuffer(chunk);
        int[] filled = {0};
        int room = chunk.capacity() / type.bytes();
        IOException[] failure = {null};
        rows().visit((first, step, count, at) -> {
            for (int done = 0; done < count && failure[0] == null;) {
                int n = Math.min(count - done, room - filled[0]);
                Elements.copy(storage, type.bytes(), order, first + done * step, step, n, target, filled[0]);
                filled[0] += n;
                done += n;
                if (filled[0] == room) {
                    filled[0] = 0;
                    failure[0] = written(out, chunk.clear());
                }
            }
        });
        if (failure[0] == null && filled[0] > 0) {
            failure[0] = written(out, chunk.clear().limit(filled[0] * type.bytes()));
        }
        if (failure[0] != null) {
            throw failure[0];
        }
    }

    /// {@code F16 [64,1,7,7]}.
    @Override
    public String toString() {
        return type + " " + shape;
    }

    private Rows rows() {
        return new Rows(shape, offset, strides);
    }

    private static IOException written(WritableByteChannel out, ByteBuffer bytes) {
        try {
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            return null;
        } catch (IOException e) {
            return e;
        }
    }
}
