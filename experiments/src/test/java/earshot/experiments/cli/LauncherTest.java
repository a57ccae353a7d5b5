package earshot.experiments.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Runs `src/bin/earshot` in a small copy of the repository, with a Java and a Maven that only say how they were called.
@EnabledOnOs(value = {OS.LINUX, OS.MAC}, disabledReason = "the launcher is a bash script")
class LauncherTest {
    private static final String JAVA = """
            #!/bin/bash
            echo "WARNING: Using incubator modules: jdk.incubator.vector" >&2
            echo "said by the machine" >&2
            echo "java $0"
            echo "cwd $PWD"
            printf '<%s>\\n' "$@"
            exit 7
            """;
    private static final String MAVEN = """
            #!/bin/bash
            echo build >> "$MAVEN_LOG"
            echo "jdk $JAVA25_HOME" >> "$MAVEN_LOG.jdk"
            sleep 0.3
            grep -q BROKEN kernels/src/main/java/A.java && { echo "[ERROR] A.java: broken"; exit 1; }
            for module in kernels experiments; do
              mkdir -p $module/target && echo jar > $module/target/earshot-$module-1.jar
            done
            mkdir -p experiments/target/libs && echo jar > experiments/target/libs/picocli.jar
            """;
    /// What the script may use: the tools of any system, but no Java and no Maven.
    private static final List<String> TOOLS = List.of("bash", "basename", "cat", "cksum", "cp", "dirname", "find", "flock",
            "grep", "ls", "mkdir",
            "mv", "readlink", "rm", "sed", "sleep", "sort", "stty", "tail", "tr");

    @TempDir
    Path temp;

    private Path root;
    private Path tools;
    private Path mavenLog;
    private final Map<String, String> environment = new HashMap<>();

    private record Result(int exitCode, String out, String err) {
    }

