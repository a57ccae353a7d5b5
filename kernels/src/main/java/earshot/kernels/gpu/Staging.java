package earshot.kernels.gpu;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Pinned host memory that values pass through on their way to a device and back: a few pieces in turn, so that one is filled while the
/// device copies another. Not thread-safe: [GpuMemory] holds the lock.
final class Staging {
    private static final int PIECES = 4;
    /// Elements of a piece: 4 MiB, long enough that the start of a copy costs nothing beside the copy.
    private static final int PIECE = 1 << 20;

    private final GpuDriver driver;
    private final ByteBuffer[] pieces = new ByteBuffer[PIECES];
    private final GpuEvent[] copied = new GpuEvent[PIECES];
    private int turn;

    Staging(GpuDriver driver) {
        this.driver = driver;
    }

    /// Moves elements {@code [from, from + count)} between Java and a piece.
    interface Move {
        void run(ByteBuffer piece, int from, int count);
    }

    /// Sends {@code size} elements of four bytes; returns as soon as the last of them is in a piece.
    void write(int size, Move fill, DeviceBuffer to) {
        for (int from = 0; from < size; from += PIECE) {
            int count = Math.min(PIECE, size - from);
            int at = next();
            fill.run(pieces[at].clear(), from, count);
            driver.write(pieces[at], to, 4L * from, 4L * count);
            copied[at] = driver.mark();
        }
    }

    /// Fetches {@code size} elements of four bytes, after all work asked for so far.
    void read(DeviceBuffer from, int size, Move drain) {
        int asked = 0;
        int first = turn;
        for (int done = 0; done < size; done += PIECE) {
            for (; asked < size && asked - done < PIECES * PIECE; asked += PIECE) {
                int at = next();
                driver.read(from, 4L * asked, pieces[at], 4L * Math.min(PIECE, size - asked));
                copied[at] = driver.mark();
            }
            int at = (first + done / PIECE) % PIECES;
            await(at);
            drain.run(pieces[at].clear(), done, Math.min(PIECE, size - done));
        }
    }

    /// The piece whose turn it is, when the device has no more use for it.
    private int next() {
        int at = turn;
        turn = (turn + 1) % PIECES;
        if (pieces[at] == null) {
            pieces[at] = driver.pinned(4 * PIECE).order(ByteOrder.nativeOrder());
        }
        await(at);
        return at;
    }

    private void await(int at) {
        if (copied[at] != null) {
            copied[at].await();
            copied[at].close();
            copied[at] = null;
        }
    }
}
