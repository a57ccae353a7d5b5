package earshot.kernels.contract;

import static org.junit.jupiter.api.Assertions.fail;

import earshot.kernels.Backend;
import earshot.kernels.reference.ReferenceBackend;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.ConcurrentHashMap;

/// What the contracts of all families share: the backend under test beside the reference, and the comparison of the two.
public abstract class Contract {
    private static final int MISMATCHES_SHOWN = 8;
    private static final Backend REFERENCE = ReferenceBackend.create();
    private static final Map<String, Backend> UNDER_TEST = new ConcurrentHashMap<>();

    /// One use of a kernel: brings operands to the backend, calls, and returns the results.
    @FunctionalInterface
    public interface Call {
        double[] on(Backend backend, Buffers buffers);
    }

    /// Makes the backend under test. Called once per class and number of threads.
    protected abstract Backend backend(int threads);

    /// What the reference makes of a call.
    public static double[] reference(Call call) {
        return run(call, REFERENCE);
    }

    /// What the backend under test makes of a call.
    protected final double[] tested(Call call) {
        return run(call, underTest(2));
    }

    /// Fails unless the backend agrees with the reference, each result being of its own size.
    protected final void agrees(Tolerance tolerance, Call call) {
        agrees(tolerance, 1, call, Values.absolute(reference(call)));
    }

    /// Fails unless the backend agrees with the reference where results are sums of {@code terms} terms whose absolute values add
    /// up to {@code magnitude}.
    protected final void agrees(Tolerance tolerance, int terms, Call call, double[] magnitude) {
        Backend backend = underTest(2);
        double[] want = reference(call);
        double[] got = run(call, backend);
        if (want.length != got.length || want.length != magnitude.length) {
            fail("expected " + want.length + " results and magnitudes, got " + got.length + " and " + magnitude.length);
        }
        int wrong = 0;
        StringJoiner lines = new StringJoiner("\n  ");
        for (int i = 0; i < want.length; i++) {
            double bound = tolerance.bound(backend, terms, magnitude[i]);
            if (!same(want[i], got[i]) && !(Math.abs(got[i] - want[i]) <= bound) && wrong++ < MISMATCHES_SHOWN) {
                lines.add("[" + i + "] expected " + want[i] + ", got " + got[i] + ", off by " + Math.abs(got[i] - want[i])
                        + " where " + bound + " is allowed");
            }
        }
        if (wrong > 0) {
            fail(wrong + " of " + want.length + " results differ from the reference (" + tolerance + "):\n  " + lines);
        }
    }

    /// Fails unless the call gives the same bits every time and with any number of threads.
    protected final void sameBits(Call call) {
        double[] want = run(call, underTest(2));
        for (int threads : new int[]{2, 1, 3}) {
            double[] got = run(call, underTest(threads));
            for (int i = 0; i < want.length; i++) {
                if (Double.doubleToRawLongBits(want[i]) != Double.doubleToRawLongBits(got[i])) {
                    fail("[" + i + "] with 2 threads " + want[i] + ", called again with " + threads + " threads " + got[i]);
                }
            }
        }
    }

    private static boolean same(double want, double got) {
        // A result beyond the range of float is infinite there.
        return want == got || (float) want == got || Double.isNaN(want) && Double.isNaN(got);
    }

    private Backend underTest(int threads) {
        return UNDER_TEST.computeIfAbsent(getClass().getName() + " " + threads, key -> backend(threads));
    }

    /// What any backend makes of a call.
    protected static double[] run(Call call, Backend backend) {
        try (Buffers buffers = new Buffers(backend)) {
            return call.on(backend, buffers);
        }
    }
}
