package earshot.experiments.bench;

import earshot.engine.Gradients;
import earshot.engine.Scope;
import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.engine.nn.Module;
import earshot.kernels.Backend;
import earshot.kernels.attention.AttentionGeometry;
import earshot.kernels.attention.AttentionKernels;
import earshot.kernels.conv.ConvGeometry;
import earshot.kernels.conv.ConvKernels;
import earshot.kernels.matmul.MatmulGeometry;
import earshot.kernels.matmul.MatmulKernels;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.function.Function;

/// Counts the operations of a network's forward pass by listening to what it asks of the kernels: products, convolutions (as direct sums)
/// and attention, a multiply-add as two. What works element by element is left out, as is usual.
final class OperationCount {
    private double operations;

    private OperationCount() {
    }

    /// Operations of one forward pass in inference.
    ///
    /// @param network builds the network on the backend given to it; it is built anew, since a network stays on its backend
    /// @param input   shape of the input
    static double of(Backend backend, Function<Backend, Module> network, Shape input) {
        var count = new OperationCount();
        Backend listening = count.listening(backend);
        Module built = network.apply(listening);
        built.eval();
        try (var _ = Scope.open(); var _ = Gradients.off()) {
            built.apply(Tensor.full(listening, input, 0));
        } finally {
            built.release();
        }
        return count.operations;
    }

    static double of(ConvGeometry g) {
        return 2.0 * g.n() * g.outH() * g.outW() * g.o() * g.window().kh() * g.window().kw() * g.groupC();
    }

    static double of(MatmulGeometry g) {
        return 2.0 * g.batch() * g.m() * g.n() * g.k();
    }

    static double of(AttentionGeometry g) {
        return 4.0 * g.batch() * g.heads() * g.t() * g.s() * g.d();
    }

    private Backend listening(Backend b) {
        return new Backend(b.name(), b.description(), b.memory(), b.elementwise(), b.reduce(),
                listening(MatmulKernels.class, b.matmul()), listening(ConvKernels.class, b.conv()), b.pool(), b.norm(),
                b.softmax(),
                b.optim(), b.random(), b.index(), listening(AttentionKernels.class, b.attention()));
    }

    private <K> K listening(Class<K> family, K kernels) {
        return family.cast(Proxy.newProxyInstance(family.getClassLoader(), new Class<?>[]{family}, (_, method, arguments) -> {
            operations += switch (arguments[0]) {
                case ConvGeometry g -> of(g);
                case MatmulGeometry g -> of(g);
                case AttentionGeometry g -> of(g);
                default -> 0;
            };
            try {
                return method.invoke(kernels, arguments);
            } catch (InvocationTargetException failed) {
                throw failed.getCause();
            }
        }));
    }
}
