package earshot.audio.spectrum;

import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/// Power spectra of as many frames at once as a vector of doubles has lanes: lane i is frame `t + i`, so that no pass of the transform
/// needs anything from a neighbouring lane and a frame's numbers do not depend on the lane it is in. For powers of two from 512 on.
///
/// A frame's even samples are real and its odd ones imaginary parts of a complex signal of half the length, which is transformed as a
/// matrix: with `j = columns j1 + j2` and `k = k1 + rows k2`,
///
/// `Z[k1 + rows k2] = sum_j2 e^(-2 pi i j2 (k2 + k1 / rows) / columns) sum_j1 z[columns j1 + j2] e^(-2 pi i j1 k1 / rows)`:
///
/// column by column, then row by row at frequencies shifted by `k1 / rows`, each in a piece that stays in the first-level cache.
final class FrameLanes {

    private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
    /// Frames at once.
    static final int LANES = SPECIES.length();
    /// Where numbers that are worked on begin in an array: where objects stand at multiples of 64 bytes, as this program's do, at the start of
    /// a line of the cache, so that vectors of 64 bytes do not cross from line to line.
    private static final int FIRST = 6;
    /// Numbers of a complex value: its real parts, then its imaginary ones.
    private static final int VALUE = 2 * LANES;
    private static final int LEAST = 512;
    /// Frames whose samples are folded together; a multiple of all numbers of lanes.
    private static final int BLOCK = 32;

    private final int hop;
    private final int foldedRows;
    /// Half the window: of spectra that are joined, halves are added. In the order in which samples are taken up, real and imaginary part
    /// of the four values that the first pass adds, column for column.
    private final double[] window;
    /// Where these samples of a frame stand in the folded signal, relative to the frame's number.
    private final int[] places;
    private final int half;
    private final int rows;
    private final int columns;
    /// From one row of the matrix to the next; not a power of two, which would crowd the same lines of the cache.
    private final int pitch;
    /// Where the pieces of a working space begin: a column or row before and after a pass, the row that mirrors it, all columns, and
    /// what comes in and goes out.
    private final int part;
    private final int other;
    private final int mirror;
    private final int matrix;
    private final int power;
    private final int signal;
    private final LaneFft first;
    /// One for each row of the matrix, each with its own shift.
    private final LaneFft[] second;
    /// cos and sin of `2 pi k / length`.
    private final double[] joinCos;
    private final double[] joinSin;
    /// Working spaces that no thread is using: memory made anew for every signal would cost a tenth of the time.
    private final Queue<Work> idle = new ConcurrentLinkedQueue<>();

    /// Working space of one thread.
    private static final class Work {
        /// One array for all, which was a fifth faster than an array for each.
        private final double[] values;
        private final FoldedSignal signal;

        private Work(FrameLanes owner) {
            values = new double[Math.addExact(owner.signal, Math.multiplyExact(owner.hop, owner.foldedRows))];
            signal = new FoldedSignal(values, owner.signal, owner.hop, owner.foldedRows);
        }
    }

    /// @param window of a whole frame
    FrameLanes(double[] window, int hop) {
        this.hop = hop;
        this.half = window.length / 2;
        this.foldedRows = BLOCK + (window.length - 1) / hop;
        this.columns = 1 << Integer.numberOfTrailingZeros(half) / 2;
        this.rows = half / columns;
        this.pitch = (columns + 1) * VALUE;
        int piece = Math.max(rows, columns) * VALUE;
        this.part = FIRST;
        this.other = part + piece;
        this.mirror = other + piece;
        this.matrix = mirror + piece;
        this.power = matrix + rows * pitch;
        this.signal = power + (half + 1) * LANES;
        this.first = new LaneFft(rows, 4, 0);
        this.second = new LaneFft[rows];
        for (int row = 0; row < rows; row++) {
            second[row] = new LaneFft(columns, 1, (double) row / rows);
        }
        this.window = new double[window.length];
        this.places = new int[window.length];
        int n = 0;
        for (int column = 0; column < columns; column++) {
            for (int row = 0; row < rows / 4; row++) {
                for (int quarter = 0; quarter < 4; quarter++) {
                    int sample = 2 * ((row + quarter * rows / 4) * columns + column);
                    for (int part = 0; part < 2; part++, sample++, n++) {
                        this.window[n] = 0.5 * window[sample];
                        this.places[n] = FoldedSignal.place(sample, signal, hop, foldedRows);
                    }
                }
            }
        }
        this.joinCos = new double[half];
        this.joinSin = new double[half];
        for (int k = 0; k < half; k++) {
            joinCos[k] = Math.cos(2 * Math.PI * k / window.length);
            joinSin[k] = Math.sin(2 * Math.PI * k / window.length);
        }
    }

    static boolean suits(int fftLength) {
        return fftLength >= LEAST && Integer.bitCount(fftLength) == 1;
    }

    /// The powers of all frames, handed on [#LANES] at a time.
    void forEach(float[] samples, int frames, int lead, Padding padding, Stft.PowerSink sink) {
        Work work = Objects.requireNonNullElseGet(idle.poll(), () -> new Work(this));
        for (int block = 0; block < frames; block += BLOCK) {
            work.signal.fill(samples, (long) block * hop - lead, padding);
            for (int t = 0; t < BLOCK && block + t < frames; t += LANES) {
                power(t, work);
                sink.accept(block + t, Math.min(LANES, frames - block - t), work.values, power);
            }
        }
        idle.add(work);
    }

