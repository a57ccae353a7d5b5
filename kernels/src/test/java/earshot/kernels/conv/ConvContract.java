package earshot.kernels.conv;

import earshot.kernels.Storage;
import earshot.kernels.Window;
import earshot.kernels.contract.Contract;
import earshot.kernels.contract.Epilogues;
import earshot.kernels.contract.Shapes;
import earshot.kernels.contract.Tolerance;
import earshot.kernels.contract.Values;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What every [ConvKernels] must do.
@Domain(Shapes.class)
public abstract class ConvContract extends Contract {

    @Property(tries = 200)
    void forwardAgreesWithTheReference(@ForAll ConvGeometry g, @ForAll Values v) {
        checkForward(g, v);
    }

    @Property(tries = 200)
    void backwardDataAgreesWithTheReference(@ForAll ConvGeometry g, @ForAll Values v) {
        checkBackwardData(g, v);
    }

    @Property(tries = 200)
    void backwardWeightAgreesWithTheReference(@ForAll ConvGeometry g, @ForAll Values v) {
        checkBackwardWeight(g, v);
    }

    @Property(tries = 30)
    void givesTheSameBitsWithAnyNumberOfThreads(@ForAll ConvGeometry g, @ForAll Values v) {
        checkBits(g, v);
    }

    @ParameterizedTest
    @MethodSource({"layersOfResidualNetworks", "layersOfDepthwiseNetworks", "layersWithGroups"})
    void layersOfNetworksAgreeAndGiveTheSameBits(ConvGeometry g) {
        Values v = new Values(Values.Kind.NORMAL, 23); // an epilogue with all parts
        checkForward(g, v);
        checkBackwardData(g, v);
        checkBackwardWeight(g, v);
        checkBits(g, v);
    }

    static List<ConvGeometry> layersOfResidualNetworks() {
        return List.of(new ConvGeometry(2, 32, 54, 1, 16, Window.square(7, 2, 3)),
                new ConvGeometry(2, 16, 27, 16, 16, Window.square(3, 1, 1)),
                new ConvGeometry(2, 16, 27, 16, 32, Window.square(3, 2, 1)),
                new ConvGeometry(2, 16, 27, 16, 32, Window.square(1, 2, 0)),
                new ConvGeometry(3, 4, 7, 64, 72, Window.square(3, 1, 1)),
                new ConvGeometry(2, 4, 7, 192, 40, Window.square(3, 1, 1)), // summed in several passes
                new ConvGeometry(2, 16, 27, 40, 24, Window.square(1, 1, 0)),
                new ConvGeometry(2, 9, 31, 24, 40, new Window(1, 3, 1, 2, 0, 1)));
    }

    static List<ConvGeometry> layersOfDepthwiseNetworks() {
        return List.of(depthwise(2, 32, 27, 32, Window.square(3, 1, 1)), depthwise(2, 32, 27, 48, Window.square(3, 2, 1)),
                depthwise(2, 17, 27, 72, Window.square(5, 2, 2)), depthwise(3, 8, 14, 240, Window.square(5, 1, 2)),
                depthwise(2, 4, 7, 1152, Window.square(3, 1, 1)), depthwise(2, 1, 50, 40, Window.line(31, 1, 15, 1)),
                depthwise(1, 40, 61, 17, Window.square(3, 1, 4).dilated(4, 2)));
    }

    static List<ConvGeometry> layersWithGroups() {
        return List.of(new ConvGeometry(2, 1, 50, 96, 96, 4, Window.line(16, 1, 8, 1)),
                new ConvGeometry(2, 16, 27, 64, 64, 8, Window.square(3, 1, 1)),
                new ConvGeometry(2, 9, 13, 48, 96, 2, Window.square(1, 1, 0)),
                new ConvGeometry(2, 16, 27, 32, 32, Window.square(3, 2, 2).dilated(2, 2)));
    }

    private static ConvGeometry depthwise(int n, int h, int w, int c, Window window) {
        return new ConvGeometry(n, h, w, c, c, c, window);
    }

    private void checkForward(ConvGeometry g, Values v) {
        int terms = g.window().kh() * g.window().kw() * g.groupC();
        Epilogues e = Epilogues.draw(v, g.o(), g.n() * g.outH() * g.outW() * g.o());
        agrees(Tolerance.CONV, terms, forward(g, x(g, v), w(g, v), e),
                reference(forward(g, Values.absolute(x(g, v)), Values.absolute(w(g, v)), e.magnitudes())));
    }

    private void checkBackwardData(ConvGeometry g, Values v) {
        int terms = g.window().kh() * g.window().kw() * g.groupO();
        agrees(Tolerance.CONV, terms, backwardData(g, w(g, v), dy(g, v)),
                reference(backwardData(g, Values.absolute(w(g, v)), Values.absolute(dy(g, v)))));
    }

    private void checkBackwardWeight(ConvGeometry g, Values v) {
        int terms = g.n() * g.outH() * g.outW();
        agrees(Tolerance.CONV, terms, backwardWeight(g, x(g, v), dy(g, v)),
                reference(backwardWeight(g, Values.absolute(x(g, v)), Values.absolute(dy(g, v)))));
    }

    private void checkBits(ConvGeometry g, Values v) {
        sameBits(forward(g, x(g, v), w(g, v), Epilogues.draw(v, g.o(), g.n() * g.outH() * g.outW() * g.o())));
        sameBits(backwardData(g, w(g, v), dy(g, v)));
        sameBits(backwardWeight(g, x(g, v), dy(g, v)));
    }

    static double[] x(ConvGeometry g, Values v) {
        return v.draw("x", g.n() * g.h() * g.w() * g.c());
    }

    static double[] w(ConvGeometry g, Values v) {
        return v.draw("w", g.window().kh() * g.window().kw() * g.groupC() * g.o());
    }

    static double[] dy(ConvGeometry g, Values v) {
        return v.draw("dy", g.n() * g.outH() * g.outW() * g.o());
    }

    static Call forward(ConvGeometry g, double[] x, double[] w) {
        return forward(g, x, w, Epilogues.NONE);
    }

    static Call forward(ConvGeometry g, double[] x, double[] w, Epilogues e) {
        return (backend, buffers) -> {
            Storage y = buffers.blank(g.n() * g.outH() * g.outW() * g.o());
            backend.conv().forward(g, buffers.of(x), buffers.of(w), e.in(buffers), y);
            return buffers.read(y);
        };
    }

    static Call backwardData(ConvGeometry g, double[] w, double[] dy) {
        return (backend, buffers) -> {
            Storage dx = buffers.blank(g.n() * g.h() * g.w() * g.c());
            backend.conv().backwardData(g, buffers.of(w), buffers.of(dy), dx);
            return buffers.read(dx);
        };
    }

    static Call backwardWeight(ConvGeometry g, double[] x, double[] dy) {
        return (backend, buffers) -> {
            Storage dw = buffers.blank(g.window().kh() * g.window().kw() * g.groupC() * g.o());
            backend.conv().backwardWeight(g, buffers.of(x), buffers.of(dy), dw);
            return buffers.read(dw);
        };
    }
}
