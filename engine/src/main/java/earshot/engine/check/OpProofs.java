package earshot.engine.check;

import earshot.engine.ops.Differentiable;
import earshot.engine.ops.Op;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Every op's proof, and every op there is.
public final class OpProofs {
    private static final List<OpProof> ALL = Stream
            .of(ElementwiseCases.all(), BroadcastCases.all(), ReductionCases.all(), ProductCases.all(), ImageCases.all(),
                    NormCases.all(), LossCases.all(), AttentionCases.all(), MovementCases.all(), IndexCases.all(),
                    NoiseCases.all())
            .flatMap(List::stream).toList();

    private OpProofs() {
    }

    /// All proofs, by families.
    public static List<OpProof> all() {
        return ALL;
    }

    /// Differentiable ops of this build that no proof covers. They are found among the classes themselves, so that none can be
    /// forgotten.
    public static List<Class<?>> unproved() {
        List<?> proved = ALL.stream().map(OpProof::op).toList();
        return differentiable().stream().filter(op -> !proved.contains(op)).toList();
    }

    /// All differentiable ops of this build.
    public static List<Class<?>> differentiable() {
        try {
            URI code = Op.class.getProtectionDomain().getCodeSource().getLocation().toURI();
            if (Files.isDirectory(Path.of(code))) {
                return differentiable(Path.of(code));
            }
            try (FileSystem jar = FileSystems.newFileSystem(Path.of(code), Map.of())) {
                return differentiable(jar.getPath("/"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the engine's own classes cannot be listed", e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the engine's own classes lie nowhere", e);
        }
    }

    private static List<Class<?>> differentiable(Path root) throws IOException {
        String folder = Op.class.getPackageName().replace('.', '/');
        try (Stream<Path> files = Files.list(root.resolve(folder))) {
            return files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".class"))
                    .<Class<?>>map(name -> load(Op.class.getPackageName() + "." + name.substring(0, name.length() - 6)))
                    .filter(type -> Differentiable.class.isAssignableFrom(type) && !Modifier.isAbstract(type.getModifiers()))
                    .sorted(Comparator.comparing(Class::getName)).toList();
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, Op.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(name + " is there but cannot be loaded", e);
        }
    }
}
