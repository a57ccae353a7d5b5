package earshot.experiments.tokens;

import earshot.engine.Gradients;
import earshot.engine.Scope;
import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.kernels.Backend;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Many vectors of one width, on a backend. They stand in blocks, so that what is computed of one is still in the caches when it is asked
/// for, and belong to the scope that was open when they were put there.
final class Points {
    private static final int BLOCK = 2048;

    private final Backend backend;
    private final float[] values;
    private final int width;
    private final List<Tensor> blocks = new ArrayList<>();

    /// @param values row-major `[points][width]`
    Points(Backend backend, float[] values, int width) {
        if (values.length % width != 0) {
            throw new IllegalArgumentException(
                    "points: expected vectors of " + width + " values, got " + values.length + " values in all");
        }
        this.backend = backend;
        this.values = values;
        this.width = width;
        for (int from = 0; from < count(); from += BLOCK) {
            int to = Math.min(count(), from + BLOCK);
            blocks.add(Tensor.of(backend, Shape.of(to - from, width), Arrays.copyOfRange(values, from * width, to * width)));
        }
    }

    int count() {
        return values.length / width;
    }

    int width() {
        return width;
    }

    /// One value of one point.
    float value(int point, int place) {
        return values[point * width + place];
    }

    /// The nearest centre of every point, the first where two are equally near.
    ///
    /// `|x - c|²` is least where `x · c - |c|² / 2` is largest: a linear map, and the place of a maximum.
    ///
    /// @param centres row-major `[centres][width]`
    int[] nearest(float[] centres) {
        int count = centres.length / width;
        double[] halves = new double[count];
        for (int i = 0; i < centres.length; i++) {
            halves[i / width] -= (double) centres[i] * centres[i] / 2;
        }
        int[] nearest = new int[count()];
        try (var _ = Scope.open(); var _ = Gradients.off()) {
            Tensor w = Tensor.of(backend, Shape.of(count, width), centres);
            Tensor b = Tensor.of(backend, Shape.of(count), halves);
            for (int i = 0; i < blocks.size(); i++) {
                try (var _ = Scope.open()) {
                    int[] own = blocks.get(i).linear(w, b).argMax().ints();
                    System.arraycopy(own, 0, nearest, i * BLOCK, own.length);
                }
            }
        }
        return nearest;
    }

    /// The squared distance of every point from one of them: exactly 0 for those equal to it.
    double[] squaredDistances(int point) {
        double[] distances = new double[count()];
        try (var _ = Scope.open(); var _ = Gradients.off()) {
            Tensor c = Tensor.of(backend, Shape.of(width), Arrays.copyOfRange(values, point * width, (point + 1) * width));
            for (int i = 0; i < blocks.size(); i++) {
                try (var _ = Scope.open()) {
                    Tensor difference = blocks.get(i).sub(c);
                    double[] own = difference.mul(difference).sum(1).doubles();
                    System.arraycopy(own, 0, distances, i * BLOCK, own.length);
                }
            }
        }
        return distances;
    }
}
