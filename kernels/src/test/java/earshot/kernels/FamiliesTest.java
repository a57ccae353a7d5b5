package earshot.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Benchmark;

/// Finds every family of kernels and fails if a variant, a test or a check is missing: forgetting is a red build.
class FamiliesTest {
    private static final Path SOURCES = Path.of(System.getProperty("earshot.root"), "kernels", "src");
    private static final List<String> VARIANTS = List.of("Reference", "Simd");

    @Test
    void everyFamilyBelongsToTheBackend() throws IOException {
        List<String> components = Arrays.stream(Backend.class.getRecordComponents()).map(c -> c.getType().getName())
                .filter(name -> name.endsWith("Kernels")).sorted().toList();
        assertEquals(families().stream().map(Class::getName).sorted().toList(), components);
    }

    @Test
    void everyFamilyHasEveryVariantAndItsTest() throws IOException {
        List<String> missing = new ArrayList<>();
        for (Class<?> family : families()) {
            for (String variant : VARIANTS) {
                requireClass(family, variant, "", missing);
                requireClass(family, variant, "Test", missing);
            }
        }
        assertTrue(missing.isEmpty(), "missing: " + missing);
    }

    @Test
    void everyKernelIsCalledByAContract() throws IOException {
        List<String> missing = new ArrayList<>();
        for (Class<?> family : families()) {
            String contracts = contracts(family);
            for (Method kernel : family.getDeclaredMethods()) {
                if (Modifier.isAbstract(kernel.getModifiers()) && !contracts.contains("." + kernel.getName() + "(")) {
                    missing.add(family.getSimpleName() + "." + kernel.getName());
                }
            }
        }
        assertTrue(missing.isEmpty(), "in no contract: " + missing);
    }

    @Test
    void everyFamilyHasABenchmark() throws IOException {
        List<String> missing = new ArrayList<>();
        for (Class<?> family : families()) {
            String name = family.getName().replaceFirst("Kernels$", "Benchmark");
            Class<?> benchmark = load(name);
            if (benchmark == null
                    || Arrays.stream(benchmark.getMethods()).noneMatch(m -> m.isAnnotationPresent(Benchmark.class))) {
                missing.add(name);
            }
        }
        assertTrue(missing.isEmpty(), "missing, or without a method that is measured: " + missing);
    }

    private static List<Class<?>> families() throws IOException {
        Path root = SOURCES.resolve("main/java");
        try (Stream<Path> files = Files.walk(root)) {
            List<Class<?>> families = new ArrayList<>();
            for (Path file : files.filter(f -> f.toString().endsWith("Kernels.java")).toList()) {
                String name = root.relativize(file).toString().replace(".java", "").replace(file.getFileSystem().getSeparator(),
                        ".");
                families.add(load(name));
            }
            assertTrue(!families.isEmpty(), "no kernels found under " + root);
            return families;
        }
    }

    /// The text of all contracts and operands beside them in a family's test package.
    private static String contracts(Class<?> family) throws IOException {
        Path folder = SOURCES.resolve("test/java").resolve(family.getPackageName().replace('.', '/'));
        StringBuilder text = new StringBuilder();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(f -> f.toString().matches(".*(Contract|Operands)\\.java")).toList()) {
                text.append(Files.readString(file));
            }
        }
        return text.toString();
    }

    private static void requireClass(Class<?> family, String variant, String suffix, List<String> missing) {
        String subject = family.getSimpleName().replace("Kernels", "");
        String name = family.getPackageName() + "." + variant + subject + suffix;
        if (load(name) == null) {
            missing.add(name);
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException absent) {
            return null;
        }
    }
}
