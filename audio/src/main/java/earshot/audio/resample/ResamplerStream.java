package earshot.audio.resample;

import java.util.Arrays;

/// Changes the rate of a signal that arrives block by block, in memory that does not depend on its length: what comes out is, to the bit,
/// what [Resampler#apply] makes of the whole. Not safe for use from several threads at once.
public final class ResamplerStream {

    private final Resampler resampler;
    private final int from;
    private final int to;
    private final int tapCount;
    private final float[] scratch;
    /// Samples that are still needed.
    private float[] held = {};
    private long samples;
    private long made;
    /// Of the next output: where in `held` the block of `from` samples begins, which may lie before it, and the place in the block.
    private int block;
    private int phase;

    /// @param from the old rate, without the divisor that the new one shares
    ResamplerStream(Resampler resampler, int from, int to, int tapCount) {
        this.resampler = resampler;
        this.from = from;
        this.to = to;
        this.tapCount = tapCount;
        this.scratch = new float[tapCount];
    }

    /// The next samples of the signal, any number, and what can be made of them and the earlier ones.
    public float[] write(float[] block) {
        if (from == to) {
            return block;
        }
        samples += block.length;
        int before = held.length;
        held = Arrays.copyOf(held, Math.addExact(before, block.length));
        System.arraycopy(block, 0, held, before, block.length);
        float[] fresh = new float[(int) ((long) held.length * to / from) + 1];
        int count = 0;
        while (start() + tapCount <= held.length) {
            fresh[count++] = next();
        }
        int used = Math.clamp(start(), 0, held.length);
        held = Arrays.copyOfRange(held, used, held.length);
        this.block -= used;
        return Arrays.copyOf(fresh, count);
    }

    /// The end of the signal, and what is left to be made of it.
    public float[] finish() {
        if (from == to) {
            return new float[0];
        }
        float[] rest = new float[(int) (Math.ceilDiv(Math.multiplyExact(samples, (long) to), (long) from) - made)];
        for (int i = 0; i < rest.length; i++) {
            rest[i] = next();
        }
        return rest;
    }

    private int start() {
        return block + resampler.firstTap(phase);
    }

    private float next() {
        float value = resampler.value(held, block, phase, scratch);
        made++;
        if (++phase == to) {
            phase = 0;
            block += from;
        }
        return value;
    }
}
