package earshot.engine.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/// Damages bytes as accidents and attackers do: bits, opcodes, lengths, pieces taken out, doubled or brought in from elsewhere.
record Mutation(SplittableRandom random, List<byte[]> elsewhere) {
    private static final byte[] OPCODES = "()0123NJKMGTUXBC]laet}dsuhjqrcRbQio.FILSVgp\u0080\u0081\u0085\u0086\u0087\u0088\u0089\u008a\u008b\u008c\u008d\u008e\u008f\u0090\u0091\u0093\u0094\u0095\u0096"
            .getBytes(StandardCharsets.ISO_8859_1);
    private static final long[] NUMBERS = {0, 1, -1, 2, 3, 7, 8, 63, 64, 127, 128, 255, 256, 32767, 32768, 65535, 65536,
            Integer.MAX_VALUE, Integer.MIN_VALUE, 0xFFFF_FFFFL, 1L << 32, 1L << 40, Long.MAX_VALUE, Long.MIN_VALUE,
            Long.MAX_VALUE / 8};

    /// Between one and five changes, mostly one.
    byte[] apply(byte[] bytes) {
        byte[] changed = bytes;
        for (int n = 1 + random.nextInt(random.nextInt(random.nextInt(5) + 1) + 1); n > 0; n--) {
            changed = once(changed);
        }
        return changed;
    }

    private byte[] once(byte[] bytes) {
        if (bytes.length == 0) {
            return new byte[]{(byte) random.nextInt()};
        }
        int at = random.nextInt(bytes.length);
        int length = 1 + random.nextInt(Math.min(bytes.length - at, 1 + random.nextInt(64)));
        return switch (random.nextInt(10)) {
            case 0 -> with(bytes, at, (byte) (bytes[at] ^ 1 << random.nextInt(8)));
            case 1 -> with(bytes, at, (byte) random.nextInt());
            case 2 -> with(bytes, at, OPCODES[random.nextInt(OPCODES.length)]);
            case 3 -> with(bytes, at, (byte) ('0' + random.nextInt(10)));
            case 4 -> number(bytes, at);
            case 5 -> spliced(bytes, at, at + length, new byte[0]);
            case 6 -> spliced(bytes, at, at, repeated(Arrays.copyOfRange(bytes, at, at + length)));
            case 7 -> spliced(bytes, at, at, new byte[]{OPCODES[random.nextInt(OPCODES.length)]});
            case 8 -> spliced(bytes, at, random.nextBoolean() ? at : at + length, foreign());
            default -> random.nextInt(8) == 0 ? Arrays.copyOf(bytes, at) : with(bytes, at, (byte) (bytes[at] + 1));
        };
    }

    private static byte[] with(byte[] bytes, int at, byte value) {
        byte[] changed = bytes.clone();
        changed[at] = value;
        return changed;
    }

    private byte[] number(byte[] bytes, int at) {
        byte[] changed = bytes.clone();
        long number = NUMBERS[random.nextInt(NUMBERS.length)];
        ByteBuffer buffer = ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN);
        switch (random.nextInt(3)) {
            case 0 -> {
                if (at + 8 <= bytes.length) {
                    buffer.putLong(at, number);
                }
            }
            case 1 -> {
                if (at + 4 <= bytes.length) {
                    buffer.putInt(at, (int) number);
                }
            }
            default -> {
                if (at + 2 <= bytes.length) {
                    buffer.putShort(at, (short) number);
                }
            }
        }
        return changed;
    }

    private byte[] repeated(byte[] piece) {
        int times = 1 + random.nextInt(random.nextInt(10) == 0 ? 200 : 3);
        byte[] all = new byte[piece.length * times];
        for (int i = 0; i < all.length; i++) {
            all[i] = piece[i % piece.length];
        }
        return all;
    }

    private byte[] foreign() {
        byte[] other = elsewhere.get(random.nextInt(elsewhere.size()));
        int from = random.nextInt(other.length + 1);
        return Arrays.copyOfRange(other, from, Math.min(other.length, from + random.nextInt(80)));
    }

    private static byte[] spliced(byte[] bytes, int from, int to, byte[] piece) {
        byte[] changed = new byte[bytes.length - (to - from) + piece.length];
        System.arraycopy(bytes, 0, changed, 0, from);
        System.arraycopy(piece, 0, changed, from, piece.length);
        System.arraycopy(bytes, to, changed, from + piece.length, bytes.length - to);
        return changed;
    }
}
