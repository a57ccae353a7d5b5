package earshot.experiments.features;

import earshot.experiments.ExperimentException;
import earshot.experiments.Parallel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Recordings in memory: mono, at the front end's rate, as long as they were recorded.
public final class Recordings {
    private Recordings() {
    }

    /// Decodes files.
    ///
    /// @param threads how many may work on it
    /// @return one array per file, in their order
    /// @throws IOException if a file cannot be read or decoded
    public static List<float[]> of(List<Path> files, FrontEnd frontEnd, int threads) throws IOException {
        float[][] recordings = new float[files.size()][];
        Parallel.forEach(recordings.length, threads, i -> recordings[i] = frontEnd.resampled(FrontEnd.read(files.get(i))));
        return List.of(recordings);
    }

    /// Decodes all files in a folder and in those below it, in the order of their names.
    ///
    /// @param threads how many may work on it
    /// @throws ExperimentException if there is none
    /// @throws IOException         if a file cannot be read or decoded
    public static List<float[]> below(Path folder, FrontEnd frontEnd, int threads) throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.walk(folder)) {
            files = found.filter(Files::isRegularFile).sorted().toList();
        }
        if (files.isEmpty()) {
            throw new ExperimentException(folder + ": holds no sound file; name a folder that does");
        }
        return of(files, frontEnd, threads);
    }
}
