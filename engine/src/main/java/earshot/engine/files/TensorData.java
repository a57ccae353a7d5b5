package earshot.engine.files;

import earshot.engine.Shape;
import java.util.Arrays;

/// Values of a tensor on their way to or from a file, on the host, in PyTorch's layout.
public final class TensorData {
    private final DataType type;
    private final Shape shape;
    /// {@code float[]} for F32, {@code double[]} for F64, {@code long[]} for I64.
    private final Object values;

    private TensorData(DataType type, Shape shape, Object values, int count) {
        if (count != shape.count()) {
            throw new IllegalArgumentException(
                    "tensor data: shape " + shape + " needs " + shape.count() + " values, got " + count);
        }
        this.type = type;
        this.shape = shape;
        this.values = values;
    }

    /// Values in F32. The array is not copied.
    public static TensorData of(Shape shape, float... values) {
        return new TensorData(DataType.F32, shape, values, values.length);
    }

    /// Values in F64. The array is not copied.
    public static TensorData of(Shape shape, double... values) {
        return new TensorData(DataType.F64, shape, values, values.length);
    }

    /// Values in I64. The array is not copied.
    public static TensorData of(Shape shape, long... values) {
        return new TensorData(DataType.I64, shape, values, values.length);
    }

    /// F32, F64 or I64.
    public DataType type() {
        return type;
    }

    /// Sizes of the axes.
    public Shape shape() {
        return shape;
    }

    /// The values, rounded to float.
    public float[] floats() {
        if (values instanceof float[] floats) {
            return floats;
        }
        double[] doubles = doubles();
        float[] result = new float[doubles.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = (float) doubles[i];
        }
        return result;
    }

    /// The values as double.
    public double[] doubles() {
        return switch (values) {
            case float[] floats -> {
                double[] result = new double[floats.length];
                Arrays.setAll(result, i -> floats[i]);
                yield result;
            }
            case long[] longs -> Arrays.stream(longs).asDoubleStream().toArray();
            default -> (double[]) values;
        };
    }

    /// The values of an I64 tensor.
    ///
    /// @throws IllegalStateException if it is not of that type
    public long[] longs() {
        if (values instanceof long[] longs) {
            return longs;
        }
        throw new IllegalStateException("tensor data: " + this + " holds no integers; read floats() or doubles()");
    }

    /// {@code F32 [64,1,7,7]}.
    @Override
    public String toString() {
        return type + " " + shape;
    }
}
