package earshot.engine.jqwik;

import earshot.engine.Shape;
import earshot.engine.check.GradCheck.Input;
import java.util.Set;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.providers.ArbitraryProvider;
import net.jqwik.api.providers.TypeUsage;

/// Tells jqwik how to make {@code @ForAll} parameters of type [Input] and [Shape]. jqwik finds it by itself.
public final class TensorArbitraryProvider implements ArbitraryProvider {
    @TensorShape
    @TensorValues
    private record Defaults() {
    }

    @Override
    public boolean canProvideFor(TypeUsage type) {
        return type.isOfType(Input.class) || type.isOfType(Shape.class);
    }

    @Override
    public Set<Arbitrary<?>> provideFor(TypeUsage type, SubtypeProvider subtypes) {
        TensorShape shape = type.findAnnotation(TensorShape.class).orElse(Defaults.class.getAnnotation(TensorShape.class));
        TensorValues values = type.findAnnotation(TensorValues.class).orElse(Defaults.class.getAnnotation(TensorValues.class));
        Arbitrary<Shape> shapes = Tensors.shapes(shape.minRank(), shape.maxRank(), shape.sizes());
        return Set.of(type.isOfType(Shape.class)
                ? shapes
                : Tensors.inputs(shapes, values.low(), values.high(), values.clearOfZero()));
    }
}
