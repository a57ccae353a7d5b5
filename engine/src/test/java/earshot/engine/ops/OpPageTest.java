package earshot.engine.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Every op is one page that reads in one order: the maths with the derivatives, where kernels and test are, the shape rule in words
/// and in code, forward, backward.
class OpPageTest {
    private static final Path OPS = Path.of(System.getProperty("earshot.root"), "engine/src/main/java/earshot/engine/ops");
    private static final Path TESTS = Path.of(System.getProperty("earshot.root"), "engine/src/test/java/earshot/engine/ops");

    /// A part of a page: what it is, and how its beginning looks.
    private record Part(String what, String pattern) {
    }

    private static final List<Part> DIFFERENTIABLE = List.of(new Part("the formula of the result", "\n/// ```\n/// [^\n]+= "),
            new Part("the derivative", "\n/// ([^\n]*\\s)?d\\w+(\\[[^]]*])?(, d\\w+)* += "),
            new Part("where its kernels are", "Kernels: \\[|No kernels;"),
            new Part("which test", "test:\\s(/// )?\\{@code \\w+Test}"), new Part("the record", "\npublic record "),
            new Part("the name", "\n    public String name\\(\\)"),
            new Part("the shape rule, in words and in code", "\n    /// [^\n]+\n    @Override\n    public Shape shape\\("),
            new Part("forward", "\n    public Forward<Saved> forward\\("),
            new Part("backward", "\n    public Tensor\\[] backward\\("));
    private static final List<Part> NON_DIFFERENTIABLE = List.of(new Part("the formula of the result", "\n/// ```\n/// [^\n]+= "),
            new Part("where its kernels are", "Kernels: \\[|No kernels;"),
            new Part("which test", "test:\\s(/// )?\\{@code \\w+Test}"),
            new Part("the record", "\npublic record "), new Part("the name", "\n    public String name\\(\\)"),
            new Part("why no gradient passes", "\n    public String why\\(\\)"),
            new Part("the shape rule, in words and in code", "\n    /// [^\n]+\n    @Override\n    public Shape shape\\("),
            new Part("forward", "\n    public Tensor forward\\("));

    @Test
    void everyPageHasItsPartsInOrder() throws IOException {
        List<String> lacking = new ArrayList<>();
        int pages = 0;
        try (Stream<Path> files = Files.list(OPS)) {
            for (Path file : files.sorted().toList()) {
                String op = file.getFileName().toString().replace(".java", "");
                String page = Files.readString(file);
                if (page.contains("Differentiable<" + op + ".Saved> {")) {
                    pages++;
                    lacking.addAll(lacking(op, page, DIFFERENTIABLE));
                } else if (page.contains("implements NonDifferentiable")) {
                    pages++;
                    lacking.addAll(lacking(op, page, NON_DIFFERENTIABLE));
                }
            }
        }
        assertEquals(List.of(), lacking);
        assertTrue(pages >= 59, "only " + pages + " pages were found; does the search still work?");
    }

    /// What a page lacks; of parts in order the first that is missing, since it is where one would look for the next.
    private static List<String> lacking(String op, String page, List<Part> parts) {
        if (!page.contains("{@code " + op + "Test}") || !Files.exists(TESTS.resolve(op + "Test.java"))) {
            return List.of(op + " does not name its test " + op + "Test, or there is none");
        }
        int from = 0;
        for (Part part : parts) {
            var found = Pattern.compile(part.pattern).matcher(page);
            if (!found.find(from)) {
                return List.of(op + " lacks, in its place, " + part.what);
            }
            // The next part may begin with the line break that ends this one.
            from = found.end() - 1;
        }
        return List.of();
    }
}
