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
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

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

    /// Called, that is, by code that a test of a contract reaches: a call in a comment or in a method that nobody runs does not count.
    @Test
    void everyKernelIsCalledByAContract() throws IOException {
        Set<String> called = ContractCalls.reached();
        List<String> missing = new ArrayList<>();
        for (Class<?> family : families()) {
            for (Method kernel : family.getDeclaredMethods()) {
                String parameters = Arrays.stream(kernel.getParameterTypes()).map(Class::getName)
                        .collect(Collectors.joining(", "));
                String signature = family.getName() + "." + kernel.getName() + "(" + parameters + ")";
                if (Modifier.isAbstract(kernel.getModifiers()) && !called.contains(signature)) {
                    missing.add(signature);
                }
            }
        }
        assertEquals(List.of(), missing, "called by no contract");
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
