package earshot.experiments.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The program in a process of its own, as the launcher starts it; its cache is in the folder that the test names.
final class Child {
    private final Process process;
    private final Path output;

    private Child(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    static Child start(Path folder, List<String> words) throws IOException {
        return start(folder, List.of(), words);
    }

    /// @param before words before the command, e.g. those of a shell that sets limits
    static Child start(Path folder, List<String> before, List<String> words) throws IOException {
        var command = new ArrayList<>(before);
        command.addAll(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + Path.of(System.getProperty("earshot.root"), "src/build/jvm.args"), "-Xmx512m", "-cp",
                System.getProperty("java.class.path"), "earshot.experiments.cli.Main"));
        command.addAll(words);
        Path output = Files.createTempFile(Files.createDirectories(folder), "child", ".txt");
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("EARSHOT_CACHE", folder.resolve("cache").toString());
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        return new Child(builder.start(), output);
    }

    boolean alive() {
        return process.isAlive();
    }

    /// kill -9.
    int kill() throws InterruptedException {
        process.destroyForcibly();
        return process.waitFor();
    }

    /// Asks the program to end, as Ctrl-C and a shutting down machine do.
    int end() throws InterruptedException {
        process.destroy();
        return process.waitFor();
    }

    /// Waits for the end.
    int exitCode() throws InterruptedException {
        if (!process.waitFor(5, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new AssertionError("the program does not end: " + said());
        }
        return process.exitValue();
    }

    /// All that the program wrote so far, but for the Java machine's notice about the vector module.
    List<String> lines() {
        try {
            return Files.readString(output, StandardCharsets.UTF_8).lines()
                    .filter(line -> !line.equals("WARNING: Using incubator modules: jdk.incubator.vector")).toList();
        } catch (IOException failed) {
            return List.of(failed.toString());
        }
    }

    String said() {
        return String.join("\n", lines());
    }
}
