package earshot.experiments.bench;

import earshot.engine.Gradients;
import earshot.engine.Scope;
import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.kernels.Backend;
import earshot.kernels.matmul.MatmulGeometry;
import java.util.List;

/// Matrix products: a square one, and those of BEATs (Chen et al., 2022), whose sequences of 5 s have 248 steps.
final class MatrixProducts {
    private static final int BEATS_STEPS = 248;

    private MatrixProducts() {
    }

    static List<Row> rows(Backend backend, Sizes sizes) {
        int t = BEATS_STEPS * sizes.batch();
        return List.of(row(backend, 1024, 1024, 1024), row(backend, t, 768, 768), row(backend, t, 3072, 768),
                row(backend, t, 768, 3072));
    }

    private static Row row(Backend backend, int m, int n, int k) {
        return new Row(m + "x" + n + "x" + k, 0, () -> new Product(backend, new MatmulGeometry(1, m, n, k, false, false)));
    }

    private static final class Product implements Work {
        private final MatmulGeometry g;
        private final Tensor a;
        private final Tensor b;

        Product(Backend backend, MatmulGeometry g) {
            this.g = g;
            a = Tensor.permanent(backend, Shape.of(g.m(), g.k()));
            b = Tensor.permanent(backend, Shape.of(g.k(), g.n()));
            backend.random().normal(g.m() * g.k(), 0, 0, 0, 1, a.storage());
            backend.random().normal(g.k() * g.n(), 0, 1, 0, 1, b.storage());
        }

        @Override
        public void run() {
            try (var _ = Scope.open(); var _ = Gradients.off()) {
                a.matmul(b);
            }
        }

        @Override
        public double operations() {
            return OperationCount.of(g);
        }

        @Override
        public double bytes() {
            return 4.0 * ((double) g.m() * g.k() + (double) g.k() * g.n() + (double) g.m() * g.n());
        }

        @Override
        public void close() {
            a.release();
            b.release();
        }
    }
}
