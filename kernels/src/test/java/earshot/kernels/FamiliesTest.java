package earshot.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import earshot.kernels.contract.Contract;
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
import org.openjdk.jmh.annotations.Benchmark;

/// Finds every family of kernels and fails if a variant, a test or a check is missing: forgetting is a red build.
class FamiliesTest {
    private static final Path SOURCES = Path.of(System.getProperty("earshot.root"), "kernels", "src");
    private static final List<String> VARIANTS = List.of("Reference", "Simd", "Gpu");

    @Test
    void everyFamilyBelongsToTheBackend() throws IOException {
        List<String> components = Arrays.stream(Backend.class.getRecordComponents()).map(c -> c.getType().getName())
                .filter(name -> name.endsWith("Kernels")).sorted().toList();
        assertEquals(families().stream().map(Class::getName).sorted().toList(), components);
    }

    @Test
    void everyFamilyHasEveryVariant() throws IOException {
        List<String> missing = new ArrayList<>();
        for (Class<?> family : families()) {
            requireVariants(family, "Kernels", "", missing);
        }
        assertEquals(List.of(), missing);
    }

    /// A family may have several contracts; each is kept by every variant.
    @Test
    void everyVariantKeepsEveryContract() throws IOException {
        List<String> missing = new ArrayList<>();
        List<Class<?>> contracts = found("test", "Contract");
        for (Class<?> contract : contracts) {
            if (contract != Contract.class) {
                requireVariants(contract, "Contract", "Test", missing);
            }
        }
        for (Class<?> family : families()) {
            if (contracts.stream().noneMatch(c -> c.getPackage() == family.getPackage())) {
                missing.add("a contract for " + family.getSimpleName());
            }
        }
        assertEquals(List.of(), missing);
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
        return found("main", "Kernels");
    }

    /// All classes whose name ends so.
    private static List<Class<?>> found(String part, String suffix) throws IOException {
        Path root = SOURCES.resolve(part).resolve("java");
        try (Stream<Path> files = Files.walk(root)) {
            List<Class<?>> found = new ArrayList<>();
            for (Path file : files.filter(f -> f.toString().endsWith(suffix + ".java")).toList()) {
                String name = root.relativize(file).toString().replace(".java", "").replace(file.getFileSystem().getSeparator(),
                        ".");
                found.add(load(name));
            }
            assertTrue(!found.isEmpty(), "no " + suffix + " found under " + root);
            return found;
        }
    }

    /// {@code SimdConv} must be a {@code ConvKernels}, and {@code SimdConvTest} a {@code ConvContract}.
    private static void requireVariants(Class<?> type, String kind, String suffix, List<String> missing) {
        String subject = type.getSimpleName().substring(0, type.getSimpleName().length() - kind.length());
        for (String variant : VARIANTS) {
            String name = type.getPackageName() + "." + variant + subject + suffix;
            Class<?> found = load(name);
            if (found == null) {
                missing.add(name);
            } else if (!type.isAssignableFrom(found)) {
                missing.add(name + " as a " + type.getSimpleName());
            }
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
