package earshot.kernels.attention;

import earshot.kernels.Storage;
import earshot.kernels.contract.Buffers;
import earshot.kernels.contract.Contract;
import earshot.kernels.contract.Values;
import java.util.Arrays;

/// The operands of an attention. In {@code q} stand queries, keys and values together where {@code k} is null; {@code bias} and
/// {@code padding} may be null.
record AttentionOperands(AttentionGeometry g, double[] q, double[] k, double[] v, double[] bias, double[] padding, double[] dy) {
    private static final double LARGEST = 4; // keeps scores where single precision still has digits for them

    /// What is drawn besides sizes.
    record Parts(boolean bias, boolean padding) {
    }

    /// Random operands; of the padded keys some stand for whole rows.
    static AttentionOperands draw(AttentionGeometry g, Parts parts, Values v) {
        int queries = g.batch() * g.heads() * g.t() * g.d();
        int keys = g.batch() * g.heads() * g.s() * g.d();
        boolean packed = g.k().offset() > 0;
        double[] bias = parts.bias ? tame(v, "bias", g.biasBatch() * g.biasHeads() * g.t() * g.s()) : null;
        double[] padding = null;
        if (parts.padding) {
            double[] drawn = new Values(Values.Kind.INTEGERS, v.seed()).draw("padding", g.batch() * g.s());
            padding = Arrays.stream(drawn).map(e -> e > 0 ? 1 : 0).toArray();
        }
        return new AttentionOperands(g, tame(v, "q", packed ? 3 * queries : queries), packed ? null : tame(v, "k", keys),
                packed ? null : v.draw("v", keys), bias, padding, v.draw("dy", queries));
    }

    private static double[] tame(Values v, String operand, int n) {
        return Arrays.stream(v.draw(operand, n)).map(e -> Math.clamp(e, -LARGEST, LARGEST)).toArray();
    }

    AttentionOperands with(double[] newQ, double[] newK, double[] newV, double[] newBias) {
        return new AttentionOperands(g, newQ, newK, newV, newBias, padding, dy);
    }

    /// {@code y}, then the normalizer.
    Contract.Call forward() {
        return (backend, buffers) -> {
            Storage y = buffers.blank(dy.length);
            Storage normalizer = buffers.blank(rows() * 2);
            backend.attention().forward(g, inputs(buffers), y, normalizer);
            return buffers.read(y, normalizer);
        };
    }

    /// {@code dq} (all three where they are packed), {@code dk}, {@code dv}, and {@code dbias} if there is a bias. What the forward pass
    /// leaves comes from the reference.
    Contract.Call backward() {
        double[] left = Values.rounded(Contract.reference(forward()));
        return (backend, buffers) -> {
            Storage dq = buffers.blank(q.length);
            Storage dk = k == null ? dq : buffers.blank(k.length);
            Storage dv = k == null ? dq : buffers.blank(v.length);
            Storage dbias = bias == null ? null : buffers.blank(bias.length);
            backend.attention().backward(g, inputs(buffers), buffers.of(Arrays.copyOf(left, dy.length)),
                    buffers.of(Arrays.copyOfRange(left, dy.length, left.length)), buffers.of(dy), dq, dk, dv, dbias);
            double[] gradients = k == null ? buffers.read(dq) : buffers.read(dq, dk, dv);
            return dbias == null ? gradients : join(gradients, buffers.read(dbias));
        };
    }

    int rows() {
        return g.batch() * g.heads() * g.t();
    }

    /// The keys, or where keys and queries stand together those.
    double[] keys() {
        return k == null ? q : k;
    }

    double[] values() {
        return k == null ? q : v;
    }

    private AttentionInputs inputs(Buffers buffers) {
        Storage queries = buffers.of(q);
        return new AttentionInputs(queries, k == null ? queries : buffers.of(k), k == null ? queries : buffers.of(v),
                bias == null ? null : buffers.of(bias), padding == null ? null : buffers.of(padding));
    }

    static double[] join(double[] a, double[] b) {
        double[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }
}
