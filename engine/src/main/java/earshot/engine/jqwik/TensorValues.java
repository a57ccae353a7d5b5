package earshot.engine.jqwik;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Which values a {@code @ForAll} parameter of type [earshot.engine.check.GradCheck.Input] has. Without it, values between -2 and 2.
@Documented
@Target({ElementType.PARAMETER, ElementType.TYPE_USE})
@Retention(RetentionPolicy.RUNTIME)
public @interface TensorValues {

    /// Least value.
    double low() default -2;

    /// Largest value.
    double high() default 2;

    /// How far from 0 all values keep, as ops with a kink there need it.
    double clearOfZero() default 0;
}
