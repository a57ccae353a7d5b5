package earshot.kernels.norm;

import earshot.kernels.FloatStorage;
import earshot.kernels.Storage;
import earshot.kernels.simd.Scratch;
import earshot.kernels.simd.Workers;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

import static earshot.kernels.simd.Lanes.FLOATS;

/// Batch normalisation over contiguous channels. Sums over rows go in two levels: parts of [#PART] rows by vectors, the parts
/// one after another in double, in an order that the geometry fixes.
public final class SimdNorm implements NormKernels {
    private static final int PART = 512;
    /// Elements of a task that only maps.
    private static final int GRAIN = 1 << 15;
    private static final int L = FLOATS.length();

    private final Workers workers;
    private final SimdGroupNorm groups;

    public SimdNorm(Workers workers) {
        this.workers = workers;
        this.groups = new SimdGroupNorm(workers);
    }

    @Override
    public void statistics(BatchNormGeometry g, Storage x, Storage mean, Storage var) {
        float[] xv = FloatStorage.of(x);
        float[] meanv = FloatStorage.of(mean);
        float[] varv = FloatStorage.of(var);
        int c = g.channels();
        int parts = (g.rows() + PART - 1) / PART;
        float[] partials = Scratch.PARTIALS.floats(Math.multiplyExact(3 * parts, c));
        workers.run(parts, part -> {
            int rows = Math.min(PART, g.rows() - part * PART);
            moments(xv, part * PART * c, rows, c, partials, 3 * part * c);
        });
        for (int i = 0; i < c; i++) {
            combine(partials, parts, i, g, meanv, varv);
        }
    }

    /// For every channel of a part: its mean, to single precision, and the sums of {@code x - mean} and of its square. The mean,
    /// not any row, is taken off, so that neither a mean far above the spread nor an outlier costs digits; the second pass
    /// finds the part in the cache.
    private static void moments(float[] x, int x0, int rows, int c, float[] to, int to0) {
        for (int i = 0; i < c; i += L) {
            VectorMask<Float> m = FLOATS.indexInRange(i, c);
            FloatVector sum = FloatVector.zero(FLOATS);
            for (int r = 0; r < rows; r++) {
                sum = sum.add(FloatVector.fromArray(FLOATS, x, x0 + r * c + i, m));
            }
            FloatVector mean = sum.div(rows);
            FloatVector s = FloatVector.zero(FLOATS);
            FloatVector q = FloatVector.zero(FLOATS);
            for (int r = 0; r < rows; r++) {
                FloatVector d = FloatVector.fromArray(FLOATS, x, x0 + r * c + i, m).sub(mean);
                s = s.add(d);
                q = d.fma(d, q);
            }
            mean.intoArray(to, to0 + i, m);
            s.intoArray(to, to0 + c + i, m);
            q.intoArray(to, to0 + 2 * c + i, m);
        }
    }

    /// Joins the parts of one channel (Chan, Golub and LeVeque, 1983).
    private static void combine(float[] partials, int parts, int i, BatchNormGeometry g, float[] mean, float[] var) {
        int c = g.channels();
        double n = 0;
        double centre = 0;
        double squares = 0;
        for (int part = 0; part < parts; part++) {
            int rows = Math.min(PART, g.rows() - part * PART);
            double s = partials[(3 * part + 1) * c + i];
            double q = partials[(3 * part + 2) * c + i];
            double partCentre = partials[3 * part * c + i] + s / rows;
            double d = partCentre - centre;
            squares += q - s * s / rows + d * d * n * rows / (n + rows);
            centre += d * rows / (n + rows);
            n += rows;
        }
        mean[i] = (float) centre;
        var[i] = (float) Math.max(0, squares / n);
    }

    @Override
    public void normalize(BatchNormGeometry g, Storage x, Storage mean, Storage var, Storage w, Storage b, Storage y) {
        int c = g.channels();
        float[] scale = scale(g, w, var);
        float[] zero = FloatStorage.of(mean);
        float[] shift = FloatStorage.of(b);
        float[] xv = FloatStorage.of(x);
        float[] yv = FloatStorage.of(y);
        workers.stretches(g.rows(), Math.max(1, GRAIN / c), (from, to) -> {
            for (int r = from; r < to; r++) {
                for (int i = 0; i < c; i += L) {
                    VectorMask<Float> m = FLOATS.indexInRange(i, c);
                    FloatVector d = FloatVector.fromArray(FLOATS, xv, r * c + i, m)
                            .sub(FloatVector.fromArray(FLOATS, zero, i, m));
                    d.fma(FloatVector.fromArray(FLOATS, scale, i, m), FloatVector.fromArray(FLOATS, shift, i, m)).intoArray(yv,
                            r * c + i, m);
                }
            }
        });
    }

    /// {@code w / √(var + eps)}, computed in double.
    private static float[] scale(BatchNormGeometry g, Storage w, Storage var) {
        float[] wv = FloatStorage.of(w);
        float[] varv = FloatStorage.of(var);
        float[] scale = new float[g.channels()];
        for (int i = 0; i < scale.length; i++) {
            scale[i] = (float) (wv[i] / Math.sqrt(varv[i] + g.eps()));
        }
        return scale;
    }

