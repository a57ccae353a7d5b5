import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Compiles every kernel text as CUDA, for the jar: {@code java CudaTexts.java RESOURCES CLASSES}. Any warning of the compiler is an error.
/// Where no {@code nvcc} is on the PATH it does nothing: such a build works too, its jar needs NVIDIA's run-time compiler then.
final class CudaTexts {
    private static final String ROOT = "earshot/kernels";
    /// As GpuText reads it.
    private static final Pattern ARCHITECTURE = Pattern.compile("(?m)^// CUDA: (compute_\\d+)$");

    private CudaTexts() {
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        if (!onPath("nvcc")) {
            return;
        }
        Path texts = Path.of(args[0]).resolve(ROOT);
        Path classes = Path.of(args[1]).resolve(ROOT);
        FileTime newest = FileTime.fromMillis(0);
        for (Path source : files(texts)) {
            FileTime changed = Files.getLastModifiedTime(source);
            newest = changed.compareTo(newest) > 0 ? changed : newest;
        }
        for (Path text : files(texts)) {
            String family = text.getParent().getFileName().toString();
            Path ptx = classes.resolve(family).resolve(family + ".ptx");
            boolean whole = text.getFileName().toString().equals(family + ".cl");
            if (whole && (Files.notExists(ptx) || Files.getLastModifiedTime(ptx).compareTo(newest) < 0)) {
                compile(text, texts.resolve("gpu/prelude_cuda.h"), ptx);
            }
        }
    }

    private static void compile(Path text, Path prelude, Path ptx) throws IOException, InterruptedException {
        Path part = ptx.resolveSibling(ptx.getFileName() + ".part");
        Matcher needed = ARCHITECTURE.matcher(Files.readString(text));
        String architecture = needed.find() ? needed.group(1) : "compute_75";
        int exit = new ProcessBuilder("nvcc", "-x", "cu", "-ptx", "-arch=" + architecture, "-Werror", "all-warnings", "-include",
                prelude.toString(), "-o", part.toString(), text.toString()).inheritIO().start().waitFor();
        if (exit != 0) {
            System.err.println("nvcc refused " + text + ", exit code " + exit + "; the lines above say why");
            System.exit(1);
        }
        Files.move(part, ptx, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static boolean onPath(String program) {
        String path = System.getenv().getOrDefault("PATH", "");
        return Stream.of(path.split(java.io.File.pathSeparator)).map(folder -> Path.of(folder, program))
                .anyMatch(Files::isExecutable);
    }
}
