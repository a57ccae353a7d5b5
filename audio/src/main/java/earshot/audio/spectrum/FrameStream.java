package earshot.audio.spectrum;

import java.util.Arrays;

/// Cuts a signal that arrives block by block into overlapping frames, in memory that does not depend on its length. Frames are handed on
/// many at a time, as a piece of the signal with what stands outside of it already in place: a transform that is not centred gets from
/// the pieces the frames, to the bit, that it or its centred twin gets from the whole signal.
///
/// Not safe for use from several threads at once.
///
/// ```java
/// Stft stft = new Stft(settings.uncentred());
/// FrameStream stream = FrameStream.of(settings, (piece, first, frames) -> use(first, stft.power(piece)));
/// for (float[] block; (block = next()) != null;) {
///     stream.write(block);
/// }
/// stream.finish();
/// ```
public final class FrameStream {

    /// Frames of a piece; the last one has what is left.
    private static final int FRAMES = 64;

    /// Takes a piece of the signal.
    @FunctionalInterface
    public interface PieceSink {
        /// @param piece samples of whole frames and no more, used again for the next piece
        /// @param first number of its first frame
        /// @param frames how many
        void accept(float[] piece, int first, int frames);
    }

    private final int frameLength;
    private final int hop;
    private final Padding padding;
    private final PieceSink sink;
    private final float[] piece;
    /// Samples in the piece; below 0 if hops are longer than frames and some samples belong to none.
    private int filled;
    private int frames;
    private long samples;
    /// The signal's first samples until the piece begins with their reflection.
    private final float[] head;
    private int headFilled;
    private boolean begun;
    /// The signal's last samples, to be reflected when it ends.
    private final float[] tail;

    /// @param frameLength samples of a frame
    /// @param hop samples from one frame to the next
    /// @param outside samples that are put before the first and after the last
    /// @param padding what they are
    public FrameStream(int frameLength, int hop, int outside, Padding padding, PieceSink sink) {
        this.frameLength = frameLength;
        this.hop = hop;
        this.padding = padding;
        this.sink = sink;
        this.piece = new float[Math.addExact(frameLength, Math.multiplyExact(FRAMES - 1, hop))];
        // Any sample outside mirrors one of so many, unless the signal is shorter.
        this.head = new float[outside + 1];
        this.tail = new float[outside + 1];
    }

    /// The frames of a short-time Fourier transform.
    public static FrameStream of(Stft.Settings settings, PieceSink sink) {
        return new FrameStream(settings.fftLength(), settings.hop(), settings.centred() ? settings.fftLength() / 2 : 0,
                settings.padding(), sink);
    }

    /// Samples so far.
    public long samples() {
        return samples;
    }

    /// The next samples of the signal, any number.
    public void write(float[] block) {
        samples += block.length;
        keepLast(block);
        int from = 0;
        if (!begun) {
            from = Math.min(block.length, head.length - headFilled);
            System.arraycopy(block, 0, head, headFilled, from);
            headFilled += from;
            if (headFilled == head.length) {
                begin(head);
            }
        }
        append(block, from);
    }

    /// The end of the signal: the frames that are left.
    ///
    /// @return how many frames there were
    public int finish() {
        float[] last = tail;
        if (!begun) {
            last = Arrays.copyOf(head, headFilled);
            if (headFilled == 0) {
                return 0;
            }
            begin(last);
        }
        float[] after = new float[head.length - 1];
        for (int i = 0; i < after.length; i++) {
            after[i] = padding.outside(last, last.length + (long) i);
        }
        append(after, 0);
        if (filled >= frameLength) {
            int count = (filled - frameLength) / hop + 1;
            sink.accept(Arrays.copyOf(piece, frameLength + (count - 1) * hop), frames, count);
            frames += count;
        }
        return frames;
    }

    /// What stands before the signal, and its first samples.
    private void begin(float[] first) {
        begun = true;
        float[] before = new float[head.length - 1];
        for (int i = 0; i < before.length; i++) {
            before[i] = padding.outside(first, (long) i - before.length);
        }
        append(before, 0);
        append(first, 0);
    }

    private void keepLast(float[] block) {
        int fresh = Math.min(block.length, tail.length);
        System.arraycopy(tail, fresh, tail, 0, tail.length - fresh);
        System.arraycopy(block, block.length - fresh, tail, tail.length - fresh, fresh);
    }

    private void append(float[] block, int from) {
        int at = from;
        while (at < block.length) {
            int count = Math.min(block.length - at, filled < 0 ? -filled : piece.length - filled);
            if (filled >= 0) {
                System.arraycopy(block, at, piece, filled, count);
            }
            at += count;
            filled += count;
            if (filled == piece.length) {
                sink.accept(piece, frames, FRAMES);
                frames += FRAMES;
                int used = FRAMES * hop;
                if (used < piece.length) {
                    System.arraycopy(piece, used, piece, 0, piece.length - used);
                }
                filled -= used;
            }
        }
    }
}
