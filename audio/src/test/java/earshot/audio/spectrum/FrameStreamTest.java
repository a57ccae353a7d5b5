package earshot.audio.spectrum;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

import earshot.audio.mel.Decibels;
import earshot.audio.mel.KaldiFbank;
import earshot.audio.mel.LogMel;
import earshot.audio.mel.MelBank;

/// However a signal is cut into blocks, its frames are, to the bit, those of the whole.
class FrameStreamTest {

    @Property(tries = 200)
    void powersAreTheSame(@ForAll @IntRange(min = 1, max = 1100) int fft, @ForAll @IntRange(min = 1, max = 1500) int hop,
            @ForAll boolean centred, @ForAll Padding padding, @ForAll @IntRange(min = 1, max = 20_000) int samples,
            @ForAll long seed) {
        // Every other time a power of two, whose frames go side by side.
        int length = seed % 2 == 0 ? Math.min(1024, Integer.highestOneBit(fft) * 2) : fft;
        Stft.Settings settings = new Stft.Settings(length, hop, length, Window.HANN, centred, padding);
        float[] x = noise(centred ? samples : samples + length, seed);
        int frames = settings.frames(x.length);
        int bins = settings.bins();
        float[] pieces = new float[bins * frames];
        Stft open = new Stft(settings.uncentred());
        FrameStream stream = FrameStream.of(settings,
                (piece, first, count) -> place(open.power(piece), bins, count, pieces, first));
        assertEquals(frames, feed(stream, x, seed));
        assertArrayEquals(new Stft(settings).power(x), pieces);
    }

    @Property(tries = 40)
    void logMelsAreTheSame(@ForAll @IntRange(min = 1, max = 30_000) int samples, @ForAll @IntRange(min = 40, max = 700) int hop,
            @ForAll boolean maximum, @ForAll long seed) {
        Decibels decibels = maximum ? Decibels.STANDARD.withMaximumAsReference() : Decibels.STANDARD.withTopDb(20);
        LogMel logMel = new LogMel(
                new LogMel.Settings(Stft.Settings.centred(512, hop), MelBank.Settings.slaney(8000, 512, 20), decibels));
        float[] x = noise(samples, seed);
        float[] whole = logMel.apply(x);
        float[] pieces = new float[whole.length];
        float[] largest = new float[1];
        feed(logMel.stream((bands, first, count) -> {
            for (float power : bands) {
                largest[0] = Math.max(largest[0], power);
            }
            place(bands, 20, count, pieces, first);
        }), x, seed);
        decibels.apply(pieces, largest[0]);
        assertArrayEquals(whole, pieces);
    }

    @Property(tries = 40)
    void kaldisFilterBanksAreTheSame(@ForAll @IntRange(max = 30_000) int samples, @ForAll long seed) {
        KaldiFbank fbank = new KaldiFbank(KaldiFbank.Settings.of(16000, 23));
        float[] x = noise(samples, seed);
        float[] whole = fbank.apply(x);
        float[] pieces = new float[whole.length];
        feed(fbank.stream((values, first, count) -> System.arraycopy(values, 0, pieces, first * 23, values.length)), x, seed);
        assertArrayEquals(whole, pieces);
    }

    /// What a stream needs does not grow with the signal: the piece is one array, used again.
    @Test
    void piecesAreOfOneSize() {
        int[] longest = new int[1];
        FrameStream stream = FrameStream.of(Stft.Settings.centred(2048, 512),
                (piece, first, frames) -> longest[0] = Math.max(longest[0], piece.length));
        float[] second = noise(44100, 1);
        for (int i = 0; i < 600; i++) {
            stream.write(second);
        }
        assertEquals(600 * 44100L, stream.samples());
        assertEquals(1 + 600 * 44100 / 512, stream.finish());
        assertEquals(2048 + 63 * 512, longest[0]);
    }

    /// Writes `x` in blocks of any length, empty ones too.
    private static int feed(FrameStream stream, float[] x, long seed) {
        Random random = new Random(seed);
        for (int at = 0; at < x.length;) {
            int count = Math.min(x.length - at, random.nextInt(1 << random.nextInt(15)));
            stream.write(Arrays.copyOfRange(x, at, at + count));
            at += count;
        }
        return stream.finish();
    }

    private static void place(float[] values, int rows, int count, float[] all, int first) {
        int columns = all.length / rows;
        for (int row = 0; row < rows; row++) {
            System.arraycopy(values, row * count, all, row * columns + first, count);
        }
    }

    private static float[] noise(int length, long seed) {
        Random random = new Random(seed);
        float[] x = new float[length];
        for (int i = 0; i < length; i++) {
            x[i] = 2 * random.nextFloat() - 1;
        }
        return x;
    }
}
