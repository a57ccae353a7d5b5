package earshot.engine.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A test that counts: every differentiable op has the properties of [OpProperties].
class EveryOpIsProvedTest {

    @Test
    void everyDifferentiableOpHasItsProperties() throws URISyntaxException {
        List<Class<?>> ops = differentiable();
        List<String> forgotten = new ArrayList<>();
        for (Class<?> op : ops) {
            try {
                Class<?> test = Class.forName(op.getName() + "Test");
                if (!OpProperties.class.isAssignableFrom(test)) {
                    forgotten.add(op.getSimpleName() + ": " + test.getSimpleName() + " does not extend OpProperties");
                }
            } catch (ClassNotFoundException e) {
                forgotten.add(op.getSimpleName() + ": there is no " + op.getSimpleName() + "Test");
            }
        }
        assertEquals(List.of(), forgotten);
        assertTrue(ops.size() >= 18, "only " + ops + " were found; does the search still work?");
    }

    private static List<Class<?>> differentiable() throws URISyntaxException {
        Path classes = Path.of(Op.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        File[] files = classes.resolve("earshot/engine/ops").toFile().listFiles((_, name) -> name.endsWith(".class"));
        List<Class<?>> found = new ArrayList<>();
        for (File f : files) {
            try {
                Class<?> type = Class.forName("earshot.engine.ops." + f.getName().replace(".class", ""));
                if (Differentiable.class.isAssignableFrom(type) && !type.isInterface()) {
                    found.add(type);
                }
            } catch (ClassNotFoundException e) {
                throw new AssertionError(f + " is there but cannot be loaded", e);
            }
        }
        return found;
    }
}
