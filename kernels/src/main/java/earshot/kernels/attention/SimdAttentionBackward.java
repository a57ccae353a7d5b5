package earshot.kernels.attention;

import earshot.kernels.FloatStorage;
import earshot.kernels.Storage;
import earshot.kernels.matmul.SimdPanels;
import earshot.kernels.random.SimdPhilox;
import earshot.kernels.simd.Scratch;
import earshot.kernels.simd.Workers;
import java.util.Arrays;

import static earshot.kernels.simd.Scratch.FIRST;

/// One backward pass. A task takes a run of blocks of a head's queries; what it adds to the gradients of keys and values goes to
/// sums of its own, which are added up in order at the end.
///
/// Heads that share a bias take turns, in rounds, so that each can add to its gradient where it stands; without a shared bias there is one
/// round.
final class SimdAttentionBackward {
    /// Tasks of a round to aim for, whatever the number of threads.
    private static final int TASKS = 16;

    private final AttentionGeometry g;
    private final SimdScores scores;
    private final float[] q;
    private final float[] k;
    private final float[] v;
    private final float[] y;
    private final float[] norms;
    private final float[] dy;
    private final float[] dq;
    private final float[] dk;
    private final float[] dv;
    private final float[] dbias;
    /// Elements of a packed head, transposed and as it stands.
    private final int transposed;
    private final int size;
    /// Elements of a row of scores, and of a row of results, rounded up to whole panels.
    private final int width;
    private final int depth;
    /// How many entries, and how many heads, take turns.
    private final int turnsBatch;
    private final int turnsHeads;
    /// Heads of a round.
    private final int slots;
    /// Runs of queries.
    private final int runs;

    SimdAttentionBackward(AttentionGeometry g, AttentionInputs in, Storage y, Storage normalizer, Storage dy, Storage dq,
            Storage dk,
            Storage dv, Storage dbias) {
        this.g = g;
        this.scores = new SimdScores(g, in.bias(), in.padding());
        this.q = FloatStorage.of(in.q());
        this.k = FloatStorage.of(in.k());
        this.v = FloatStorage.of(in.v());
        this.y = FloatStorage.of(y);
        this.norms = FloatStorage.of(normalizer);
        this.dy = FloatStorage.of(dy);
        this.dq = FloatStorage.of(dq);
        this.dk = FloatStorage.of(dk);
        this.dv = FloatStorage.of(dv);
        this.dbias = dbias == null ? null : FloatStorage.of(dbias);
        this.transposed = SimdHeads.transposedSize(g);
        this.size = 2 * transposed + SimdHeads.size(g);
        this.width = SimdPanels.padded(g.s());
        this.depth = SimdPanels.padded(g.d());
        this.turnsBatch = dbias != null && g.biasBatch() == 1 ? g.batch() : 1;
        this.turnsHeads = dbias != null && g.biasHeads() == 1 ? g.heads() : 1;
        this.slots = turnsBatch == 0 ? 0 : g.batch() / turnsBatch * (g.heads() / turnsHeads);
        this.runs = Math.min(SimdHeads.blocks(g), slots == 0 ? 1 : (TASKS + slots - 1) / slots);
        if (dbias != null && g.batch() == 0) {
            Arrays.fill(this.dbias, 0, dbias.size(), 0f);
        }
    }

    void run(Workers workers) {
        float[] panels = Scratch.PANELS.floats(Math.multiplyExact(slots, size));
        float[] sums = Scratch.PARTIALS.floats(Math.multiplyExact(slots * runs, 2 * g.s() * depth));
        for (int round = 0; round < turnsBatch * turnsHeads; round++) {
            int turn = round;
            workers.run(3 * slots, task -> pack(task % 3, turn, task / 3, panels));
            workers.run(slots * runs, task -> {
                int sum0 = FIRST + task * 2 * g.s() * depth;
                Arrays.fill(sums, sum0, sum0 + 2 * g.s() * depth, 0f);
                int run = task % runs;
                int blocks = SimdHeads.blocks(g);
                for (int i = run * blocks / runs; i < (run + 1) * blocks / runs; i++) {
                    block(turn, task / runs, i * SimdHeads.blockRows(g), panels, sums, sum0);
                }
            });
            workers.run(2 * slots, task -> addUp(task % 2, turn, task / 2, sums));
        }
    }

    private int entry(int round, int slot) {
        return round / turnsHeads + slot / (g.heads() / turnsHeads);
    }

    private int head(int round, int slot) {
        return round % turnsHeads + slot % (g.heads() / turnsHeads);
    }

