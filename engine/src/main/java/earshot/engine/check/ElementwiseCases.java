package earshot.engine.check;

import earshot.engine.Shape;
import earshot.engine.Tensor;
import earshot.engine.check.GradCheck.Input;
import earshot.engine.ops.Abs;
import earshot.engine.ops.Affine;
import earshot.engine.ops.Clamp;
import earshot.engine.ops.Exp;
import earshot.engine.ops.Gelu;
import earshot.engine.ops.Log;
import earshot.engine.ops.Pow;
import earshot.engine.ops.Relu;
import earshot.engine.ops.Sigmoid;
import earshot.engine.ops.Silu;
import earshot.engine.ops.Softplus;
import earshot.engine.ops.Sqrt;
import earshot.engine.ops.Tanh;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// Cases of the ops that treat every element alike. Their tolerances are a few roundings.
final class ElementwiseCases {
    private static final double FEW_ROUNDINGS = 3e-6;

    private ElementwiseCases() {
    }

    static List<OpProof> all() {
        return List.of(
                OpProof.of("abs", Abs.class, each("abs", Tensor::abs, Operands::clearOfZero)).within(FEW_ROUNDINGS),
                OpProof.of("affine", Affine.class, ElementwiseCases::affine),
                OpProof.of("clamp", Clamp.class, ElementwiseCases::clamp),
                OpProof.of("exp", Exp.class, each("exp", Tensor::exp, Operands::any)).within(FEW_ROUNDINGS).without(Edge.LARGE),
                OpProof.of("gelu", Gelu.class, ElementwiseCases::gelu).within(FEW_ROUNDINGS),
                OpProof.of("log", Log.class, each("log", Tensor::log, positive())).within(FEW_ROUNDINGS).without(Edge.ZEROS),
                OpProof.of("pow", Pow.class, ElementwiseCases::pow).without(Edge.ZEROS),
                OpProof.of("relu", Relu.class, ElementwiseCases::relu),
                OpProof.of("sigmoid", Sigmoid.class, each("sigmoid", Tensor::sigmoid, wide())).within(FEW_ROUNDINGS),
                OpProof.of("silu", Silu.class, each("silu", Tensor::silu, wide())).within(FEW_ROUNDINGS),
                OpProof.of("softplus", Softplus.class, each("softplus", Tensor::softplus, wide())).within(FEW_ROUNDINGS),
                OpProof.of("sqrt", Sqrt.class, each("sqrt", Tensor::sqrt, positive())).within(FEW_ROUNDINGS).without(Edge.ZEROS),
                OpProof.of("tanh", Tanh.class, each("tanh", Tensor::tanh, wide())).within(FEW_ROUNDINGS));
    }

    private static Function<Draws, OpCase> each(String name, UnaryOperator<Tensor> op, BiFunction<Shape, Long, Input> values) {
        return d -> {
            Shape shape = d.shapeOrEmpty(0, 4);
            long seed = d.seed();
            return new OpCase(name, x -> op.apply(x.get(0)), List.of(values.apply(shape, seed)), seed);
        };
    }

    private static BiFunction<Shape, Long, Input> positive() {
        return (shape, seed) -> Operands.between(shape, seed, 0.25, 4);
    }

    private static BiFunction<Shape, Long, Input> wide() {
        return (shape, seed) -> Operands.between(shape, seed, -5, 5);
    }

    private static OpCase affine(Draws d) {
        double scale = d.of(List.of(0.0, -1.0, 0.5, 3.0));
        double shift = d.of(List.of(0.0, -2.5));
        return each(scale + " x + " + shift, x -> x.affine(scale, shift), Operands::any).apply(d);
    }

    /// Clear of the bounds, of which one or both may be infinite.
    private static OpCase clamp(Draws d) {
        double low = d.of(List.of(Double.NEGATIVE_INFINITY, -0.3025));
        double high = d.of(List.of(Double.POSITIVE_INFINITY, 0.2025));
        return each("clamp to " + low + " … " + high, x -> x.clamp(low, high),
                (shape, seed) -> Operands.distinct(shape, seed, 0)).apply(d);
    }

    private static OpCase gelu(Draws d) {
        return d.flag()
                ? each("gelu by tanh", Tensor::geluTanh, wide()).apply(d)
                : each("gelu", Tensor::gelu, wide()).apply(d);
    }

    /// Whole powers of any number, broken ones of positive numbers.
    private static OpCase pow(Draws d) {
        double exponent = d.of(List.of(0.0, 1.0, 2.0, 3.0, -1.0, 0.5, -0.5, 1.7));
        return each("pow " + exponent, x -> x.pow(exponent),
                exponent >= 0 && exponent == Math.rint(exponent) ? Operands::any : positive()).apply(d);
    }

    private static OpCase relu(Draws d) {
        return d.flag()
                ? each("relu in place", Tensor::reluInPlace, Operands::clearOfZero).apply(d)
                : each("relu", Tensor::relu, Operands::clearOfZero).apply(d);
    }
}