    @Override
    public void backward(BatchNormGeometry g, Storage x, Storage mean, Storage var, Storage w, Storage dy, Storage dx, Storage dw,
            Storage db) {
        parameterGradients(g, x, mean, var, dy, dw, db);
        float[] varv = FloatStorage.of(var);
        float[] dwv = FloatStorage.of(dw);
        float[] dbv = FloatStorage.of(db);
        float[] scale = scale(g, w, var);
        float[] slope = new float[scale.length];
        float[] shift = new float[scale.length];
        for (int i = 0; i < scale.length; i++) {
            slope[i] = (float) (-scale[i] * dwv[i] / (g.rows() * Math.sqrt(varv[i] + g.eps())));
            shift[i] = (float) (-(double) scale[i] * dbv[i] / g.rows());
        }
        inputGradient(g, FloatStorage.of(x), FloatStorage.of(mean), scale, slope, shift, FloatStorage.of(dy),
                FloatStorage.of(dx));
    }

    @Override
    public void backwardFixed(BatchNormGeometry g, Storage x, Storage mean, Storage var, Storage w, Storage dy, Storage dx,
            Storage dw, Storage db) {
        parameterGradients(g, x, mean, var, dy, dw, db);
        float[] none = new float[g.channels()];
        inputGradient(g, FloatStorage.of(x), FloatStorage.of(mean), scale(g, w, var), none, none, FloatStorage.of(dy),
                FloatStorage.of(dx));
    }

    /// {@code dx = scale · dy + slope · (x - mean) + shift}.
    private void inputGradient(BatchNormGeometry g, float[] x, float[] mean, float[] scale, float[] slope, float[] shift,
            float[] dy, float[] dx) {
        int c = g.channels();
        workers.stretches(g.rows(), Math.max(1, GRAIN / c), (from, to) -> {
            for (int r = from; r < to; r++) {
                for (int i = 0; i < c; i += L) {
                    VectorMask<Float> m = FLOATS.indexInRange(i, c);
                    FloatVector d = FloatVector.fromArray(FLOATS, x, r * c + i, m).sub(FloatVector.fromArray(FLOATS, mean, i, m));
                    FloatVector s = d.fma(FloatVector.fromArray(FLOATS, slope, i, m),
                            FloatVector.fromArray(FLOATS, shift, i, m));
                    FloatVector.fromArray(FLOATS, dy, r * c + i, m).fma(FloatVector.fromArray(FLOATS, scale, i, m), s)
                            .intoArray(dx, r * c + i, m);
                }
            }
        });
    }

    private void parameterGradients(BatchNormGeometry g, Storage x, Storage mean, Storage var, Storage dy, Storage dw,
            Storage db) {
        float[] xv = FloatStorage.of(x);
        float[] meanv = FloatStorage.of(mean);
        float[] varv = FloatStorage.of(var);
        float[] dyv = FloatStorage.of(dy);
        float[] dwv = FloatStorage.of(dw);
        float[] dbv = FloatStorage.of(db);
        int c = g.channels();
        int parts = (g.rows() + PART - 1) / PART;
        float[] partials = Scratch.PARTIALS.floats(Math.multiplyExact(2 * parts, c));
        workers.run(parts, part -> {
            int rows = Math.min(PART, g.rows() - part * PART);
            products(xv, meanv, dyv, part * PART * c, rows, c, partials, 2 * part * c);
        });
        for (int i = 0; i < c; i++) {
            double s = 0;
            double q = 0;
            for (int part = 0; part < parts; part++) {
                s += partials[2 * part * c + i];
                q += partials[(2 * part + 1) * c + i];
            }
            dbv[i] = (float) s;
            dwv[i] = (float) (q / Math.sqrt(varv[i] + g.eps()));
        }
    }

    /// Sums of {@code dy} and of {@code dy · (x - mean)} for every channel.
    private static void products(float[] x, float[] mean, float[] dy, int x0, int rows, int c, float[] to, int to0) {
        for (int i = 0; i < c; i += L) {
            VectorMask<Float> m = FLOATS.indexInRange(i, c);
            FloatVector centre = FloatVector.fromArray(FLOATS, mean, i, m);
            FloatVector s = FloatVector.zero(FLOATS);
            FloatVector q = FloatVector.zero(FLOATS);
            for (int r = 0; r < rows; r++) {
                FloatVector d = FloatVector.fromArray(FLOATS, dy, x0 + r * c + i, m);
                s = s.add(d);
                q = d.fma(FloatVector.fromArray(FLOATS, x, x0 + r * c + i, m).sub(centre), q);
            }
            s.intoArray(to, to0 + i, m);
            q.intoArray(to, to0 + c + i, m);
        }
    }

    @Override
    public void groupNorm(GroupNormGeometry g, Storage x, Storage w, Storage b, Storage y) {
        groups.forward(g, x, w, b, y);
    }

    @Override
    public void groupNormBackward(GroupNormGeometry g, Storage x, Storage w, Storage dy, Storage dx, Storage dw, Storage db) {
        groups.backward(g, x, w, dy, dx, dw, db);
    }
}
