package earshot.kernels.simd;

import earshot.kernels.Backend;
import earshot.kernels.HostIntStorage;
import earshot.kernels.IntStorage;
import earshot.kernels.Storage;
import earshot.kernels.Window;
import earshot.kernels.attention.AttentionDropout;
import earshot.kernels.attention.AttentionGeometry;
import earshot.kernels.attention.AttentionInputs;
import earshot.kernels.contract.Values;
import earshot.kernels.conv.ConvGeometry;
import earshot.kernels.elementwise.Activation;
import earshot.kernels.elementwise.BinaryFunction;
import earshot.kernels.elementwise.Broadcast;
import earshot.kernels.elementwise.Epilogue;
import earshot.kernels.elementwise.UnaryFunction;
import earshot.kernels.index.CopyGeometry;
import earshot.kernels.index.IndexGeometry;
import earshot.kernels.matmul.MatmulGeometry;
import earshot.kernels.norm.BatchNormGeometry;
import earshot.kernels.norm.GroupNormGeometry;
import earshot.kernels.optim.AdamWStep;
import earshot.kernels.optim.AdamWUpdate;
import earshot.kernels.optim.AverageUpdate;
import earshot.kernels.optim.SgdStep;
import earshot.kernels.optim.SgdUpdate;
import earshot.kernels.pool.AverageGeometry;
import earshot.kernels.pool.PoolGeometry;
import earshot.kernels.reduce.Reduction;
import earshot.kernels.softmax.SoftmaxGeometry;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A program for a JVM of its own: calls every kernel that computes first cold, interpreted, then until it has been compiled, and
/// names those whose bits have changed on the way.
final class ColdAndHot {
    private static final int N = 1024;
    private static final int CALLS = 2000;

    private final Backend backend = SimdBackend.create(1);
    private final double[] x = new Values(Values.Kind.NORMAL, 1).draw("x", N);
    private final double[] positive = Values.absolute(x);
    private final Map<String, Runnable> kernels = new LinkedHashMap<>();
    private final Storage a = of(x);
    private final Storage b = of(positive);
    private final Storage c = of(x);
    private final Storage d = of(x);
    private final Storage y = of(x);
    private final Storage z = of(x);
    private final Storage u = of(x);

    private ColdAndHot() {
        for (UnaryFunction f : UnaryFunction.values()) {
            kernels.put(f.name(), () -> backend.elementwise().unary(f, N, b, y));
            kernels.put(f.name() + " backward", () -> backend.elementwise().unaryBackward(f, N, b, b, a, y));
        }
        for (BinaryFunction f : BinaryFunction.values()) {
            int[] size = {N};
            kernels.put(f.name(), () -> backend.elementwise().binary(f, Broadcast.of(size, size), a, c, y));
        }
        for (double exponent : new double[]{2, -1, 0.5, 1.7}) {
            kernels.put("power " + exponent, () -> backend.elementwise().power(N, exponent, b, y));
        }
        kernels.put("select", () -> backend.elementwise().select(N, a, b, c, y));
        index();
        kernels.put("affine", () -> backend.elementwise().affine(N, 1.3, 0.7, a, y));
        kernels.put("sum over rows", () -> backend.reduce().sum(new Reduction(16, 64, 1), 1, a, y));
        kernels.put("sum over columns", () -> backend.reduce().sum(new Reduction(1, 64, 16), 1, a, y));
        kernels.put("matmul",
                () -> backend.matmul().matmul(new MatmulGeometry(1, 31, 33, 29, false, false), a, c, Epilogue.bias(b), y));
        kernels.put("transposed matmul",
                () -> backend.matmul().matmul(new MatmulGeometry(1, 31, 33, 29, true, false), a, c, Epilogue.bias(b), y));
        kernels.put("wide matmul",
                () -> backend.matmul().matmul(new MatmulGeometry(1, 10, 100, 9, false, true), a, c, Epilogue.bias(b), y));
        // Three strips of 16 steps and as many columns as the widest tile has: enough work that the compiler gets to it.
        for (boolean transposed : new boolean[]{false, true}) {
            kernels.put("whole matmul, transposed " + transposed,
                    () -> backend.matmul().matmul(new MatmulGeometry(1, 16, 64, 16, transposed, false), a, c, Epilogue.bias(b),
                            y));
        }
        kernels.put("row", () -> backend.matmul().matmul(new MatmulGeometry(1, 1, 23, 43, false, false), a, c, Epilogue.NONE, y));
        kernels.put("column",
                () -> backend.matmul().matmul(new MatmulGeometry(1, 23, 1, 43, false, false), a, c, Epilogue.bias(b), y));
        conv("plain", new ConvGeometry(1, 8, 7, 9, 11, Window.square(3, 1, 1)));
        conv("depthwise", new ConvGeometry(1, 5, 8, 17, 17, 17, Window.square(3, 1, 1)));
        conv("wide depthwise", new ConvGeometry(1, 5, 9, 16, 16, 16, Window.square(5, 1, 2)));
        conv("strided depthwise", new ConvGeometry(1, 4, 14, 16, 16, 16, Window.square(3, 2, 1)));
        conv("grouped", new ConvGeometry(1, 8, 7, 8, 12, 4, new Window(3, 2, 2, 1, 1, 1, 1, 2)));
        pool();
        norm();
        attention();
        SoftmaxGeometry softmax = new SoftmaxGeometry(32, 31);
        kernels.put("softmax", () -> backend.softmax().softmax(softmax, a, y));
        kernels.put("log-softmax", () -> backend.softmax().logSoftmax(softmax, a, y));
        kernels.put("log-softmax backward", () -> backend.softmax().logSoftmaxBackward(softmax, a, a, y));
        kernels.put("softmax backward", () -> backend.softmax().softmaxBackward(softmax, b, a, y));
        kernels.put("cross-entropy", () -> backend.softmax().crossEntropy(softmax, a, b, y, z));
        kernels.put("cross-entropy backward", () -> backend.softmax().crossEntropyBackward(softmax, a, b, a, y));
        optim();
        kernels.put("uniform", () -> backend.random().uniform(N, 1, 2, -1, 1, y));
        kernels.put("normal", () -> backend.random().normal(N, 1, 2, 0, 1, y));
    }

