package earshot.kernels.contract;

import earshot.kernels.Window;
import earshot.kernels.attention.AttentionDropout;
import earshot.kernels.attention.AttentionGeometry;
import earshot.kernels.attention.HeadRows;
import earshot.kernels.conv.ConvGeometry;
import earshot.kernels.elementwise.Activation;
import earshot.kernels.elementwise.Broadcast;
import earshot.kernels.matmul.MatmulGeometry;
import earshot.kernels.norm.BatchNormGeometry;
import earshot.kernels.norm.GroupNormGeometry;
import earshot.kernels.optim.AdamWStep;
import earshot.kernels.optim.SgdStep;
import earshot.kernels.pool.AverageGeometry;
import earshot.kernels.pool.PoolGeometry;
import earshot.kernels.reduce.Reduction;
import earshot.kernels.softmax.SoftmaxGeometry;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Provide;
import net.jqwik.api.domains.DomainContextBase;

/// Random operands and geometries: ones, primes, and sizes one below and above the length of a vector. Everything shrinks towards
/// the smallest.
public final class Shapes extends DomainContextBase {
    private static final long MOST_PRODUCTS = 400_000; // bounds the time that the plain loops take

    /// How many elements a test of single elements has.
    public record Length(int n) {
    }

    /// Two shapes that broadcast.
    public record Operands(int[] a, int[] b) {

        /// How they line up.
        public Broadcast broadcast() {
            return Broadcast.of(a, b);
        }

        @Override
        public String toString() {
            return Arrays.toString(a) + " and " + Arrays.toString(b);
        }
    }

    /// Number of elements of a shape.
    public static int size(int... shape) {
        return Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    }

    @Provide
    Arbitrary<Values> values() {
        return Combinators.combine(Arbitraries.of(Values.Kind.class), Arbitraries.integers().between(0, 9999)).as(Values::new);
    }

    @Provide
    Arbitrary<Length> lengths() {
        return Arbitraries.of(1, 0, 2, 3, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 127, 257, 1031).map(Length::new);
    }

    @Provide
    Arbitrary<Operands> operands() {
        Arbitrary<Integer> size = Arbitraries.of(1, 2, 3, 5, 15, 16, 17, 33, 0);
        Arbitrary<Integer> repeats = Arbitraries.of(0, 0, 0, 1, 2); // neither, a or b has size 1 along this axis
        Arbitrary<int[]> axes = size.array(int[].class).ofMinSize(0).ofMaxSize(4).filter(shape -> size(shape) < 30_000);
        return axes.flatMap(shape -> Combinators
                .combine(repeats.array(int[].class).ofSize(shape.length), Arbitraries.of(0, 0, 1, 2), Arbitraries.of(false, true))
                .as((repeat, missing, swap) -> operands(shape, repeat, missing, swap)));
    }

    private static Operands operands(int[] shape, int[] repeat, int missing, boolean swap) {
        int[] a = shape.clone();
        int[] b = shape.clone();
        for (int i = 0; i < shape.length; i++) {
            a[i] = repeat[i] == 1 ? 1 : shape[i];
            b[i] = repeat[i] == 2 ? 1 : shape[i];
        }
        b = Arrays.copyOfRange(b, Math.min(missing, b.length), b.length);
        return swap ? new Operands(b, a) : new Operands(a, b);
    }

    @Provide
    Arbitrary<Window> windows() {
        Arbitrary<Integer> kernel = Arbitraries.of(1, 3, 7, 2, 5);
        Arbitrary<Integer> stride = Arbitraries.integers().between(1, 3);
        Arbitrary<Integer> pad = Arbitraries.integers().between(0, 3);
        return Combinators.combine(kernel, kernel, stride, stride, pad, pad).as((kh, kw, sh, sw, ph, pw) -> new Window(kh, kw,
                sh, sw, Math.min(ph, kh / 2), Math.min(pw, kw / 2)));
    }

