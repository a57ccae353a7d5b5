package earshot.kernels;

/// Where a backend keeps its numbers: allocates and takes back storages, and moves values in and out.
///
/// Allocation is pooled: [#release] keeps the memory for the next [#allocate] of its size class, so that a training step in
/// steady state touches no fresh pages. Contents of a new storage are undefined. Implementations are thread-safe.
public interface Memory {

    /// A storage of {@code size} numbers in the backend's precision; contents undefined.
    Storage allocate(int size);

    /// A storage of {@code size} integers; contents undefined.
    IntStorage allocateInts(int size);

    /// Gives a storage back to the pool. The caller must not touch it again.
    void release(Storage storage);

    /// Copies {@code to.size()} values, rounded to the backend's precision.
    void write(float[] from, Storage to);

    /// Copies {@code to.size()} values, rounded to the backend's precision.
    void write(double[] from, Storage to);

    /// Copies {@code to.size()} values.
    void write(int[] from, IntStorage to);

    /// The values as {@code float}, rounded if the backend computes in double.
    float[] readFloats(Storage from);

    /// The values as {@code double}, exactly.
    double[] readDoubles(Storage from);

    /// The values.
    int[] readInts(IntStorage from);

    /// Copies all elements between two storages of one size.
    void copy(Storage from, Storage to);

    /// Returns when everything that kernels were asked for is done: at once where they do it at once.
    void finish();

    /// Bytes handed out and not yet released.
    long bytesInUse();

    /// Bytes held in all, in use or waiting in the pool.
    long bytesHeld();
}
