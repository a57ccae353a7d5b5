package earshot.experiments.conform;

import earshot.audio.file.AudioClip;
import earshot.audio.file.AudioFile;
import earshot.audio.file.UnreadableAudioException;
import earshot.engine.Shape;
import earshot.engine.conform.Check;
import earshot.engine.conform.Comparison;
import earshot.engine.conform.Family;
import earshot.engine.conform.Manifest;
import earshot.engine.files.TensorData;
import earshot.kernels.Backend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// The family {@code files}: sound files, good and broken. Every one is read or refused as the rows of {@code files/files.json} say,
/// within 5 s; a refusal is one line that names the file.
record SoundFiles() implements Family {
    private static final Duration LIMIT = Duration.ofSeconds(5);
    /// Samples in the list have nine decimals.
    private static final double PRINTED = 5.01e-10;
    /// Integers of 32 bits do not fit a float exactly.
    private static final double ROUNDING = 0x1p-24;
    /// Two decoders of Vorbis may differ so much.
    private static final double DECODED = 1e-5;

    @Override
    public String name() {
        return "files";
    }

    @Override
    public List<Check> checks(Path folder, Backend backend) throws IOException {
        List<Check> checks = new ArrayList<>();
        for (Manifest.Row row : Manifest.read(folder.resolve("files").resolve("files.json"))) {
            checks.add(new Check(row.file(), LIMIT, comparison -> check(row, comparison)));
        }
        return checks;
    }

    private static void check(Manifest.Row row, Comparison comparison) throws IOException {
        AudioClip clip;
        try {
            clip = AudioFile.read(row.path());
        } catch (UnreadableAudioException refused) {
            boolean unknownFormat = row.expected().path("optional").asBoolean(false) && Files.exists(row.path());
            if (unknownFormat && refused.getMessage().contains("not supported")) {
                comparison.holds();
            } else {
                row.refused(refused, comparison);
            }
            return;
        }
        JsonNode e = row.expected();
        if (!row.accepts("ok")) {
            comparison.fail("expected to be refused (" + e.path("about").asString() + "), got " + clip.frames() + " frames");
            return;
        }
        comparison.holds();
        content(e, clip, comparison);
        content(e.path("if_ok"), clip, comparison);
        if (e.has("prefix_of")) {
            float[][] whole = AudioFile.read(row.path().resolveSibling(e.path("prefix_of").asString())).channels();
            prefix(clip.channels(), whole, comparison);
        }
        if (e.has("prefix_of_or_longer")) {
            float[][] whole = AudioFile.read(row.path().resolveSibling(e.path("prefix_of_or_longer").asString())).channels();
            int frames = Math.min(clip.frames(), whole[0].length);
            prefix(cut(clip.channels(), frames), whole, comparison);
        }
    }

    /// Whatever a row says of the content.
    private static void content(JsonNode e, AudioClip clip, Comparison comparison) {
        if (e.has("rate")) {
            comparison.same("rate", e.path("rate").asInt(), clip.rate());
        }
        if (e.has("channels")) {
            comparison.same("channels", e.path("channels").asInt(), clip.channels().length);
        }
        if (e.has("frames")) {
            comparison.same("frames", e.path("frames").asInt(), clip.frames());
        }
        double tolerance = e.path("tolerance").asDouble(0);
        frames("first", e.path("first"), clip, 0, tolerance, comparison);
        frames("last", e.path("last"), clip, clip.frames() - e.path("last").size(), tolerance, comparison);
        double sum = 0;
        double sumAbs = 0;
        for (float[] channel : clip.channels()) {
            for (float x : channel) {
                sum += x;
                sumAbs += Math.abs(x);
            }
        }
        double allowed = tolerance * clip.frames() * clip.channels().length + 4e-9 * e.path("sum_abs").asDouble(sumAbs);
        if (e.has("sum")) {
            comparison.near("sum", e.path("sum").asDouble(), sum, allowed);
        }
        if (e.has("sum_abs")) {
            comparison.near("sum of magnitudes", e.path("sum_abs").asDouble(), sumAbs, allowed);
        }
    }

    private static void frames(String what, JsonNode rows, AudioClip clip, int from, double tolerance, Comparison comparison) {
        if (rows.isEmpty()) {
            return;
        }
        int channels = clip.channels().length;
        if (from < 0 || from + rows.size() > clip.frames()
                || rows.valueStream().anyMatch(row -> (row.isArray() ? row.size() : 1) != channels)) {
            comparison.fail(what + ": expected " + rows.size() + " frames of as many channels as the list has, got "
                    + clip.frames() + " frames of " + channels);
            return;
        }
        Shape shape = Shape.of(rows.size(), channels);
        double[] expected = new double[shape.count()];
        double[] got = new double[shape.count()];
        for (int i = 0; i < rows.size(); i++) {
            for (int c = 0; c < channels; c++) {
                expected[i * channels + c] = (rows.get(i).isArray() ? rows.get(i).get(c) : rows.get(i)).asDouble();
                got[i * channels + c] = clip.channels()[c][from + i];
            }
        }
        comparison.each(what, TensorData.of(shape, expected), TensorData.of(shape, got), ROUNDING, tolerance + PRINTED);
    }

    private static void prefix(float[][] begin, float[][] whole, Comparison comparison) {
        if (begin.length != whole.length || begin[0].length > whole[0].length) {
            comparison.fail("expected a beginning of " + whole[0].length + " frames of " + whole.length + " channels, got "
                    + begin[0].length + " of " + begin.length);
            return;
        }
        for (int c = 0; c < begin.length; c++) {
            Shape shape = Shape.of(begin[c].length);
            comparison.near("channel " + c, TensorData.of(shape, Arrays.copyOf(whole[c], begin[c].length)),
                    TensorData.of(shape, begin[c]), DECODED);
        }
    }

    private static float[][] cut(float[][] channels, int frames) {
        return Arrays.stream(channels).map(channel -> Arrays.copyOf(channel, frames)).toArray(float[][]::new);
    }
}
