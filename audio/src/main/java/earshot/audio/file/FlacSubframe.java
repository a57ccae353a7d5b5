package earshot.audio.file;

import java.util.Arrays;

/// One channel of a FLAC frame: a constant, samples as they are, or a prediction and what it missed by. Source: RFC 9639, section 9.2.
final class FlacSubframe {

    private static final String REMEDY = "copy or download the file again";

    private final AudioBytes bytes;
    private final FlacBits in;
    private final long offset;

    /// @param offset first byte of the frame, for errors
    FlacSubframe(AudioBytes bytes, FlacBits in, long offset) {
        this.bytes = bytes;
        this.in = in;
        this.offset = offset;
    }

    /// Reads `samples[0, count)` of `bits` bits each.
    void read(long[] samples, int count, int bits) throws UnreadableAudioException {
        if (in.unsigned(1) != 0) {
            throw damaged("a subframe does not begin with 0");
        }
        int type = (int) in.unsigned(6);
        int wasted = in.unsigned(1) == 0 ? 0 : (int) Math.min(64, in.zeros() + 1);
        int width = bits - wasted;
        if (width < 1) {
            throw damaged("more bits are left out than there are");
        }
        if (type == 0) {
            Arrays.fill(samples, 0, count, in.signed(width));
        } else if (type == 1) {
            verbatim(samples, count, width);
        } else if (type >= 8 && type <= 12) {
            fixed(samples, count, width, type - 8);
        } else if (type >= 32) {
            linear(samples, count, width, type - 31);
        } else {
            throw damaged("subframe type " + type);
        }
        for (int i = 0; wasted > 0 && i < count; i++) {
            samples[i] <<= wasted;
        }
    }

    private void verbatim(long[] samples, int count, int width) throws UnreadableAudioException {
        for (int i = 0; i < count; i++) {
            samples[i] = in.signed(width);
        }
    }

    private void fixed(long[] x, int count, int width, int order) throws UnreadableAudioException {
        warmUp(x, count, width, order);
        residual(x, count, order);
        for (int i = order; i < count; i++) {
            x[i] += switch (order) {
                case 0 -> 0;
                case 1 -> x[i - 1];
                case 2 -> 2 * x[i - 1] - x[i - 2];
                case 3 -> 3 * x[i - 1] - 3 * x[i - 2] + x[i - 3];
                default -> 4 * x[i - 1] - 6 * x[i - 2] + 4 * x[i - 3] - x[i - 4];
            };
        }
    }

    private void linear(long[] x, int count, int width, int order) throws UnreadableAudioException {
        warmUp(x, count, width, order);
        int precision = (int) in.unsigned(4) + 1;
        int shift = (int) in.signed(5);
        if (precision == 16 || shift < 0) {
            throw damaged("a predictor of precision " + precision + " and shift " + shift);
        }
        long[] weights = new long[order];
        for (int j = 0; j < order; j++) {
            weights[j] = in.signed(precision);
        }
        residual(x, count, order);
        for (int i = order; i < count; i++) {
            long sum = 0;
            for (int j = 0; j < order; j++) {
                sum += weights[j] * x[i - 1 - j];
            }
            x[i] += sum >> shift;
        }
    }

    private void warmUp(long[] x, int count, int width, int order) throws UnreadableAudioException {
        if (order > count) {
            throw damaged("a predictor of order " + order + " for " + count + " samples");
        }
        verbatim(x, order, width);
    }

    /// What the prediction missed by, in partitions of Rice codes.
    private void residual(long[] x, int count, int order) throws UnreadableAudioException {
        int method = (int) in.unsigned(2);
        int partitionOrder = (int) in.unsigned(4);
        int size = count >> partitionOrder;
        if (method > 1 || size << partitionOrder != count || size < order) {
            throw damaged("residual coding " + method + " of " + (1 << partitionOrder) + " partitions");
        }
        int parameterBits = method == 0 ? 4 : 5;
        int escape = (1 << parameterBits) - 1;
        for (int partition = 0, i = order; partition < 1 << partitionOrder; partition++) {
            int parameter = (int) in.unsigned(parameterBits);
            int to = (partition + 1) * size;
            if (parameter == escape) {
                int width = (int) in.unsigned(5);
                for (; i < to; i++) {
                    x[i] = in.signed(width);
                }
            } else {
                for (; i < to; i++) {
                    long folded = in.zeros() << parameter | in.unsigned(parameter);
                    x[i] = folded >>> 1 ^ -(folded & 1);
                }
            }
        }
    }

    private UnreadableAudioException damaged(String what) {
        return bytes.broken(offset, "the FLAC frame that begins here is damaged (" + what + ")", REMEDY);
    }
}
