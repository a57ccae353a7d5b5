package earshot.audio.spectrum;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/// Power spectra of as many frames at once as a vector of doubles has lanes: lane i is frame `t + i`, so that no pass of the transform
/// needs anything from a neighbouring lane. For powers of two from 512 on; the numbers are those of [Fft], bit for bit, because every
/// lane goes through the same operations.
///
/// A frame's even samples are real and its odd ones imaginary parts of a complex signal of half the length, which is transformed as a
/// matrix (see [PowerOfTwoFft]): a few columns at a time, then row by row, each in a piece that stays in the first-level cache.
final class FrameLanes {

    private static final VectorSpecies<Double> WIDE = DoubleVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Float> NARROW = VectorSpecies.of(float.class,
            VectorShape.forBitSize(WIDE.vectorBitSize() / 2));
    /// Frames at once.
    static final int LANES = WIDE.length();
    private static final int LEAST = 512;
    /// Frames whose samples are folded together; a multiple of all numbers of lanes.
    private static final int BLOCK = 32;
    /// Columns of the matrix that are transformed together.
    private static final int CHUNK = 2;

    private final int hop;
    private final double[] window;
    private final int half;
    private final int rows;
    private final int columns;
    /// From one row of the matrix to the next; not a power of two, which would crowd the same lines of the cache.
    private final int pitch;
    private final StridedFft first;
    private final StridedFft second;
    /// cos and -sin of `2 pi j2 k1 / half`, `[rows][columns]`.
    private final double[] turnRe;
    private final double[] turnIm;
    /// cos and -sin of `2 pi k / length`.
    private final double[] joinRe;
    private final double[] joinIm;

    /// Working space of one thread.
    private static final class Work {
        private final double[] partRe;
        private final double[] partIm;
        private final double[] otherRe;
        private final double[] otherIm;
        private final double[] matrixRe;
        private final double[] matrixIm;
        private final double[] mirrorRe;
        private final double[] mirrorIm;
        private final FoldedSignal signal;
        /// Where the samples of a frame stand in the folded signal, relative to the frame's number.
        private final int[] places;
        private final float[] power;

        private Work(FrameLanes owner) {
            int part = Math.max(owner.rows * CHUNK, owner.columns) * LANES;
            partRe = new double[part];
            partIm = new double[part];
            otherRe = new double[part];
            otherIm = new double[part];
            matrixRe = new double[owner.rows * owner.pitch];
            matrixIm = new double[owner.rows * owner.pitch];
            mirrorRe = new double[part];
            mirrorIm = new double[part];
            signal = new FoldedSignal(owner.hop, BLOCK + (owner.window.length - 1) / owner.hop);
            places = new int[owner.window.length];
            for (int i = 0; i < places.length; i++) {
                places[i] = signal.place(i);
            }
            power = new float[(owner.half + 1) * LANES];
        }
    }

    /// @param window of a whole frame
    FrameLanes(double[] window, int hop) {
        this.window = window;
        this.hop = hop;
        this.half = window.length / 2;
        this.columns = 1 << Integer.numberOfTrailingZeros(half) / 2;
        this.rows = half / columns;
        this.pitch = (columns + 1) * LANES;
        this.first = new StridedFft(rows, CHUNK * LANES);
        this.second = new StridedFft(columns, LANES);
        this.turnRe = new double[half];
        this.turnIm = new double[half];
        for (int i = 0; i < half; i++) {
            double angle = -2 * Math.PI * ((long) (i / columns) * (i % columns)) / half;
            turnRe[i] = Math.cos(angle);
            turnIm[i] = Math.sin(angle);
        }
        this.joinRe = new double[half];
        this.joinIm = new double[half];
        for (int k = 0; k < half; k++) {
            joinRe[k] = Math.cos(-2 * Math.PI * k / window.length);
            joinIm[k] = Math.sin(-2 * Math.PI * k / window.length);
        }
    }

    static boolean suits(int fftLength) {
        return fftLength >= LEAST && Integer.bitCount(fftLength) == 1;
    }

    /// The powers of all frames, handed on [#LANES] at a time.
    void forEach(float[] samples, int frames, int lead, Padding padding, Stft.PowerSink sink) {
        Work work = new Work(this);
        for (int block = 0; block < frames; block += BLOCK) {
            work.signal.fill(samples, (long) block * hop - lead, padding);
            for (int t = 0; t < BLOCK && block + t < frames; t += LANES) {
                power(t, work);
                sink.accept(block + t, Math.min(LANES, frames - block - t), work.power);
            }
        }
    }

