package earshot.kernels.gpu;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import org.junit.jupiter.api.extension.ExtendWith;

/// Tests that need a GPU, or what OpenCL takes for one. Where there is none they are skipped with the reason, unless the environment
/// variable {@code EARSHOT_REQUIRE_GPU} says that one was installed: then they fail.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ExtendWith(GpuUnderTest.class)
@AddLifecycleHook(GpuUnderTest.class)
public @interface OnGpu {
}
