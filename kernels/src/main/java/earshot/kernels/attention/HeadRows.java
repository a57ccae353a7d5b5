package earshot.kernels.attention;

/// Where the rows of every head stand in an array: element {@code i} of row {@code t} of head {@code h} in batch entry {@code b} is at
/// {@code offset + b · batch + h · head + t · row + i}. One kernel so reads heads that stand apart, heads side by side in the
/// channels of a sequence, and queries, keys and values side by side in one product, without a copy.
///
/// @param offset where the first row begins
/// @param batch elements from one batch entry to the next
/// @param head elements from one head to the next
/// @param row elements from one row to the next
public record HeadRows(int offset, int batch, int head, int row) {

    public HeadRows {
        if (offset < 0 || batch < 0 || head < 0 || row < 0) {
            throw new IllegalArgumentException(
                    "attention: offset and steps must not be negative, got offset " + offset + ", batch "
                            + batch + ", head " + head + ", row " + row);
        }
    }

    /// {@code [B, H, T, D]}: heads apart.
    public static HeadRows apart(int heads, int t, int d) {
        return new HeadRows(0, heads * t * d, t * d, d);
    }

    /// {@code [B, T, H · D]}: heads side by side in the channels.
    public static HeadRows sideBySide(int heads, int t, int d) {
        return packed(0, 1, heads, t, d);
    }

    /// Part {@code part} of {@code [B, T, parts · H · D]}: several such sequences side by side, as one product of queries, keys and
    /// values gives them.
    public static HeadRows packed(int part, int parts, int heads, int t, int d) {
        int width = heads * d;
        return new HeadRows(part * width, t * parts * width, d, parts * width);
    }

    /// Where the rows of a head begin.
    public int start(int b, int h) {
        return offset + b * batch + h * head;
    }
}
