package earshot.audio.file;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;

/// Writes FLAC files of a single frame, in ways that encoders seldom choose. Source: RFC 9639.
final class FlacForgery {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private int current;
    private int filled;

    private void bits(long value, int count) {
        for (int i = count - 1; i >= 0; i--) {
            current = current << 1 | (int) (value >> i & 1);
            if (++filled == 8) {
                out.write(current);
                current = 0;
                filled = 0;
            }
        }
    }

    /// How a channel is written.
    enum Coding {
        VERBATIM, FIXED, LINEAR, ESCAPED, WASTED
    }

    /// A file of two channels whose frame has the channel assignment given, 8000 Hz, without MD5.
    ///
    /// @param channels samples as they shall come out
    static byte[] file(long[][] channels, int bits, int assignment, Coding coding) {
        FlacForgery frame = new FlacForgery();
        int count = channels[0].length;
        frame.bits(0x7FFC, 15);
        frame.bits(0, 1);
        frame.bits(7, 4);
        frame.bits(4, 4);
        frame.bits(assignment, 4);
        frame.bits(0, 4);
        frame.bits(0, 8);
        frame.bits(count - 1, 16);
        frame.bits(crc(frame.out.toByteArray(), 8, 0x07), 8);
        long[][] written = {channels[0].clone(), channels[1].clone()};
        for (int i = 0; i < count; i++) {
            long left = channels[0][i];
            long right = channels[1][i];
            if (assignment == 8) {
                written[1][i] = left - right;
            } else if (assignment == 9) {
                written[0][i] = left - right;
            } else if (assignment == 10) {
                written[0][i] = left + right >> 1;
                written[1][i] = left - right;
            }
        }
        for (int c = 0; c < 2; c++) {
            boolean side = assignment == 9 ? c == 0 : assignment > 1 && c == 1;
            frame.subframe(written[c], bits + (side ? 1 : 0), coding);
        }
        if (frame.filled > 0) {
            frame.bits(0, 8 - frame.filled);
        }
        frame.bits(crc(frame.out.toByteArray(), 16, 0x8005), 16);

        FlacForgery file = new FlacForgery();
        file.out.writeBytes(new byte[]{'f', 'L', 'a', 'C', (byte) 0x80, 0, 0, 34});
        file.bits(count, 16);
        file.bits(count, 16);
        file.bits(0, 48);
        file.bits(8000, 20);
        file.bits(1, 3);
        file.bits(bits - 1, 5);
        file.bits(count, 36);
        file.out.writeBytes(new byte[16]);
        file.out.writeBytes(frame.out.toByteArray());
        return file.out.toByteArray();
    }

    private void subframe(long[] x, int bits, Coding coding) {
        int type = switch (coding) {
            case VERBATIM, WASTED -> 1;
            case FIXED, ESCAPED -> 8 + 2;
            case LINEAR -> 31 + 2;
        };
        int wasted = coding == Coding.WASTED ? 2 : 0;
        bits(type, 7);
        bits(wasted > 0 ? 1 : 0, 1);
        if (wasted > 0) {
            bits(1, wasted);
        }
        for (int i = 0; i < (type == 1 ? x.length : 2); i++) {
            bits(x[i] >> wasted, bits - wasted);
        }
        if (type == 1) {
            return;
        }
        if (coding == Coding.LINEAR) {
            // Precision 4, shift 1, weights 3 and -1: the prediction is (3 a - b) / 2, rounded down.
            bits(3, 4);
            bits(1, 5);
            bits(3, 4);
            bits(-1, 4);
        }
        residual(x, coding, bits + 4);
    }

    private void residual(long[] x, Coding coding, int escapeBits) {
        // One partition with five bits of parameter.
        bits(1, 2);
        bits(0, 4);
        int parameter = 6;
        bits(coding == Coding.ESCAPED ? 31 : parameter, 5);
        if (coding == Coding.ESCAPED) {
            bits(escapeBits, 5);
        }
        for (int i = 2; i < x.length; i++) {
            long predicted = coding == Coding.LINEAR ? 3 * x[i - 1] - x[i - 2] >> 1 : 2 * x[i - 1] - x[i - 2];
            long missed = x[i] - predicted;
            if (coding == Coding.ESCAPED) {
                bits(missed, escapeBits);
            } else {
                long folded = missed << 1 ^ missed >> 63;
                for (long q = folded >> parameter; q > 0; q--) {
                    bits(0, 1);
                }
                bits(1, 1);
                bits(folded, parameter);
            }
        }
    }

    private static int crc(byte[] data, int width, int polynomial) {
        int crc = 0;
        for (byte b : data) {
            crc ^= (b & 0xFF) << width - 8;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc >> width - 1 & 1) != 0 ? crc << 1 ^ polynomial : crc << 1;
            }
            crc &= (1 << width) - 1;
        }
        return crc;
    }

    /// Channels of numbers that move slowly enough for prediction, multiples of `step`.
    static long[][] channels(Random random, int count, int bits, int step) {
        long[][] channels = new long[2][count];
        for (long[] channel : channels) {
            long most = (1L << bits - 1) / step - 1;
            long x = 0;
            for (int i = 0; i < count; i++) {
                x = Math.clamp(x + random.nextInt(-40, 41), -most - 1, most);
                channel[i] = x * step;
            }
        }
        if (random.nextBoolean()) {
            Arrays.fill(channels[0], 0, count / 2, -(1L << bits - 1));
            Arrays.fill(channels[1], 0, count / 2, (1L << bits - 1) - step);
        }
        return channels;
    }
}
