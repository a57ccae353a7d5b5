package earshot.audio.file;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// Samples to WAV. A file appears complete or not at all: it is written beside its place and moved there in one step.
public final class WavWriter {

    private static final int HEADER_BYTES = 44;

    private WavWriter() {
    }

    /// Writes or replaces `file`.
    ///
    /// @throws IllegalArgumentException if the clip has more channels (65535) or bytes (4 GiB) than a WAV header can name
    /// @throws IOException if the folder is missing or the disk full; nothing is left behind then
    public static void write(Path file, AudioClip clip, WavEncoding encoding) throws IOException {
        byte[] header = header(clip, encoding);
        Path folder = file.toAbsolutePath().getParent();
        // Not Files.createTempFile: its files are private to the user, these get the usual permissions.
        Path temporary = folder.resolve("." + file.getFileName() + "." + ProcessHandle.current().pid() + "-" + System.nanoTime()
                + ".tmp");
        try {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(temporary))) {
                out.write(header);
                writeFrames(out, clip, encoding);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static byte[] header(AudioClip clip, WavEncoding encoding) {
        int channels = clip.channels().length;
        int frameBytes = channels * encoding.sampleBytes();
        long dataBytes = (long) clip.frames() * frameBytes;
        if (frameBytes > 0xFFFF || dataBytes > 0xFFFF_FFFFL - HEADER_BYTES) {
            throw new IllegalArgumentException("WAV: " + channels + " channels of " + clip.frames()
                    + " frames do not fit a WAV header (65535 bytes per frame, 4 GiB in all); write fewer channels or shorter pieces");
        }
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        header.put(ascii("RIFF")).putInt((int) (dataBytes + HEADER_BYTES - 8)).put(ascii("WAVE"));
        header.put(ascii("fmt ")).putInt(16).putShort((short) encoding.formatTag()).putShort((short) channels);
        header.putInt(clip.rate()).putInt((int) Math.min(0xFFFF_FFFFL, (long) clip.rate() * frameBytes));
        header.putShort((short) frameBytes).putShort((short) (encoding.sampleBytes() * 8));
        header.put(ascii("data")).putInt((int) dataBytes);
        return header.array();
    }

    private static void writeFrames(OutputStream out, AudioClip clip, WavEncoding encoding) throws IOException {
        float[][] channels = clip.channels();
        ByteBuffer frame = ByteBuffer.allocate(channels.length * encoding.sampleBytes()).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < clip.frames(); i++) {
            frame.clear();
            for (float[] channel : channels) {
                switch (encoding) {
                    case PCM16 -> frame.putShort(pcm16(channel[i]));
                    case FLOAT32 -> frame.putFloat(channel[i]);
                }
            }
            out.write(frame.array());
        }
    }

    private static short pcm16(float x) {
        return (short) Math.clamp(Math.rint(x * 32768.0), Short.MIN_VALUE, Short.MAX_VALUE);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
