package earshot.engine.jqwik;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Which shapes a {@code @ForAll} parameter of type [earshot.engine.check.GradCheck.Input] or [earshot.engine.Shape] has. Without it,
/// shapes of up to three axes.
@Documented
@Target({ElementType.PARAMETER, ElementType.TYPE_USE})
@Retention(RetentionPolicy.RUNTIME)
public @interface TensorShape {

    /// Least number of axes.
    int minRank() default 0;

    /// Largest number of axes.
    int maxRank() default 3;

    /// Lengths that an axis may have, the simplest first; 0 makes empty tensors. Ones, primes, and lengths one around those of
    /// vectors unless named.
    int[] sizes() default {1, 2, 3, 5, 7, 8, 9, 13, 15, 16, 17};
}
