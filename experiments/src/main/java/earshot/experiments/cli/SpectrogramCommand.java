package earshot.experiments.cli;

import earshot.audio.file.AudioClip;
import earshot.experiments.UsageException;
import earshot.experiments.features.FrontEnd;
import earshot.experiments.files.WholeFile;
import earshot.experiments.picture.Spectrogram;
import earshot.experiments.picture.SpectrogramPicture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `earshot spectrogram`: a look at a recording.
@Command(name = "spectrogram", showDefaultValues = true, sortOptions = false, description = {
        "Draw a recording (WAV, FLAC, Ogg Vorbis, MP3) into a PNG: waveform and spectrogram, seconds, hertz, decibels down to 80 below the loudest."})
final class SpectrogramCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "FILE", description = "Sound file.")
    private Path file;

    @Option(names = "--type", paramLabel = "T", defaultValue = "mel", description = "stft, mel or kaldi (16 kHz, 25 ms frames).")
    private Spectrogram.Type type;

    @Option(names = "--out", paramLabel = "FILE", description = "Picture to write; FILE.png in this folder unless given.")
    private Path out;

    SpectrogramCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        AudioClip clip = FrontEnd.read(file);
        float[] mono = clip.mono();
        String title = String.format(Locale.ROOT, "%s  ·  %s  ·  %.2f s  ·  %d Hz, %s", file.getFileName(),
                type.name().toLowerCase(Locale.ROOT), clip.seconds(), clip.rate(),
                clip.channels().length == 1 ? "mono" : clip.channels().length + " channels averaged");
        byte[] png;
        try {
            png = new SpectrogramPicture(title, mono, clip.rate(), Spectrogram.of(type, mono, clip.rate())).png();
        } catch (IllegalArgumentException wrong) {
            throw new UsageException(file + ": " + wrong.getMessage());
        }
        Path picture = out == null ? Path.of(file.getFileName() + ".png") : out;
        WholeFile.write(picture, png);
        terminal.println(picture.toString());
        return 0;
    }
}
