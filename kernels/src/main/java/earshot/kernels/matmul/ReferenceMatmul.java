package earshot.kernels.matmul;

import earshot.kernels.DoubleStorage;
import earshot.kernels.Storage;
import earshot.kernels.elementwise.Epilogue;
import earshot.kernels.elementwise.ReferenceEpilogue;

/// [MatmulKernels] in double precision: rows times columns.
public final class ReferenceMatmul implements MatmulKernels {

    @Override
    public void matmul(MatmulGeometry g, Storage a, Storage b, Epilogue e, Storage y) {
        double[] as = DoubleStorage.of(a);
        double[] bs = DoubleStorage.of(b);
        double[] ys = DoubleStorage.of(y);
        int rowA = g.transposeA() ? 1 : g.k();
        int stepA = g.transposeA() ? g.m() : 1;
        int columnB = g.transposeB() ? g.k() : 1;
        int stepB = g.transposeB() ? 1 : g.n();
        for (int t = 0; t < g.batch(); t++) {
            int fromA = t * g.m() * g.k();
            int fromB = t * g.k() * g.n();
            int fromY = t * g.m() * g.n();
            for (int i = 0; i < g.m(); i++) {
                for (int j = 0; j < g.n(); j++) {
                    double sum = 0;
                    for (int k = 0; k < g.k(); k++) {
                        sum += as[fromA + i * rowA + k * stepA] * bs[fromB + j * columnB + k * stepB];
                    }
                    int at = fromY + i * g.n() + j;
                    ys[at] = ReferenceEpilogue.apply(e, g.n(), at, sum);
                }
            }
        }
    }
}
