package earshot.experiments.files;

import earshot.experiments.ExperimentException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.stream.Stream;

/// A folder that appears whole or not at all: it is filled under a hidden name beside its place and renamed when complete. Closing it
/// unfinished removes what was made, and so does the end of the program, say by Ctrl-C.
public final class NewFolder implements AutoCloseable {
    private final Path target;
    private final Path work;
    private final Thread removal = new Thread(this::removeWhileOthersWrite);
    private boolean finished;

    private NewFolder(Path target, Path work) {
        this.target = target;
        this.work = work;
    }

    /// Begins a folder.
    ///
    /// @param target where it is to appear; parents are made
    /// @throws ExperimentException if something that is not an empty folder stands there
    public static NewFolder at(Path target) throws IOException {
        Path place = target.toAbsolutePath().normalize();
        refuse(place, target);
        Files.createDirectories(place.getParent());
        // Not Files.createTempDirectory: its folders are private to the user, this one gets the usual permissions.
        Path work = place.resolveSibling("." + place.getFileName() + ".new-" + Long.toHexString(System.nanoTime()));
        Files.createDirectory(work);
        NewFolder made = new NewFolder(place, work);
        Runtime.getRuntime().addShutdownHook(made.removal);
        return made;
    }

    /// Makes sure that a folder may be made at a place.
    ///
    /// @throws ExperimentException if something that is not an empty folder stands there
    public static void requireFree(Path target) throws IOException {
        refuse(target.toAbsolutePath().normalize(), target);
    }

    private static void refuse(Path place, Path named) throws IOException {
        if (place.getFileName() == null) {
            throw new ExperimentException(named + ": is the root of the file system; name a folder to make");
        }
        if (Files.isDirectory(place)) {
            try (Stream<Path> content = Files.list(place)) {
                if (content.findAny().isPresent()) {
                    throw new ExperimentException(named + ": folder is not empty; choose another or empty it first");
                }
            }
        } else if (Files.exists(place)) {
            throw new ExperimentException(named + ": is a file; choose the name of a folder that does not exist yet");
        }
    }

    /// Where to put the content until [#finish()].
    public Path work() {
        return work;
    }

    /// Moves the complete folder to its place.
    public void finish() throws IOException {
        Files.deleteIfExists(target);
        Files.move(work, target, StandardCopyOption.ATOMIC_MOVE);
        finished = true;
    }

    @Override
    public void close() throws IOException {
        try {
            Runtime.getRuntime().removeShutdownHook(removal);
        } catch (IllegalStateException ending) {
            // The hook is at it already.
            return;
        }
        if (!finished) {
            remove();
        }
    }

    private void remove() throws IOException {
        try (Stream<Path> content = Files.walk(work)) {
            for (Path path : content.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    /// Threads that fill the folder are not stopped by the end of the program, only by its disappearance.
    private void removeWhileOthersWrite() {
        for (int attempt = 0; attempt < 20 && Files.exists(work); attempt++) {
            try {
                remove();
            } catch (IOException | UncheckedIOException changedMeanwhile) {
                continue;
            }
        }
    }
}
