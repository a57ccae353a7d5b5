package earshot.kernels.attention;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import earshot.kernels.contract.Contract;
import earshot.kernels.contract.Shapes;
import earshot.kernels.contract.Tolerance;
import earshot.kernels.contract.Values;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;
import org.junit.jupiter.api.Test;

/// What every [AttentionKernels] must do.
@Domain(Shapes.class)
@Domain(DomainContext.Global.class)
public abstract class AttentionContract extends Contract {
    private static final Values NORMAL = new Values(Values.Kind.NORMAL, 1);
    private static final AttentionOperands.Parts BOTH = new AttentionOperands.Parts(true, true);

    @Property(tries = 300)
    void agreesWithTheReference(@ForAll AttentionGeometry g, @ForAll boolean bias, @ForAll boolean padding, @ForAll Values v) {
        check(AttentionOperands.draw(g, new AttentionOperands.Parts(bias, padding), v));
    }

    @Property(tries = 30)
    void givesTheSameBitsWithAnyNumberOfThreads(@ForAll AttentionGeometry g, @ForAll Values v) {
        checkBits(AttentionOperands.draw(g, BOTH, v));
    }

    @Test
    void longSequencesAgreeAndGiveTheSameBits() {
        // Several blocks of queries and several panels; the bias shared by all heads, by all entries, by both.
        for (int[] shared : new int[][]{{1, 3}, {2, 1}, {1, 1}, {2, 3}}) {
            AttentionGeometry a = AttentionGeometry.apart(2, 3, 211, 397, 20, 0.3);
            AttentionGeometry g = new AttentionGeometry(2, 3, 211, 397, 20, a.q(), a.k(), a.v(), a.y(), shared[0], shared[1], 0.3,
                    new AttentionDropout(0.2, 5, 6));
            AttentionOperands o = AttentionOperands.draw(g, BOTH, NORMAL);
            check(o);
            checkBits(o);
        }
    }

    @Test
    void queriesWithoutKeysGiveZerosAndNoGradient() {
        AttentionGeometry g = AttentionGeometry.apart(2, 1, 3, 2, 5, 1);
        AttentionOperands drawn = AttentionOperands.draw(g, new AttentionOperands.Parts(true, true), NORMAL);
        // All keys of the first entry are padded; in the second the last query's bias leaves none.
        double[] bias = drawn.bias().clone();
        Arrays.fill(bias, 10, 12, Double.NEGATIVE_INFINITY);
        AttentionOperands o = new AttentionOperands(g, drawn.q(), drawn.k(), drawn.v(), bias, new double[]{1, 1, 0, 0},
                drawn.dy());
        double[] y = tested(o.forward());
        assertArrayEquals(new double[15], Arrays.copyOf(y, 15));
        assertArrayEquals(new double[5], Arrays.copyOfRange(y, 25, 30));
        double[] gradients = tested(o.backward());
        assertEquals(30 + 20 + 20 + 12, gradients.length);
        assertArrayEquals(new double[15], Arrays.copyOf(gradients, 15), "dq of the first entry");
        assertArrayEquals(new double[10], Arrays.copyOfRange(gradients, 30, 40), "dk of the first entry");
        assertArrayEquals(new double[10], Arrays.copyOfRange(gradients, 50, 60), "dv of the first entry");
        assertArrayEquals(new double[2], Arrays.copyOfRange(gradients, 80, 82), "dbias of the last query");
    }

    @Test
    void hugeScoresStayFinite() {
        AttentionGeometry g = AttentionGeometry.apart(1, 1, 2, 3, 1, 0x1p66);
        AttentionOperands o = new AttentionOperands(g, new double[]{1, -1}, new double[]{3, 1, -2}, new double[]{5, 6, 7}, null,
                null, new double[]{1, 1});
        assertArrayEquals(new double[]{5, 7}, Arrays.copyOf(tested(o.forward()), 2));
        double[] gradients = tested(o.backward());
        assertArrayEquals(new double[]{0, 0, 0, 0, 0, 1, 0, 1}, gradients);
    }

    @Test
    void dropoutDropsItsShareAndKeepsTheMean() {
        // All weights are 1/s and all values 1, so a result is the share of the weights that are kept, times 1 / (1 - p).
        int t = 301;
        int s = 257;
        AttentionGeometry a = AttentionGeometry.apart(1, 1, t, s, 1, 1);
        AttentionGeometry g = new AttentionGeometry(1, 1, t, s, 1, a.q(), a.k(), a.v(), a.y(), 1, 1, 1,
                new AttentionDropout(0.3, 7, 8));
        double[] ones = new double[s];
        Arrays.fill(ones, 1);
        double[] y = tested(new AttentionOperands(g, new double[t], ones, ones, null, null, new double[t]).forward());
        double mean = Arrays.stream(y, 0, t).average().orElseThrow();
        assertEquals(1, mean, 5 * Math.sqrt(0.3 / 0.7 / (t * s)));
        double variance = Arrays.stream(y, 0, t).map(e -> (e - mean) * (e - mean)).average().orElseThrow();
        assertEquals(0.3 / 0.7 / s, variance, 0.5 * 0.3 / 0.7 / s);
    }

    private void check(AttentionOperands o) {
        AttentionMagnitude magnitude = new AttentionMagnitude(o);
        int terms = Math.max(Math.max(o.g().s(), o.g().d()), o.g().batch() * o.g().heads() * o.g().t());
        agrees(Tolerance.SOFTMAX, terms, o.forward(), magnitude.forward());
        agrees(Tolerance.SOFTMAX, terms, o.backward(), magnitude.backward());
    }

    private void checkBits(AttentionOperands o) {
        sameBits(o.forward());
        sameBits(o.backward());
    }
}
