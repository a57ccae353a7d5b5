package earshot.engine.files;

/// The number formats of safetensors files that this reader knows.
public enum DataType {
    /// IEEE double.
    F64(8),
    /// IEEE single.
    F32(4),
    /// IEEE half.
    F16(2),
    /// The upper half of an IEEE single.
    BF16(2),
    /// Signed, two's complement.
    I64(8),
    /// Signed.
    I32(4),
    /// Signed.
    I16(2),
    /// Signed.
    I8(1),
    /// Unsigned.
    U8(1),
    /// One byte, 0 or 1.
    BOOL(1);

    private final int bytes;

    DataType(int bytes) {
        this.bytes = bytes;
    }

    /// Bytes per value.
    public int bytes() {
        return bytes;
    }

    /// Whether values are whole numbers.
    public boolean integer() {
        return switch (this) {
            case F64, F32, F16, BF16 -> false;
            case I64, I32, I16, I8, U8, BOOL -> true;
        };
    }
}