    private void pack(int what, int round, int slot, float[] panels) {
        int b = entry(round, slot);
        int h = head(round, slot);
        int to = FIRST + slot * size + what * transposed;
        switch (what) {
            case 0 -> SimdHeads.packTransposed(g, k, g.k(), b, h, panels, to);
            case 1 -> SimdHeads.packTransposed(g, v, g.v(), b, h, panels, to);
            default -> SimdHeads.pack(g, k, g.k(), b, h, 0, g.s(), panels, to);
        }
    }

    /// A block of queries: its rows of {@code dq} and {@code dbias}, and its share of {@code dk} and {@code dv}.
    private void block(int round, int slot, int from, float[] panels, float[] sums, int sum0) {
        int b = entry(round, slot);
        int h = head(round, slot);
        int count = Math.min(SimdHeads.blockRows(g), g.t() - from);
        int q0 = g.q().start(b, h) + from * g.q().row();
        int y0 = g.y().start(b, h) + from * g.y().row();
        float[] x = Scratch.BLOCK.floats(count * width);
        float[] dx = Scratch.PRODUCTS.floats(count * width);
        float[] zeros = new float[Math.max(width, depth)];
        SimdHeads.product(count, g.s(), g.d(), q, q0, g.q().row(), 1, panels, FIRST + slot * size, zeros, x, FIRST);
        SimdHeads.product(count, g.s(), g.d(), dy, y0, g.y().row(), 1, panels, FIRST + slot * size + transposed, zeros, dx,
                FIRST);
        scoreGradients(b, h, from, count, y0, x, dx);
        if (dbias != null) {
            biasGradient(round, g.biasStart(b, h) + from * g.s(), count, dx);
        }
        float[] result = Scratch.PATCHES.floats(count * depth);
        SimdHeads.product(count, g.d(), g.s(), dx, FIRST, width, 1, panels, FIRST + slot * size + 2 * transposed, zeros, result,
                FIRST);
        for (int r = 0; r < count; r++) {
            SimdScores.scaled((float) g.scale(), result, FIRST + r * depth, dq, q0 + r * g.q().row(), g.d());
        }
        float[] packed = Scratch.THREAD_PANELS.floats(count * depth);
        SimdHeads.pack(g, q, g.q(), b, h, from, count, packed, FIRST);
        SimdHeads.add(g.s(), g.d(), count, dx, FIRST, 1, width, packed, FIRST, sums, sum0);
        SimdHeads.pack(g, dy, g.y(), b, h, from, count, packed, FIRST);
        SimdHeads.add(g.s(), g.d(), count, x, FIRST, 1, width, packed, FIRST, sums, sum0 + g.s() * depth);
    }

    /// Weights in place of scores {@code x}, gradients of the scores in place of those of the weights, {@code dx}. The exponentials come first,
    /// while the compiler still takes all methods into this one.
    private void scoreGradients(int b, int h, int from, int count, int y0, float[] x, float[] dx) {
        int row0 = (b * g.heads() + h) * g.t() + from;
        for (int r = 0; r < count; r++) {
            scores.scores(b, h, from + r, x, FIRST + r * width);
            scores.weights(norms[2 * (row0 + r)], norms[2 * (row0 + r) + 1], x, FIRST + r * width);
        }
        float[] factors = new float[width];
        SimdPhilox philox = new SimdPhilox((g.s() + 3) / 4);
        for (int r = 0; r < count; r++) {
            int at = y0 + r * g.y().row();
            float delta = SimdScores.dot(dy, at, y, at, g.d(), factors);
            g.dropout().factors(row0 + r, g.s(), philox, factors);
            scores.gradients(factors, delta, x, dx, FIRST + r * width);
        }
    }

    private void biasGradient(int round, int to, int count, float[] dx) {
        for (int r = 0; r < count; r++) {
            if (round == 0) {
                System.arraycopy(dx, FIRST + r * width, dbias, to + r * g.s(), g.s());
            } else {
                SimdScores.add(dx, FIRST + r * width, dbias, to + r * g.s(), g.s());
            }
        }
    }

    /// Adds up the shares of one head's {@code dk} or {@code dv}, first run first.
    private void addUp(int what, int round, int slot, float[] sums) {
        HeadRows at = what == 0 ? g.k() : g.v();
        float[] to = what == 0 ? dk : dv;
        float scale = what == 0 ? (float) g.scale() : 1f;
        int to0 = at.start(entry(round, slot), head(round, slot));
        float[] none = new float[depth];
        for (int s = 0; s < g.s(); s++) {
            int first = FIRST + slot * runs * 2 * g.s() * depth + (what * g.s() + s) * depth;
            for (int run = 1; run < runs; run++) {
                SimdScores.add(sums, first + run * 2 * g.s() * depth, sums, first, g.d());
            }
            if (runs == 0) {
                System.arraycopy(none, 0, to, to0 + s * at.row(), g.d());
            } else {
                SimdScores.scaled(scale, sums, first, to, to0 + s * at.row(), g.d());
            }
        }
    }
}
