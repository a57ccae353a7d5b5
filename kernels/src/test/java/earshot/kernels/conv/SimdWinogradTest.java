package earshot.kernels.conv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import earshot.kernels.Backend;
import earshot.kernels.Window;
import earshot.kernels.contract.Contract;
import earshot.kernels.contract.Epilogues;
import earshot.kernels.contract.Values;
import earshot.kernels.simd.AtWidth;
import earshot.kernels.simd.Lanes;
import earshot.kernels.simd.SimdBackend;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/// [SimdWinograd] and [SimdWinogradWeight] on shapes that random ones hardly ever are: whole panels of channels at every vector
/// width, and many pixels.
class SimdWinogradTest extends Contract {
    /// Relative root mean square error allowed; a direct sum in single precision has about 3e-7.
    private static final double MOST_ERROR = 1e-5;

    /// Images whose sides are no multiples of a tile's, all mixtures of padding, one image and several; one that is
    /// several parts to [SimdWinogradWeight], one with so many channels that weights are taken by panels, in more than one chunk of tiles.
    static final List<ConvGeometry> SHAPES = List.of(geometry(2, 17, 19, 32, 64, 1, 1), geometry(1, 23, 31, 64, 32, 0, 2),
            geometry(3, 16, 14, 32, 32, 2, 0), geometry(6, 9, 13, 32, 96, 1, 0), geometry(7, 3, 31, 96, 32, 2, 2),
            geometry(50, 5, 6, 32, 32, 0, 0), geometry(8, 65, 64, 32, 32, 1, 1), geometry(2, 31, 37, 928, 32, 1, 1));

    @Override
    protected Backend backend(int threads) {
        return SimdBackend.create(threads);
    }

    @ParameterizedTest
    @FieldSource("SHAPES")
    void errorIsThatOfTheMethod(ConvGeometry g) {
        check(g);
    }

    @ParameterizedTest
    @FieldSource("SHAPES")
    void givesTheSameBitsWithAnyNumberOfThreads(ConvGeometry g) {
        Values v = new Values(Values.Kind.NORMAL, 2);
        sameBits(ConvContract.forward(g, ConvContract.x(g, v), ConvContract.w(g, v), epilogue(g)));
        sameBits(ConvContract.backwardData(g, ConvContract.w(g, v), ConvContract.dy(g, v)));
        sameBits(ConvContract.backwardWeight(g, ConvContract.x(g, v), ConvContract.dy(g, v)));
    }

    @ParameterizedTest
    @ValueSource(ints = {128, 256, 512})
    void errorIsTheSameAtEveryVectorWidth(int vectorBits) throws Exception {
        AtWidth.Result result = AtWidth.run(vectorBits, SimdWinogradTest.class);
        assertEquals(vectorBits + " bits\n", result.output());
        assertEquals(List.of(), result.refused());
        String tile = vectorBits == 512 ? "SimdWideTile::multiply" : "SimdTile::multiply";
        assertTrue(result.optimised(tile), () -> String.join("\n", result.compilations()));
    }

    @Test
    void otherShapesGoElsewhere() {
        assertFalse(SimdWinograd.suits(geometry(1, 16, 16, 32, 32, 1, 1)), "few pixels");
        assertFalse(SimdWinograd.suits(geometry(8, 16, 16, 3, 32, 1, 1)), "few channels");
        assertFalse(SimdWinograd.suits(geometry(8, 16, 16, 32, 33, 1, 1)), "a panel that is not full");
        assertFalse(SimdWinograd.suits(new ConvGeometry(8, 32, 32, 32, 32, Window.square(3, 2, 1))), "stride");
        assertFalse(SimdWinograd.suits(new ConvGeometry(8, 32, 32, 32, 32, Window.square(5, 1, 2))), "size");
        assertFalse(SimdWinograd.suits(geometry(8, 16, 16, 32, 32, 3, 3)), "padding wider than a kernel");
        assertFalse(SimdWinograd.suits(new ConvGeometry(8, 16, 16, 64, 64, 2, Window.square(3, 1, 1))), "groups");
        assertFalse(SimdWinograd.suits(new ConvGeometry(8, 16, 16, 32, 32, Window.square(3, 1, 2).dilated(2, 2))), "dilation");
    }

    /// The checks of one width, in a JVM of its own: prints the width, then what is wrong.
    public static void main(String[] arguments) {
        System.out.println(Lanes.FLOATS.vectorBitSize() + " bits");
        for (ConvGeometry g : SHAPES) {
            try {
                new SimdWinogradTest().check(g);
            } catch (AssertionError e) {
                System.out.println(e.getMessage());
            }
        }
        System.exit(0); // the team's threads wait for work
    }

    private void check(ConvGeometry g) {
        Values v = new Values(Values.Kind.NORMAL, 1);
        double[] x = ConvContract.x(g, v);
        double[] w = ConvContract.w(g, v);
        double[] dy = ConvContract.dy(g, v);
        assertTrue(SimdWinograd.suits(g), () -> g + " is computed another way");
        check("forward of " + g, ConvContract.forward(g, x, w));
        check("forward with an epilogue of " + g, ConvContract.forward(g, x, w, epilogue(g)));
        check("gradient of the input of " + g, ConvContract.backwardData(g, w, dy));
        check("gradient of the weight of " + g, ConvContract.backwardWeight(g, x, dy));
    }

    /// With all its parts.
    private static Epilogues epilogue(ConvGeometry g) {
        return Epilogues.draw(new Values(Values.Kind.NORMAL, 15), g.o(), g.n() * g.outH() * g.outW() * g.o());
    }

    private void check(String what, Call call) {
        double relative = error(tested(call), reference(call));
        assertTrue(relative < MOST_ERROR, () -> what + ": relative error " + relative);
    }

    /// Relative root mean square error.
    static double error(double[] got, double[] want) {
        assertEquals(want.length, got.length);
        double error = 0;
        double size = 0;
        for (int i = 0; i < want.length; i++) {
            error += (got[i] - want[i]) * (got[i] - want[i]);
            size += want[i] * want[i];
        }
        return Math.sqrt(error / size);
    }

    private static ConvGeometry geometry(int n, int h, int w, int c, int o, int padH, int padW) {
        return new ConvGeometry(n, h, w, c, o, new Window(3, 3, 1, 1, padH, padW));
    }
}