    @Provide
    Arbitrary<ConvGeometry> convolutions() {
        Arbitrary<int[]> one = Combinators.combine(channels(), channels()).as((c, o) -> new int[]{1, c, o});
        Arbitrary<Integer> few = Arbitraries.of(1, 2, 3, 5, 17);
        Arbitrary<int[]> several = Combinators.combine(Arbitraries.of(2, 3, 4), few, few)
                .as((g, c, o) -> new int[]{g, g * c, g * o});
        Arbitrary<int[]> depthwise = Combinators.combine(channels(), Arbitraries.of(1, 1, 2, 3))
                .as((c, times) -> new int[]{c, c, c * times});
        Arbitrary<Integer> dilation = Arbitraries.of(1, 1, 1, 2, 3);
        Arbitrary<Window> windows = Combinators.combine(windows(), dilation, dilation).as(Window::dilated);
        return Combinators.combine(windows, batches(), pixels(), pixels(), Arbitraries.oneOf(one, several, depthwise))
                .as((window, n, h, w, c) -> new ConvGeometry(n, rows(window, h), columns(window, w), c[1], c[2], c[0], window))
                .filter(g -> products(g) <= MOST_PRODUCTS);
    }

    @Provide
    Arbitrary<PoolGeometry> poolings() {
        return Combinators.combine(windows(), batches(), pixels(), pixels(), channels())
                .as((window, n, h, w, c) -> new PoolGeometry(n, rows(window, h), columns(window, w), c, window));
    }

    @Provide
    Arbitrary<AverageGeometry> averages() {
        Arbitrary<AverageGeometry> sliding = Combinators.combine(poolings(), Arbitraries.of(true, false))
                .as(AverageGeometry::sliding);
        Arbitrary<Integer> few = Arbitraries.of(1, 2, 3, 7, 10);
        Arbitrary<AverageGeometry> adaptive = Combinators.combine(batches(), pixels(), pixels(), channels(), few, few)
                .as(AverageGeometry::adaptive);
        return Arbitraries.oneOf(sliding, adaptive);
    }

    @Provide
    Arbitrary<MatmulGeometry> products() {
        Arbitrary<Integer> size = Arbitraries.of(1, 0, 2, 3, 5, 7, 8, 12, 13, 15, 16, 17, 31, 33, 64, 65, 300);
        Arbitrary<Boolean> flag = Arbitraries.of(false, true);
        return Combinators.combine(Arbitraries.of(1, 0, 2, 3), size, size, size, flag, flag).as(MatmulGeometry::new)
                .filter(g -> (long) g.batch() * g.m() * g.n() * g.k() <= MOST_PRODUCTS);
    }

    @Provide
    Arbitrary<Reduction> reductions() {
        Arbitrary<Integer> size = Arbitraries.of(1, 0, 2, 3, 5, 7, 15, 16, 17, 31, 33, 131);
        return Combinators.combine(size, size, size).as(Reduction::new).filter(g -> g.outer() * g.count() * g.inner() < 60_000);
    }

    @Provide
    Arbitrary<BatchNormGeometry> batchNorms() {
        Arbitrary<Integer> rows = Arbitraries.of(1, 2, 3, 7, 16, 17, 131, 513);
        return Combinators.combine(rows, channels(), Arbitraries.of(1e-5, 1e-3), Arbitraries.of(Activation.values()))
                .as(BatchNormGeometry::new);
    }

    @Provide
    Arbitrary<GroupNormGeometry> groupNorms() {
        Arbitrary<Integer> count = Arbitraries.of(1, 2, 3, 7);
        return Combinators.combine(Arbitraries.of(1, 0, 2, 3, 17), Arbitraries.of(1, 1, 2, 5, 67), count, channels(),
                Arbitraries.of(1e-5, 1e-3)).as(GroupNormGeometry::new);
    }

    @Provide
    Arbitrary<SoftmaxGeometry> softmaxes() {
        return Combinators.combine(Arbitraries.of(1, 0, 2, 3, 17), Arbitraries.of(1, 2, 3, 7, 10, 15, 16, 17, 31, 33, 50))
                .as(SoftmaxGeometry::new);
    }

