package earshot.experiments.synth;

import earshot.audio.file.AudioClip;
import earshot.audio.file.WavEncoding;
import earshot.audio.file.WavWriter;
import earshot.experiments.ExperimentException;
import earshot.experiments.Parallel;
import earshot.experiments.UsageException;
import earshot.experiments.files.Csv;
import earshot.experiments.files.NewFolder;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A small data set in the layout of ESC-50, made from nothing: ten kinds of environmental sound, five folds, 16-bit mono WAV. The same
/// settings give the same bytes on every run and every machine, however many threads render.
///
/// @param clipsPerKind clips of every kind, spread evenly over the folds
/// @param seconds      length of a clip
/// @param rate         samples per second
/// @param seed         what all chance comes from
public record SyntheticDataset(int clipsPerKind, double seconds, int rate, long seed) {
    /// As many as ESC-50 has.
    public static final int FOLDS = 5;

    private static final int MOST = 100_000;

    public SyntheticDataset {
        if (clipsPerKind < 1 || clipsPerKind > MOST) {
            throw new UsageException("synth: expected 1 to " + MOST + " clips per class, got " + clipsPerKind);
        }
        if (!(seconds >= 0.5 && seconds <= 60)) {
            throw new UsageException("synth: expected clips of 0.5 to 60 seconds, got " + seconds);
        }
        if (rate < 8000 || rate > 192_000) {
            throw new UsageException("synth: expected a rate of 8000 to 192000 Hz, got " + rate);
        }
    }

    /// Forty clips per kind, 5 seconds, 44.1 kHz: the size of ESC-10.
    public static SyntheticDataset standard(long seed) {
        return new SyntheticDataset(40, 5, 44_100, seed);
    }

    /// The names of the classes, sorted.
    public static List<String> classes() {
        return SoundKind.ALL.stream().map(SoundKind::category).toList();
    }

    /// Number of clips in all.
    public int clips() {
        return clipsPerKind * SoundKind.ALL.size();
    }

    /// Renders all clips and writes the folder, which appears when it is complete.
    ///
    /// @param folder   where; must not exist or be empty
    /// @param threads  how many may work on it
    /// @param finished called once per clip, from several threads
    /// @throws ExperimentException if the folder is not empty
    /// @throws IOException         if something cannot be written
    public void write(Path folder, int threads, Runnable finished) throws IOException {
        try (NewFolder made = NewFolder.at(folder)) {
            Path audio = Files.createDirectory(made.work().resolve("audio"));
            Parallel.forEach(clips(), threads, clip -> {
                writeClip(audio, clip / clipsPerKind, clip % clipsPerKind);
                finished.run();
            });
            Files.writeString(Files.createDirectory(made.work().resolve("meta")).resolve("esc50.csv"), metadata());
            made.finish();
        }
    }

    /// The samples of one clip, before they are rounded to 16 bits.
    float[] samples(int kind, int number) {
        return SyntheticClip.render(seed, kind, number, (int) Math.round(seconds * rate), rate);
    }

    private void writeClip(Path audio, int kind, int number) throws IOException {
        Path file = audio.resolve(filename(kind, number));
        try {
            WavWriter.write(file, AudioClip.mono(rate, samples(kind, number)), WavEncoding.PCM16);
        } catch (FileSystemException named) {
            throw named;
        } catch (IOException unnamed) {
            throw new FileSystemException(file.toString(), null, unnamed.getMessage());
        }
    }

    private String metadata() {
        var lines = new ArrayList<String>();
        lines.add("filename,fold,target,category,esc10,src_file,take");
        for (int kind = 0; kind < SoundKind.ALL.size(); kind++) {
            for (int number = 0; number < clipsPerKind; number++) {
                lines.add(Csv.line(List.of(filename(kind, number), Integer.toString(fold(number)), Integer.toString(kind),
                        SoundKind.ALL.get(kind).category(), "True", source(kind, number), "A")));
            }
        }
        return String.join("\n", lines) + "\n";
    }

    private static int fold(int number) {
        return number % FOLDS + 1;
    }

    private String source(int kind, int number) {
        return Integer.toString(100_000 + kind * clipsPerKind + number);
    }

    /// `fold-source-take-target.wav`, as ESC-50 names its files.
    private String filename(int kind, int number) {
        return fold(number) + "-" + source(kind, number) + "-A-" + kind + ".wav";
    }
}
