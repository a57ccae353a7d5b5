package earshot.kernels.simd;

/// Work space of kernels, per thread and kept between calls: packed operands and gathered patches, which no one sees outside.
///
/// One array per purpose, so that a kernel can hold several at a time.
public enum Scratch {
    /// The right operand of a product, packed into panels; shared by all threads of a call.
    PANELS,
    /// A second packed operand, private to a thread.
    THREAD_PANELS,
    /// Rows of the left operand, packed into strips.
    ROWS,
    /// Patches of an image, gathered into rows.
    PATCHES,
    /// A register tile that stands apart.
    TILE,
    /// Results of a block before they go to their places.
    BLOCK,
    /// Products of a block's transformed tiles.
    PRODUCTS,
    /// Partial results that are added up at the end; shared by all threads of a call.
    PARTIALS;

    /// Where work begins in an array. An array's numbers stand 16 bytes behind the start of the object, and the program has objects stand at
    /// multiples of 64 bytes: from here on whole lines of the cache follow. Vectors of 64 bytes that cross from line to line took an eighth
    /// of the time of a register tile.
    public static final int FIRST = 12;

    private static final ThreadLocal<float[][]> ARRAYS = ThreadLocal.withInitial(() -> new float[values().length][0]);

    /// This thread's array for the purpose, of at least {@code size} elements from [#FIRST] on; contents undefined.
    public float[] floats(int size) {
        float[][] arrays = ARRAYS.get();
        if (arrays[ordinal()].length < FIRST + size) {
            arrays[ordinal()] = new float[Math.addExact(FIRST, size)];
        }
        return arrays[ordinal()];
    }
}
