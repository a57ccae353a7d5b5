package earshot.audio.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/// Every way of writing a channel, and two channels together.
class FlacReaderTest {

    @Provide
    Arbitrary<Integer> assignments() {
        return Arbitraries.of(1, FlacHeader.LEFT_SIDE, FlacHeader.SIDE_RIGHT, FlacHeader.MIDDLE_SIDE);
    }

    @Property(tries = 150)
    void samplesComeOutAsTheyWentIn(@ForAll("assignments") int assignment, @ForAll FlacForgery.Coding coding,
            @ForAll @IntRange(min = 8, max = 24) int bits, @ForAll @IntRange(min = 2, max = 300) int count, @ForAll long seed)
            throws IOException {
        // With two bits left out, sums and differences must be multiples of four as well.
        long[][] channels = FlacForgery.channels(new Random(seed), count, bits, coding == FlacForgery.Coding.WASTED ? 8 : 1);
        Path file = Files.createTempFile("earshot-forged", ".flac");
        try {
            byte[] whole = FlacForgery.file(channels, bits, assignment, coding);
            Files.write(file, whole);
            AudioClip clip = AudioFile.read(file);
            for (int c = 0; c < 2; c++) {
                for (int i = 0; i < count; i++) {
                    assertEquals(channels[c][i] / (double) (1L << bits - 1), clip.channels()[c][i],
                            "channel " + c + " sample " + i);
                }
            }
            // Any bit of the frame that is turned over is noticed.
            whole[42 + new Random(seed).nextInt(whole.length - 42)] ^= (byte) (1 << (seed & 7));
            Files.write(file, whole);
            assertThrows(UnreadableAudioException.class, () -> AudioFile.read(file));
        } finally {
            Files.delete(file);
        }
    }
}
