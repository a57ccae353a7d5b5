package earshot.kernels.gpu;

import java.util.Arrays;

/// Sizes or strides of axes as a kernel's argument: {@code Axes} of the preludes.
public final class GpuAxes {
    private static final int MOST = 8;

    private GpuAxes() {
    }

    /// The structure that holds these.
    ///
    /// @throws IllegalArgumentException if there are more than it can hold
    public static int[] of(int[] values) {
        if (values.length > MOST) {
            throw new IllegalArgumentException("device: kernels take up to " + MOST + " axes that cannot be merged, got "
                    + values.length + "; reshape first so that neighbours become one, or use the cpu");
        }
        return Arrays.copyOf(values, MOST);
    }
}
