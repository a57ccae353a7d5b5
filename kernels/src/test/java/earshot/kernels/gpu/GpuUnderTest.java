package earshot.kernels.gpu;

import earshot.kernels.Backend;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import net.jqwik.api.lifecycle.LifecycleContext;
import net.jqwik.api.lifecycle.SkipExecutionHook;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/// One device for all tests, and the two test engines' ways to skip tests where there is none. It is the first one of OpenCL, or with
/// {@code -Dearshot.test.device=cuda} the first one of CUDA.
public final class GpuUnderTest implements SkipExecutionHook, ExecutionCondition {
    private static final boolean REQUIRED = System.getenv("EARSHOT_REQUIRE_GPU") != null;
    private static final boolean CUDA = "cuda".equals(System.getProperty("earshot.test.device"));

    private static final class Shared {
        static final GpuDriver DRIVER = CUDA ? CudaDriver.open(0) : OpenClDriver.open(0);
        static final Backend BACKEND = GpuBackend.create(DRIVER);
    }

    /// The device.
    public static GpuDriver driver() {
        return Shared.DRIVER;
    }

    /// The device, but one method of its driver gives this answer.
    public static GpuDriver driver(String method, Object answer) {
        return (GpuDriver) Proxy.newProxyInstance(GpuDriver.class.getClassLoader(), new Class<?>[]{GpuDriver.class},
                (proxy, called, arguments) -> {
                    try {
                        return called.getName().equals(method) ? answer : called.invoke(driver(), arguments);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                });
    }

    /// A backend on it.
    public static Backend backend() {
        return Shared.BACKEND;
    }

    private static String reasonToSkip() {
        return REQUIRED ? null : CUDA ? CudaDriver.absence() : OpenClDriver.absence();
    }

    @Override
    public SkipResult shouldBeSkipped(LifecycleContext context) {
        String reason = reasonToSkip();
        return reason == null ? SkipResult.doNotSkip() : SkipResult.skip(reason);
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        String reason = reasonToSkip();
        return reason == null
                ? ConditionEvaluationResult.enabled("there is a device")
                : ConditionEvaluationResult.disabled(reason);
    }
}