    /// The powers of frames `t` to `t + LANES - 1` of the block: `power[k * LANES + i]` for bin k, `k = 0 .. half`.
    private void power(int t, Work work) {
        for (int column = 0; column < columns; column += CHUNK) {
            cut(t, column, work);
            first.transform(work.partRe, work.partIm, work.otherRe, work.otherIm);
            boolean moved = first.passes() % 2 == 1;
            turn(moved ? work.otherRe : work.partRe, moved ? work.otherIm : work.partIm, column, work);
        }
        for (int row = 0; row <= rows / 2; row++) {
            int mirror = rows - row & rows - 1;
            boolean moved = second.passes() % 2 == 1;
            int at = moved ? 0 : row * pitch;
            int mirrorAt = moved ? 0 : mirror * pitch;
            second.transform(work.matrixRe, work.matrixIm, row * pitch, work.otherRe, work.otherIm);
            if (mirror != row) {
                second.transform(work.matrixRe, work.matrixIm, mirror * pitch, work.mirrorRe, work.mirrorIm);
            }
            double[] re = moved ? work.otherRe : work.matrixRe;
            double[] im = moved ? work.otherIm : work.matrixIm;
            boolean own = mirror == row || !moved;
            join(row, re, im, at, own ? re : work.mirrorRe, own ? im : work.mirrorIm, mirrorAt, work.power);
        }
    }

    /// Some columns of the windowed frames' matrices.
    private void cut(int t, int column, Work work) {
        int at = 0;
        for (int row = 0; row < rows; row++) {
            int sample = 2 * (row * columns + column);
            for (int c = 0; c < CHUNK; c++, sample += 2, at += LANES) {
                wide(work.signal.values(), work.places[sample] + t).mul(window[sample]).intoArray(work.partRe, at);
                wide(work.signal.values(), work.places[sample + 1] + t).mul(window[sample + 1]).intoArray(work.partIm, at);
            }
        }
    }

    private static DoubleVector wide(float[] signal, int at) {
        return (DoubleVector) FloatVector.fromArray(NARROW, signal, at).convertShape(VectorOperators.F2D, WIDE, 0);
    }

    private void turn(double[] re, double[] im, int column, Work work) {
        int from = 0;
        for (int row = 0; row < rows; row++) {
            int w = row * columns + column;
            int to = row * pitch + column * LANES;
            for (int c = 0; c < CHUNK; c++, w++, to += LANES, from += LANES) {
                DoubleVector r = DoubleVector.fromArray(WIDE, re, from);
                DoubleVector i = DoubleVector.fromArray(WIDE, im, from);
                r.mul(turnRe[w]).sub(i.mul(turnIm[w])).intoArray(work.matrixRe, to);
                r.mul(turnIm[w]).add(i.mul(turnRe[w])).intoArray(work.matrixIm, to);
            }
        }
    }

    /// From two rows of the complex signal's spectrum, `k1 + rows k2` and those that mirror them, to powers of the real one's; see
    /// [RealJoin].
    private void join(int row, double[] zr, double[] zi, int at, double[] mr, double[] mi, int mirrorAt, float[] power) {
        int begin = 0;
        if (row == 0) {
            DoubleVector r = DoubleVector.fromArray(WIDE, zr, at);
            DoubleVector i = DoubleVector.fromArray(WIDE, zi, at);
            DoubleVector low = r.add(i);
            DoubleVector high = r.sub(i);
            narrow(low.mul(low), power, 0);
            narrow(high.mul(high), power, half * LANES);
            begin = 1;
        }
        // The row that mirrors itself would be gone through twice.
        int end = 2 * row % rows == 0 ? columns / 2 + begin : columns;
        for (int k2 = begin; k2 < end; k2++) {
            int k = row + rows * k2;
            int a = at + k2 * LANES;
            int b = mirrorAt + (columns - 1 + begin - k2) * LANES;
            DoubleVector ar = DoubleVector.fromArray(WIDE, zr, a);
            DoubleVector ai = DoubleVector.fromArray(WIDE, zi, a);
            DoubleVector br = DoubleVector.fromArray(WIDE, mr, b);
            DoubleVector bi = DoubleVector.fromArray(WIDE, mi, b);
            DoubleVector evenRe = ar.add(br).mul(0.5);
            DoubleVector evenIm = ai.sub(bi).mul(0.5);
            DoubleVector oddRe = ai.add(bi).mul(0.5);
            DoubleVector oddIm = br.sub(ar).mul(0.5);
            DoubleVector turnedRe = oddRe.mul(joinRe[k]).sub(oddIm.mul(joinIm[k]));
            DoubleVector turnedIm = oddIm.mul(joinRe[k]).add(oddRe.mul(joinIm[k]));
            DoubleVector re = evenRe.add(turnedRe);
            DoubleVector im = evenIm.add(turnedIm);
            DoubleVector mirrorRe = evenRe.sub(turnedRe);
            DoubleVector mirrorIm = turnedIm.sub(evenIm);
            narrow(re.mul(re).add(im.mul(im)), power, k * LANES);
            narrow(mirrorRe.mul(mirrorRe).add(mirrorIm.mul(mirrorIm)), power, (half - k) * LANES);
        }
    }

    private static void narrow(DoubleVector values, float[] to, int at) {
        ((FloatVector) values.convertShape(VectorOperators.D2F, NARROW, 0)).intoArray(to, at);
    }
}
