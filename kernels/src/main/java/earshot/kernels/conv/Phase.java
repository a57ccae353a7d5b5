package earshot.kernels.conv;

import java.util.List;
import java.util.stream.IntStream;

/// Part of the gradient of a convolution's input, along one axis: the pixels with {@code (h + pad) mod stride = r}. Those are
/// {@code first, first + stride, …}, {@code count} of them, and all meet the same taps, those with {@code u · dilation mod stride = r}.
/// Read backwards from {@code lastTap}, {@code tapStep} apart, so that positions in {@code dy} ascend, these form a correlation of
/// {@code dy} of stride 1, with {@code taps} taps, {@code pad} and {@code dilation}.
///
/// @param taps 0 if no window reaches the pixels
record Phase(int first, int count, int stride, int taps, int lastTap, int tapStep, int pad, int dilation) {

    /// All that have pixels.
    static List<Phase> all(Axis x) {
        return IntStream.range(0, x.stride()).mapToObj(r -> of(r, x)).filter(p -> p.count > 0).toList();
    }

    /// @param r below the stride
    static Phase of(int r, Axis x) {
        int stride = x.stride();
        int first = Math.floorMod(r - x.pad(), stride);
        int count = first < x.size() ? (x.size() - first - 1) / stride + 1 : 0;
        int common = greatestCommonDivisor(stride, x.dilation());
        int step = stride / common;
        int firstTap = 0;
        while (firstTap < step && firstTap * x.dilation() % stride != r) {
            firstTap++;
        }
        int taps = firstTap < step && firstTap < x.k() ? (x.k() - firstTap - 1) / step + 1 : 0;
        int last = firstTap + (taps - 1) * step;
        return new Phase(first, count, stride, taps, last, step, (last * x.dilation() - first - x.pad()) / stride,
                x.dilation() / common);
    }

    /// What the taps see of {@code dy}.
    ///
    /// @param outSize pixels of {@code dy}
    Axis axis(int outSize) {
        return new Axis(outSize, count, taps, 1, pad, dilation);
    }

    /// Tap {@code i} in the order of ascending positions.
    int tap(int i) {
        return lastTap - i * tapStep;
    }

    private static int greatestCommonDivisor(int a, int b) {
        return b == 0 ? a : greatestCommonDivisor(b, a % b);
    }
}
