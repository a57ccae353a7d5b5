package earshot.kernels.elementwise;

import earshot.kernels.Storage;
import earshot.kernels.contract.Contract;
import earshot.kernels.contract.Shapes;
import earshot.kernels.contract.Tolerance;
import earshot.kernels.contract.Values;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What every [ElementwiseKernels] must do with two operands.
@Domain(Shapes.class)
public abstract class BroadcastContract extends Contract {

    @Property(tries = 400)
    void binaryAgreesWithTheReference(@ForAll BinaryFunction f, @ForAll Shapes.Operands shapes, @ForAll Values v) {
        agrees(Tolerance.ELEMENTWISE, binary(f, shapes, v));
    }

    @Property(tries = 100)
    void binaryMayOverwriteAnOperandThatDoesNotRepeat(@ForAll BinaryFunction f, @ForAll Shapes.Operands shapes,
            @ForAll Values v) {
        Broadcast g = shapes.broadcast();
        if (Shapes.size(shapes.a()) == g.size()) {
            agrees(Tolerance.ELEMENTWISE, (backend, buffers) -> {
                Storage a = buffers.of(v.draw("a", g.size()));
                backend.elementwise().binary(f, g, a, buffers.of(v.draw("b", Shapes.size(shapes.b()))), a);
                return buffers.read(a);
            });
        }
        if (Shapes.size(shapes.b()) == g.size()) {
            agrees(Tolerance.ELEMENTWISE, (backend, buffers) -> {
                Storage b = buffers.of(v.draw("b", g.size()));
                backend.elementwise().binary(f, g, buffers.of(v.draw("a", Shapes.size(shapes.a()))), b, b);
                return buffers.read(b);
            });
        }
    }

    @Property(tries = 50)
    void bothOperandsMayBeOneStorage(@ForAll BinaryFunction f, @ForAll Shapes.Length length, @ForAll Values v) {
        Broadcast g = Broadcast.of(new int[]{length.n()}, new int[]{length.n()});
        agrees(Tolerance.ELEMENTWISE, (backend, buffers) -> {
            Storage a = buffers.of(v.draw("a", length.n()));
            backend.elementwise().binary(f, g, a, a, a);
            return buffers.read(a);
        });
    }

    @ParameterizedTest
    @EnumSource
    void largeOperandsGiveTheSameBitsWithAnyNumberOfThreads(BinaryFunction f) {
        Values v = new Values(Values.Kind.EDGES, 1);
        for (Shapes.Operands shapes : new Shapes.Operands[]{new Shapes.Operands(new int[]{200_003}, new int[]{200_003}),
                new Shapes.Operands(new int[]{61, 53, 67}, new int[]{67}),
                new Shapes.Operands(new int[]{61, 1, 67}, new int[]{53, 1}),
                new Shapes.Operands(new int[]{200_003}, new int[]{1})}) {
            agrees(Tolerance.ELEMENTWISE, binary(f, shapes, v));
            sameBits(binary(f, shapes, v));
        }
    }

    static Call binary(BinaryFunction f, Shapes.Operands shapes, Values v) {
        return binary(f, shapes.broadcast(), v.draw("a", Shapes.size(shapes.a())), v.draw("b", Shapes.size(shapes.b())));
    }

    static Call binary(BinaryFunction f, Broadcast g, double[] a, double[] b) {
        return (backend, buffers) -> {
            Storage y = buffers.blank(g.size());
            backend.elementwise().binary(f, g, buffers.of(a), buffers.of(b), y);
            return buffers.read(y);
        };
    }
}