    private void optim() {
        kernels.put("AdamW", () -> {
            backend.memory().write(x, y);
            backend.memory().write(x, z);
            backend.memory().write(positive, u);
            backend.optim().adamW(List.of(new AdamWUpdate(new AdamWStep(1e-3, 0.9, 0.999, 1e-8, 0.01, 3), y, a, z, u)));
        });
        for (double momentum : new double[]{0, 0.9}) {
            kernels.put("SGD with momentum " + momentum, () -> {
                backend.memory().write(x, y);
                backend.memory().write(x, z);
                backend.optim().sgd(List.of(new SgdUpdate(new SgdStep(1e-2, momentum, 0.1, 0.01, true), y, b, z)));
            });
        }
        kernels.put("average", () -> {
            backend.memory().write(x, y);
            backend.optim().average(0.99, List.of(new AverageUpdate(b, y)));
        });
        kernels.put("sum of squares",
                () -> backend.elementwise().fill(N, backend.optim().sumOfSquares(List.of(a)), y));
    }

    private void conv(String name, ConvGeometry g) {
        kernels.put(name + " conv forward", () -> backend.conv().forward(g, a, c, Epilogue.NONE, y));
        kernels.put(name + " conv backward data", () -> backend.conv().backwardData(g, a, c, y));
        kernels.put(name + " conv backward weight", () -> backend.conv().backwardWeight(g, a, c, y));
    }

    private void index() {
        IndexGeometry g = new IndexGeometry(2, 7, 9, 33);
        IntStorage index = backend.memory().allocateInts(N);
        for (int i = 0; i < N; i++) {
            HostIntStorage.of(index)[i] = i % 7;
        }
        kernels.put("take", () -> backend.index().take(g, a, index, y));
        kernels.put("gather", () -> backend.index().gather(g, a, index, y));
        kernels.put("add at", () -> {
            backend.memory().write(x, y);
            backend.index().addAt(g, a, index, y);
        });
        kernels.put("scatter-add", () -> {
            backend.memory().write(x, y);
            backend.index().scatterAdd(g, a, index, y);
        });
        CopyGeometry transpose = new CopyGeometry(new int[]{32, 32}, 0, new int[]{1, 32}, 0, new int[]{32, 1});
        kernels.put("copy", () -> backend.index().copy(transpose, a, y));
        kernels.put("max of rows", () -> backend.reduce().max(new Reduction(16, 64, 1), a, y, index(N)));
        kernels.put("max of columns", () -> backend.reduce().max(new Reduction(1, 64, 16), a, y, index(N)));
        kernels.put("bernoulli", () -> backend.random().bernoulli(N, 1, 2, 0.3, 1.5, y));
    }

