package earshot.engine.files;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// Reads runs of numbers out of stored bytes: {@code count} elements from number {@code first}, {@code step} elements apart.
final class Elements {

    private Elements() {
    }

    private static ValueLayout.OfLong longs(ByteOrder order) {
        return ValueLayout.JAVA_LONG_UNALIGNED.withOrder(order);
    }

    private static ValueLayout.OfInt ints(ByteOrder order) {
        return ValueLayout.JAVA_INT_UNALIGNED.withOrder(order);
    }

    private static ValueLayout.OfShort shorts(ByteOrder order) {
        return ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(order);
    }

    /// Any type as double.
    static void doubles(MemorySegment s, DataType type, ByteOrder order, long first, long step, int count, double[] to, int at) {
        switch (type) {
            case F64 -> {
                ValueLayout.OfDouble layout = ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(order);
                if (step == 1) {
                    MemorySegment.copy(s, layout, first * 8, to, at, count);
                    return;
                }
                for (int i = 0; i < count; i++) {
                    to[at + i] = s.get(layout, (first + i * step) * 8);
                }
            }
            case F32, F16, BF16 -> {
                float[] narrow = new float[Math.min(count, 1024)];
                for (int done = 0; done < count; done += narrow.length) {
                    int n = Math.min(narrow.length, count - done);
                    floats(s, type, order, first + done * step, step, n, narrow, 0);
                    for (int i = 0; i < n; i++) {
                        to[at + done + i] = narrow[i];
                    }
                }
            }
            case I64, I32, I16, I8, U8, BOOL -> {
                long[] whole = new long[Math.min(count, 1024)];
                for (int done = 0; done < count; done += whole.length) {
                    int n = Math.min(whole.length, count - done);
                    longs(s, type, order, first + done * step, step, n, whole, 0);
                    for (int i = 0; i < n; i++) {
                        to[at + done + i] = whole[i];
                    }
                }
            }
        }
    }

    /// Any type as float.
    static void floats(MemorySegment s, DataType type, ByteOrder order, long first, long step, int count, float[] to, int at) {
        switch (type) {
            case F32 -> {
                ValueLayout.OfFloat layout = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(order);
                if (step == 1) {
                    MemorySegment.copy(s, layout, first * 4, to, at, count);
                    return;
                }
                for (int i = 0; i < count; i++) {
                    to[at + i] = s.get(layout, (first + i * step) * 4);
                }
            }
            case F16 -> {
                ValueLayout.OfShort layout = shorts(order);
                for (int i = 0; i < count; i++) {
                    to[at + i] = Float.float16ToFloat(s.get(layout, (first + i * step) * 2));
                }
            }
            case BF16 -> {
                ValueLayout.OfShort layout = shorts(order);
                for (int i = 0; i < count; i++) {
                    to[at + i] = Float.intBitsToFloat(s.get(layout, (first + i * step) * 2) << 16);
                }
            }
            case F64, I64, I32, I16, I8, U8, BOOL -> {
                double[] wide = new double[Math.min(count, 1024)];
                for (int done = 0; done < count; done += wide.length) {
                    int n = Math.min(wide.length, count - done);
                    doubles(s, type, order, first + done * step, step, n, wide, 0);
                    for (int i = 0; i < n; i++) {
                        to[at + done + i] = (float) wide[i];
                    }
                }
            }
        }
    }

    /// Integers and booleans; any byte but 0 is true.
    static void longs(MemorySegment s, DataType type, ByteOrder order, long first, long step, int count, long[] to, int at) {
        switch (type) {
            case I64 -> {
                ValueLayout.OfLong layout = longs(order);
                for (int i = 0; i < count; i++) {
                    to[at + i] = s.get(layout, (first + i * step) * 8);
                }
            }
            case I32 -> {
                ValueLayout.OfInt layout = ints(order);
                for (int i = 0; i < count; i++) {
                    to[at + i] = s.get(layout, (first + i * step) * 4);
                }
            }
            case I16 -> {
                ValueLayout.OfShort layout = shorts(order);
                for (int i = 0; i < count; i++) {
                    to[at + i] = s.get(layout, (first + i * step) * 2);
                }
            }
            case I8 -> {
                for (int i = 0; i < count; i++) {
                    to[at + i] = s.get(ValueLayout.JAVA_BYTE, first + i * step);
                }
            }
            case U8 -> {
                for (int i = 0; i < count; i++) {
                    to[at + i] = s.get(ValueLayout.JAVA_BYTE, first + i * step) & 0xFF;
                }
            }
            case BOOL -> {
                for (int i = 0; i < count; i++) {
                    to[at + i] = s.get(ValueLayout.JAVA_BYTE, first + i * step) == 0 ? 0 : 1;
                }
            }
            case F64, F32, F16, BF16 -> throw new AssertionError(type + " holds no integers");
        }
    }

    /// Copies the bits of elements of a width, little-endian, one after the other.
    ///
    /// @param at number of the first element in the target
    static void copy(MemorySegment s, int width, ByteOrder order, long first, long step, int count, MemorySegment to, int at) {
        if (step == 1 && (order == ByteOrder.LITTLE_ENDIAN || width == 1)) {
            MemorySegment.copy(s, first * width, to, (long) at * width, (long) count * width);
            return;
        }
        ByteOrder little = ByteOrder.LITTLE_ENDIAN;
        switch (width) {
            case 8 -> {
                for (int i = 0; i < count; i++) {
                    to.set(longs(little), (at + i) * 8L, s.get(longs(order), (first + i * step) * 8));
                }
            }
            case 4 -> {
                for (int i = 0; i < count; i++) {
                    to.set(ints(little), (at + i) * 4L, s.get(ints(order), (first + i * step) * 4));
                }
            }
            case 2 -> {
                for (int i = 0; i < count; i++) {
                    to.set(shorts(little), (at + i) * 2L, s.get(shorts(order), (first + i * step) * 2));
                }
            }
            default -> {
                for (int i = 0; i < count; i++) {
                    to.set(ValueLayout.JAVA_BYTE, at + i, s.get(ValueLayout.JAVA_BYTE, first + i * step));
                }
            }
        }
    }
}
