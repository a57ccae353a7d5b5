package earshot.engine.conform;

import earshot.engine.check.GoldenFile;
import earshot.kernels.Backend;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// A family that is one file of cases, {@code <name>.safetensors} as [GoldenFile] has it, each computed by its op's entry in a table.
/// A case whose op has no entry fails, and so does a case with a result or gradient that nothing was compared with.
///
/// @param name of the family and its file
/// @param ops  by name
public record GoldenFamily(String name, Map<String, Run> ops) implements Family {

    /// How the cases of an op are computed.
    @FunctionalInterface
    public interface Run {
        /// Computes a case and compares all its results.
        void run(GoldenFile.Case c, Surroundings surroundings, Comparison comparison) throws Exception;
    }

    @Override
    public List<Check> checks(Path folder, Backend backend) throws IOException {
        Path path = folder.resolve(name + ".safetensors");
        GoldenFile file = GoldenFile.read(path);
        List<Check> checks = new ArrayList<>();
        Surroundings surroundings = new Surroundings(folder, file, backend);
        for (GoldenFile.Case c : file.cases()) {
            Run run = ops.get(c.op());
            checks.add(run == null
                    ? Check.failing(c.name(), "unknown op " + c.op() + (ops.isEmpty()
                            ? "; none of " + name + " is known"
                            : "; known are " + String.join(", ", new TreeSet<>(ops.keySet()))))
                    : new Check(c.name(), comparison -> {
                        run.run(c, surroundings, comparison);
                        comparison.complete(c);
                    }));
        }
        return checks;
    }
}
