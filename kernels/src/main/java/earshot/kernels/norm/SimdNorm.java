package earshot.kernels.norm;

import earshot.kernels.FloatStorage;
import earshot.kernels.Storage;
import earshot.kernels.simd.Scratch;
import earshot.kernels.simd.Workers;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

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
    public void normalize(BatchNormGeometry g, Storage x, Storage mean, Storage var, Storage w, Storage b, Storage r, Storage y) {
        int c = g.channels();
        float[] scale = scale(g, w, var);
        float[] centre = FloatStorage.of(mean);
        float[] shift = FloatStorage.of(b);
        float[] xv = FloatStorage.of(x);
        float[] rv = r == null ? null : FloatStorage.of(r);
        float[] yv = FloatStorage.of(y);
        float least = g.rectified() ? 0 : Float.NEGATIVE_INFINITY;
        workers.stretches(g.rows(), Math.max(1, GRAIN / c), (from, to) -> {
            for (int row = from; row < to; row++) {
                if (rv == null) {
                    normalize(c, xv, row * c, centre, scale, shift, least, yv);
                } else {
                    normalize(c, xv, row * c, centre, scale, shift, rv, least, yv);
                }
            }
        });
    }

    private static void normalize(int c, float[] x, int x0, float[] centre, float[] scale, float[] shift, float least,
            float[] y) {
        for (int i = 0; i < c; i += L) {
            VectorMask<Float> m = FLOATS.indexInRange(i, c);
            FloatVector d = FloatVector.fromArray(FLOATS, x, x0 + i, m).sub(FloatVector.fromArray(FLOATS, centre, i, m));
            d.fma(FloatVector.fromArray(FLOATS, scale, i, m), FloatVector.fromArray(FLOATS, shift, i, m)).max(least).intoArray(y,
                    x0 + i,
                    m);
        }
    }

    private static void normalize(int c, float[] x, int x0, float[] centre, float[] scale, float[] shift, float[] r, float least,
            float[] y) {
        for (int i = 0; i < c; i += L) {
            VectorMask<Float> m = FLOATS.indexInRange(i, c);
            FloatVector d = FloatVector.fromArray(FLOATS, x, x0 + i, m).sub(FloatVector.fromArray(FLOATS, centre, i, m));
            d.fma(FloatVector.fromArray(FLOATS, scale, i, m), FloatVector.fromArray(FLOATS, shift, i, m))
                    .add(FloatVector.fromArray(FLOATS, r, x0 + i, m)).max(least).intoArray(y, x0 + i, m);
        }
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
    public void backward(BatchNormGeometry g, Storage x, Storage mean, Storage var, Storage w, Storage b, Storage dy, Storage dx,
            Storage dw, Storage db) {
        Rectifier rectifier = Rectifier.of(g, mean, scale(g, w, var), b);
        parameterGradients(g, rectifier, x, var, dy, dw, db);
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
        inputGradient(g, rectifier, FloatStorage.of(x), scale, slope, shift, FloatStorage.of(dy), FloatStorage.of(dx));
    }

    @Override
    public void backwardFixed(BatchNormGeometry g, Storage x, Storage mean, Storage var, Storage w, Storage b, Storage dy,
            Storage dx, Storage dw, Storage db) {
        float[] scale = scale(g, w, var);
        Rectifier rectifier = Rectifier.of(g, mean, scale, b);
        parameterGradients(g, rectifier, x, var, dy, dw, db);
        float[] none = new float[g.channels()];
        inputGradient(g, rectifier, FloatStorage.of(x), scale, none, none, FloatStorage.of(dy), FloatStorage.of(dx));
    }

    /// Where {@code dy} counts: unless {@code scale · (x - centre) + shift <= 0}, the very numbers that the forward pass rectified. Without a
    /// rectifier it is 1 everywhere. A NaN counts: a network that diverges must show it.
    private record Rectifier(float[] centre, float[] scale, float[] shift) {

        static Rectifier of(BatchNormGeometry g, Storage mean, float[] scale, Storage b) {
            if (g.rectified()) {
                return new Rectifier(FloatStorage.of(mean), scale, FloatStorage.of(b));
            }
            float[] one = new float[g.channels()];
            Arrays.fill(one, 1f);
            return new Rectifier(FloatStorage.of(mean), new float[g.channels()], one);
        }
    }

    /// {@code dx = scale · dy + slope · (x - mean) + shift}.
    private void inputGradient(BatchNormGeometry g, Rectifier rectifier, float[] x, float[] scale, float[] slope, float[] shift,
            float[] dy, float[] dx) {
        int c = g.channels();
        workers.stretches(g.rows(), Math.max(1, GRAIN / c), (from, to) -> {
            for (int r = from; r < to; r++) {
                inputGradient(c, rectifier.centre, rectifier.scale, rectifier.shift, x, r * c, scale, slope, shift, dy, dx);
            }
        });
    }

    private static void inputGradient(int c, float[] centre, float[] slopeZ, float[] shiftZ, float[] x, int x0, float[] scale,
            float[] slope, float[] shift, float[] dy, float[] dx) {
        for (int i = 0; i < c; i += L) {
            VectorMask<Float> m = FLOATS.indexInRange(i, c);
            FloatVector d = FloatVector.fromArray(FLOATS, x, x0 + i, m).sub(FloatVector.fromArray(FLOATS, centre, i, m));
            FloatVector z = d.fma(FloatVector.fromArray(FLOATS, slopeZ, i, m), FloatVector.fromArray(FLOATS, shiftZ, i, m));
            FloatVector dz = FloatVector.fromArray(FLOATS, dy, x0 + i, m).blend(0f, z.compare(VectorOperators.LE, 0f));
            FloatVector s = d.fma(FloatVector.fromArray(FLOATS, slope, i, m), FloatVector.fromArray(FLOATS, shift, i, m));
            dz.fma(FloatVector.fromArray(FLOATS, scale, i, m), s).intoArray(dx, x0 + i, m);
        }
    }

    private void parameterGradients(BatchNormGeometry g, Rectifier rectifier, Storage x, Storage var, Storage dy, Storage dw,
            Storage db) {
        float[] xv = FloatStorage.of(x);
        float[] varv = FloatStorage.of(var);
        float[] dyv = FloatStorage.of(dy);
        float[] dwv = FloatStorage.of(dw);
        float[] dbv = FloatStorage.of(db);
        int c = g.channels();
        int parts = (g.rows() + PART - 1) / PART;
        float[] partials = Scratch.PARTIALS.floats(Math.multiplyExact(2 * parts, c));
        workers.run(parts, part -> {
            int rows = Math.min(PART, g.rows() - part * PART);
            products(xv, rectifier.centre, rectifier.scale, rectifier.shift, dyv, part * PART * c, rows, c, partials,
                    2 * part * c);
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

    /// Sums of {@code dz} and of {@code dz · (x - mean)} for every channel.
    private static void products(float[] x, float[] mean, float[] slope, float[] shift, float[] dy, int x0, int rows, int c,
            float[] to, int to0) {
        for (int i = 0; i < c; i += L) {
            VectorMask<Float> m = FLOATS.indexInRange(i, c);
            FloatVector centre = FloatVector.fromArray(FLOATS, mean, i, m);
            FloatVector scale = FloatVector.fromArray(FLOATS, slope, i, m);
            FloatVector offset = FloatVector.fromArray(FLOATS, shift, i, m);
            FloatVector s = FloatVector.zero(FLOATS);
            FloatVector q = FloatVector.zero(FLOATS);
            for (int r = 0; r < rows; r++) {
                FloatVector d = FloatVector.fromArray(FLOATS, x, x0 + r * c + i, m).sub(centre);
                FloatVector dz = FloatVector.fromArray(FLOATS, dy, x0 + r * c + i, m).blend(0f,
                        d.fma(scale, offset).compare(VectorOperators.LE, 0f));
                s = s.add(dz);
                q = dz.fma(d, q);
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