    private static IntStorage index(int n) {
        return new HostIntStorage(new int[n], n);
    }

    private void pool() {
        PoolGeometry g = new PoolGeometry(1, 8, 7, 17, Window.square(3, 2, 1));
        IntStorage argmax = backend.memory().allocateInts(N);
        backend.pool().max(g, a, y, argmax);
        kernels.put("max pool", () -> backend.pool().max(g, a, y, argmax));
        kernels.put("max pool backward", () -> backend.pool().maxBackward(g, a, argmax, y));
        AverageGeometry average = AverageGeometry.adaptive(1, 8, 7, 17, 3, 4);
        kernels.put("average pool", () -> backend.pool().average(average, a, y));
        kernels.put("average pool backward", () -> backend.pool().averageBackward(average, a, y));
    }

    private void norm() {
        BatchNormGeometry g = new BatchNormGeometry(53, 19, 1e-5);
        kernels.put("norm statistics", () -> backend.norm().statistics(g, a, y, z));
        kernels.put("normalize", () -> backend.norm().normalize(g, a, c, b, c, c, null, y));
        BatchNormGeometry rectified = new BatchNormGeometry(53, 19, 1e-5, Activation.RELU);
        kernels.put("normalize, add, rectify", () -> backend.norm().normalize(rectified, a, c, b, c, c, d, y));
        kernels.put("rectified norm backward", () -> backend.norm().backward(rectified, a, c, b, c, c, d, y, z, u));
        BatchNormGeometry activated = new BatchNormGeometry(53, 19, 1e-5, Activation.SILU);
        kernels.put("normalize, activate", () -> backend.norm().normalize(activated, a, c, b, c, c, null, y));
        kernels.put("activated norm backward", () -> backend.norm().backward(activated, a, c, b, c, c, d, y, z, u));
        kernels.put("norm backward", () -> backend.norm().backward(g, a, c, b, c, c, d, y, z, u));
        kernels.put("norm backward fixed", () -> backend.norm().backwardFixed(g, a, c, b, c, c, d, y, z, u));
        GroupNormGeometry groups = new GroupNormGeometry(2, 9, 3, 17, 1e-5);
        kernels.put("group norm", () -> backend.norm().groupNorm(groups, a, c, d, y));
        kernels.put("group norm backward", () -> backend.norm().groupNormBackward(groups, a, c, d, y, z, u));
    }

    private void attention() {
        AttentionGeometry apart = AttentionGeometry.apart(1, 2, 14, 15, 19, 0.3);
        AttentionGeometry g = new AttentionGeometry(1, 2, 14, 15, 19, apart.q(), apart.k(), apart.v(), apart.y(), 1, 1, 0.3,
                new AttentionDropout(0.1, 1, 2));
        AttentionInputs in = new AttentionInputs(a, c, d, b, null);
        Storage y0 = of(x);
        Storage normalizer = of(x);
        Storage dv = of(x);
        backend.attention().forward(g, in, y0, normalizer);
        kernels.put("attention", () -> backend.attention().forward(g, in, y, z));
        kernels.put("attention backward", () -> backend.attention().backward(g, in, y0, normalizer, a, y, z, dv, u));
        kernels.put("attention backward, values", () -> backend.attention().backward(g, in, y0, normalizer, a, dv, z, y, u));
    }

    private Storage of(double[] values) {
        Storage storage = backend.memory().allocate(values.length);
        backend.memory().write(values, storage);
        return storage;
    }

    /// The bits of everything that a kernel writes.
    private int[] bits(Runnable kernel) {
        kernel.run();
        double[] all = new double[3 * N];
        System.arraycopy(backend.memory().readDoubles(y), 0, all, 0, N);
        System.arraycopy(backend.memory().readDoubles(z), 0, all, N, N);
        System.arraycopy(backend.memory().readDoubles(u), 0, all, 2 * N, N);
        return Arrays.stream(all).mapToInt(v -> Float.floatToRawIntBits((float) v)).toArray();
    }

    /// Prints a line for every kernel that changes its bits; nothing if none does.
    public static void main(String[] arguments) {
        ColdAndHot program = new ColdAndHot();
        program.kernels.forEach((name, kernel) -> {
            int[] cold = program.bits(kernel);
            for (int call = 1; call < CALLS; call++) {
                if (!Arrays.equals(cold, program.bits(kernel))) {
                    System.out.println(name + " changed at call " + call);
                    return;
                }
            }
        });
        System.exit(0); // the team's threads wait for work
    }
}
