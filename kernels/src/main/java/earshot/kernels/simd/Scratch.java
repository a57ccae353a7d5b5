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

    private static final ThreadLocal<float[][]> ARRAYS = ThreadLocal.withInitial(() -> new float[values().length][0]);

    /// This thread's array for the purpose, of at least {@code size} elements; contents undefined.
    public float[] floats(int size) {
        float[][] arrays = ARRAYS.get();
        if (arrays[ordinal()].length < size) {
            arrays[ordinal()] = new float[size];
        }
        return arrays[ordinal()];
    }
}