    @Provide
    Arbitrary<AttentionGeometry> attentions() {
        Arbitrary<Integer> rows = Arbitraries.of(1, 2, 3, 7, 16, 17, 33, 101);
        Arbitrary<int[]> sizes = Combinators.combine(Arbitraries.of(1, 0, 2, 3), Arbitraries.of(1, 2, 3),
                Arbitraries.of(1, 0, 2, 5, 17, 50), rows, Arbitraries.of(1, 2, 3, 7, 8, 15, 17, 32, 33))
                .as((b, h, t, s, d) -> new int[]{b, h, t, s, d});
        return Combinators.combine(sizes, Arbitraries.of(0, 1, 2), Arbitraries.of(false, true), Arbitraries.of(false, true),
                Arbitraries.of(0.35, 1.0, -0.5), Arbitraries.of(0.0, 0.25)).as(Shapes::attention);
    }

    /// @param arrangement heads apart, side by side, or queries, keys and values packed
    private static AttentionGeometry attention(int[] sizes, int arrangement, boolean entriesShare, boolean headsShare,
            double scale,
            double dropout) {
        int h = sizes[1];
        int t = sizes[2];
        int s = arrangement == 2 ? Math.max(t, 1) : sizes[3];
        int d = sizes[4];
        t = arrangement == 2 ? s : t;
        HeadRows y = arrangement == 0 ? HeadRows.apart(h, t, d) : HeadRows.sideBySide(h, t, d);
        HeadRows keys = arrangement == 0 ? HeadRows.apart(h, s, d) : HeadRows.sideBySide(h, s, d);
        boolean packed = arrangement == 2;
        return new AttentionGeometry(sizes[0], h, t, s, d, packed ? HeadRows.packed(0, 3, h, t, d) : y,
                packed ? HeadRows.packed(1, 3, h, t, d) : keys, packed ? HeadRows.packed(2, 3, h, t, d) : keys, y,
                entriesShare ? 1 : sizes[0], headsShare ? 1 : h, scale, new AttentionDropout(dropout, 3, 4));
    }

    @Provide
    Arbitrary<AdamWStep> steps() {
        return Combinators.combine(Arbitraries.of(1e-3, 0.0, 0.1), Arbitraries.of(0.9, 0.0, 0.5), Arbitraries.of(0.999, 0.9),
                Arbitraries.of(1e-8, 1e-3), Arbitraries.of(0.0, 0.01), Arbitraries.of(1, 2, 10, 3000)).as(AdamWStep::new);
    }

    @Provide
    Arbitrary<SgdStep> descents() {
        return Combinators.combine(Arbitraries.of(1e-2, 0.0, 0.5), Arbitraries.of(0.9, 0.0, 0.5), Arbitraries.of(0.0, 0.1, 1.0),
                Arbitraries.of(0.0, 5e-4, 0.1), Arbitraries.of(false, true)).as(SgdStep::new);
    }

    private static Arbitrary<Integer> batches() {
        return Arbitraries.of(1, 0, 2, 3, 4);
    }

    private static Arbitrary<Integer> pixels() {
        return Arbitraries.of(1, 2, 3, 5, 7, 8, 11, 16, 17, 33);
    }

    private static Arbitrary<Integer> channels() {
        return Arbitraries.of(1, 2, 3, 5, 7, 8, 15, 16, 17, 31, 32, 33, 64, 70);
    }

    private static int rows(Window window, int h) {
        return Math.max(h, window.dilationH() * (window.kh() - 1) + 1 - 2 * window.padH());
    }

    private static int columns(Window window, int w) {
        return Math.max(w, window.dilationW() * (window.kw() - 1) + 1 - 2 * window.padW());
    }

    private static long products(ConvGeometry g) {
        return (long) g.n() * g.outH() * g.outW() * g.window().kh() * g.window().kw() * g.groupC() * g.o();
    }
}