    @BeforeEach
    void copy() throws IOException {
        root = temp.toRealPath().resolve("the house");
        mavenLog = temp.resolve("maven.log");
        tools = Files.createDirectories(temp.resolve("tools"));
        for (String tool : TOOLS) {
            for (String place : List.of("/bin", "/usr/bin")) {
                Path program = Path.of(place, tool);
                if (Files.exists(program) && !Files.exists(tools.resolve(tool))) {
                    Files.createSymbolicLink(tools.resolve(tool), program);
                }
            }
        }
        Path original = Path.of(System.getProperty("earshot.root"));
        Files.createDirectories(root.resolve("src/bin"));
        Files.copy(original.resolve("src/bin/earshot"), root.resolve("src/bin/earshot"),
                java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
        write("src/build/jvm.args", "");
        write("pom.xml", "<project/>");
        write("kernels/pom.xml", "<project/>");
        write("kernels/src/main/java/A.java", "class A {}");
        write("experiments/src/main/java/B.java", "class B {}");
        program(tools.resolve("mvn"), MAVEN);
        environment.put("PATH", tools.toString());
        environment.put("HOME", temp.resolve("home").toString());
        environment.put("MAVEN_LOG", mavenLog.toString());
        environment.put("EARSHOT_JVM_FOLDER", temp.resolve("jvm").toString());
        environment.put("JAVA25_HOME", jdk("jdk 25", "25.0.1").toString());
    }

    private Path write(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        return Files.writeString(path, text);
    }

    private static void program(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Path jdk(String name, String version) throws IOException {
        Path home = temp.toRealPath().resolve("jvm").resolve(name);
        program(home.resolve("bin/java"), JAVA);
        program(home.resolve("bin/javac"), "");
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
        return home;
    }

    private Process start(Path launcher, String... args) throws IOException {
        var command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(args));
        var builder = new ProcessBuilder(command).directory(temp.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static Result result(Process process) throws IOException, InterruptedException {
        // Both streams are short, so one after the other does not block.
        String out = new String(process.getInputStream().readAllBytes());
        String err = new String(process.getErrorStream().readAllBytes());
        return new Result(process.waitFor(), out, err);
    }

    private Result earshot(String... args) throws Exception {
        return result(start(root.resolve("src/bin/earshot"), args));
    }

    private int builds() throws IOException {
        return Files.exists(mavenLog) ? Files.readAllLines(mavenLog).size() : 0;
    }

    @Test
    void buildsOnceAndPassesEverythingOn() throws Exception {
        environment.put("EARSHOT_JAVA_OPTS", "-Xmx1g -ea");
        Result first = earshot("run", "two words", "*");
        assertEquals(7, first.exitCode(), first.toString());
        assertTrue(first.out().contains("cwd " + temp.toRealPath() + "\n<@" + root.resolve("src/build/jvm.args") + ">\n"),
                first.out());
        assertTrue(first.out().contains("<-Xmx1g>\n<-ea>\n<-cp>\n<" + root.resolve("target/programs")), first.out());
        assertTrue(first.out().endsWith("/*>\n<earshot.experiments.cli.Main>\n<run>\n<two words>\n<*>\n"), first.out());
        assertEquals("earshot: building (the first time takes a minute or two)...\nsaid by the machine\n", first.err());
        Result second = earshot("run");
        assertEquals("said by the machine\n", second.err());
        assertEquals(1, builds());
        try (var programs = Files.list(root.resolve("target/programs"))) {
            Path program = programs.findFirst().orElseThrow();
            for (String jar : List.of("earshot-kernels-1.jar", "earshot-experiments-1.jar", "picocli.jar")) {
                assertTrue(Files.exists(program.resolve(jar)), jar);
            }
        }
    }

    @Test
    void buildsAgainOnlyIfSourcesChanged() throws Exception {
        earshot();
        Files.setLastModifiedTime(root.resolve("kernels/src/main/java/A.java"),
                FileTime.fromMillis(System.currentTimeMillis() + 60_000));
        write("kernels/src/test/java/ATest.java", "class ATest {}");
        earshot();
        assertEquals(1, builds());
        write("kernels/src/main/java/A.java", "class A { int x; }");
        earshot();
        assertEquals(2, builds());
        Path added = write("kernels/src/main/java/C.java", "class C {}");
        earshot();
        assertEquals(3, builds());
        write("kernels/src/main/resources/x.cl", "kernel");
        earshot();
        assertEquals(4, builds());
        Files.delete(added);
        earshot();
        assertEquals(5, builds());
        write("pom.xml", "<project></project>");
        earshot();
        assertEquals(6, builds());
        try (var programs = Files.list(root.resolve("target/programs"))) {
            assertEquals(3, programs.count(), "old programs are removed");
        }
    }

    @Test
    void twoAtOnceBuildOnce() throws Exception {
        org.junit.jupiter.api.Assumptions.assumeTrue(Files.exists(tools.resolve("flock")), "flock is not installed");
        Process first = start(root.resolve("src/bin/earshot"));
        Process second = start(root.resolve("src/bin/earshot"));
        assertEquals(7, result(first).exitCode());
        assertEquals(7, result(second).exitCode());
        assertEquals(1, builds());
    }

    @Test
    void aBrokenBuildIsShownAndLeavesNoProgram() throws Exception {
        write("kernels/src/main/java/A.java", "BROKEN");
        Result broken = earshot();
        assertEquals(1, broken.exitCode());
        assertTrue(broken.err().contains("[ERROR] A.java: broken\nearshot: the build failed"), broken.err());
        assertEquals("", broken.out());
        write("kernels/src/main/java/A.java", "class A {}");
        assertEquals(7, earshot().exitCode());
    }

    @Test
    void saysThatMavenIsMissing() throws Exception {
        Files.delete(tools.resolve("mvn"));
        Result none = earshot();
        assertEquals(1, none.exitCode());
        assertTrue(none.err().startsWith("earshot: Maven (mvn) is needed to build"), none.err());
    }

    @Test
    void saysThatNoJdkWasFound() throws Exception {
        environment.remove("JAVA25_HOME");
        environment.put("EARSHOT_JVM_FOLDER", temp.resolve("empty").toString());
        environment.put("JAVA_HOME", jdk("old", "17.0.2").toString());
        Result none = earshot("doctor");
        assertEquals(1, none.exitCode());
        assertEquals(1, none.err().lines().count(), none.err());
        assertTrue(none.err().startsWith("earshot: no JDK 25 or newer found in JAVA_HOME"), none.err());
        assertEquals(0, builds());
    }

    @Test
    void looksAtJavaHomeThenJava25HomeThenFoldersThenPath() throws Exception {
        Path folder = Files.createDirectories(temp.toRealPath().resolve("elsewhere"));
        Path older = jdk("older", "25.0.2");
        jdk("newer", "26-ea");
        jdk("ancient", "1.8.0_392");
        environment.put("JAVA_HOME", jdk("home", "25.0.3").toString());
        assertJdk("home");
        environment.put("JAVA_HOME", temp.resolve("jvm/ancient").toString());
        assertJdk("jdk 25");
        environment.remove("JAVA25_HOME");
        Files.delete(temp.resolve("jvm/home/bin/javac"));
        Files.delete(temp.resolve("jvm/jdk 25/bin/javac"));
        assertJdk("older");
        environment.put("EARSHOT_JVM_FOLDER", folder.toString());
        Files.createSymbolicLink(tools.resolve("java"), older.resolve("bin/java"));
        assertJdk("older");
        assertTrue(Files.readAllLines(Path.of(mavenLog + ".jdk")).getFirst().endsWith("/home"), "Maven is told which JDK to use");
    }

    private void assertJdk(String name) throws Exception {
        Result result = earshot();
        assertTrue(result.out().startsWith("java " + temp.toRealPath().resolve("jvm").resolve(name).resolve("bin/java")),
                result.toString());
    }

    @Test
    void worksThroughSymbolicLinks() throws Exception {
        Path link = Files.createSymbolicLink(temp.resolve("first link"), root.resolve("src/bin/earshot"));
        Path second = Files.createSymbolicLink(temp.resolve("second"), Path.of("first link"));
        assertFalse(Files.isSameFile(temp, root));
        assertEquals(7, result(start(second)).exitCode());
        assertEquals(7, result(start(link)).exitCode());
        assertEquals(1, builds());
    }
}