    /// The powers of frames `t` to `t + LANES - 1` of the block: `power[at + k * LANES + i]` for bin k, `k = 0 .. half`.
    private void power(int t, Work work) {
        double[] a = work.values;
        for (int column = 0; column < columns; column++) {
            cut(t, column, work);
            first.transform(a, part, other, matrix + column * VALUE, pitch);
        }
        for (int row = 0; row <= rows / 2; row++) {
            int mirrored = rows - row & rows - 1;
            second[row].transform(a, matrix + row * pitch, other, part, VALUE);
            if (mirrored != row) {
                second[mirrored].transform(a, matrix + mirrored * pitch, other, mirror, VALUE);
            }
            join(row, a, part, mirrored == row ? part : mirror);
        }
    }

    /// One column of the windowed frames' matrices, the first pass of its transform done.
    private void cut(int t, int column, Work work) {
        int[] places = this.places;
        double[] w = window;
        double[] a = work.values;
        int quarter = rows / 4 * VALUE;
        int n = column * rows * 2;
        for (int to = part; to < part + quarter; to += VALUE, n += 8) {
            DoubleVector r0 = DoubleVector.fromArray(SPECIES, a, places[n] + t).mul(w[n]);
            DoubleVector i0 = DoubleVector.fromArray(SPECIES, a, places[n + 1] + t).mul(w[n + 1]);
            DoubleVector r1 = DoubleVector.fromArray(SPECIES, a, places[n + 2] + t).mul(w[n + 2]);
            DoubleVector i1 = DoubleVector.fromArray(SPECIES, a, places[n + 3] + t).mul(w[n + 3]);
            DoubleVector r2 = DoubleVector.fromArray(SPECIES, a, places[n + 4] + t).mul(w[n + 4]);
            DoubleVector i2 = DoubleVector.fromArray(SPECIES, a, places[n + 5] + t).mul(w[n + 5]);
            DoubleVector r3 = DoubleVector.fromArray(SPECIES, a, places[n + 6] + t).mul(w[n + 6]);
            DoubleVector i3 = DoubleVector.fromArray(SPECIES, a, places[n + 7] + t).mul(w[n + 7]);
            DoubleVector sr = r0.add(r2);
            DoubleVector si = i0.add(i2);
            DoubleVector ur = r0.sub(r2);
            DoubleVector ui = i0.sub(i2);
            DoubleVector vr = r1.add(r3);
            DoubleVector vi = i1.add(i3);
            DoubleVector wr = r1.sub(r3);
            DoubleVector wi = i1.sub(i3);
            sr.add(vr).intoArray(a, to);
            si.add(vi).intoArray(a, to + LANES);
            ur.add(wi).intoArray(a, to + quarter);
            ui.sub(wr).intoArray(a, to + quarter + LANES);
            sr.sub(vr).intoArray(a, to + 2 * quarter);
            si.sub(vi).intoArray(a, to + 2 * quarter + LANES);
            ur.sub(wi).intoArray(a, to + 3 * quarter);
            ui.add(wr).intoArray(a, to + 3 * quarter + LANES);
        }
    }

    /// From two rows of the complex signal's spectrum, `k1 + rows k2` and those that mirror them, to powers of the real one's; see
    /// [RealJoin].
    private void join(int row, double[] a, int z, int m) {
        int begin = 0;
        if (row == 0) {
            DoubleVector r = DoubleVector.fromArray(SPECIES, a, z);
            DoubleVector i = DoubleVector.fromArray(SPECIES, a, z + LANES);
            DoubleVector low = r.add(i).mul(2);
            DoubleVector high = r.sub(i).mul(2);
            low.mul(low).intoArray(a, power);
            high.mul(high).intoArray(a, power + half * LANES);
            begin = 1;
        }
        // The row that mirrors itself would be gone through twice.
        int end = 2 * row % rows == 0 ? columns / 2 + begin : columns;
        for (int k2 = begin; k2 < end; k2++) {
            int k = row + rows * k2;
            int zAt = z + k2 * VALUE;
            int mAt = m + (columns - 1 + begin - k2) * VALUE;
            DoubleVector ar = DoubleVector.fromArray(SPECIES, a, zAt);
            DoubleVector ai = DoubleVector.fromArray(SPECIES, a, zAt + LANES);
            DoubleVector br = DoubleVector.fromArray(SPECIES, a, mAt);
            DoubleVector bi = DoubleVector.fromArray(SPECIES, a, mAt + LANES);
            DoubleVector evenRe = ar.add(br);
            DoubleVector evenIm = ai.sub(bi);
            DoubleVector oddRe = ai.add(bi);
            DoubleVector oddIm = br.sub(ar);
            DoubleVector turnedRe = oddIm.fma(DoubleVector.broadcast(SPECIES, joinSin[k]), oddRe.mul(joinCos[k]));
            DoubleVector turnedIm = oddRe.fma(DoubleVector.broadcast(SPECIES, -joinSin[k]), oddIm.mul(joinCos[k]));
            DoubleVector re = evenRe.add(turnedRe);
            DoubleVector im = evenIm.add(turnedIm);
            DoubleVector mirrorRe = evenRe.sub(turnedRe);
            DoubleVector mirrorIm = turnedIm.sub(evenIm);
            re.fma(re, im.mul(im)).intoArray(a, power + k * LANES);
            mirrorRe.fma(mirrorRe, mirrorIm.mul(mirrorIm)).intoArray(a, power + (half - k) * LANES);
        }
    }
}
