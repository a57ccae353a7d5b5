package earshot.engine.numpy;

import earshot.engine.Shape;
import earshot.engine.files.AtomicFile;
import earshot.engine.files.Contents;
import earshot.engine.files.DataType;
import earshot.engine.files.MalformedFileException;
import earshot.engine.files.StoredTensor;
import earshot.engine.files.TensorData;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.Map;

/// Reads and writes arrays as {@code numpy.save} does, for people who look with NumPy. Types are those of [DataType]; BF16, which NumPy
/// lacks, is written as float32. Arrays of objects, which would have to be unpickled, are refused.
public final class Npy {

    private Npy() {
    }

    /// Whether bytes begin as an array does.
    public static boolean matches(MemorySegment bytes) {
        return bytes.byteSize() >= NpyHeader.MAGIC.length
                && bytes.asSlice(0, NpyHeader.MAGIC.length).mismatch(MemorySegment.ofArray(NpyHeader.MAGIC)) < 0;
    }

    /// An array whose bytes are in memory, under the empty path; its numbers stay where they are.
    ///
    /// @param file names it in errors
    /// @throws MalformedFileException naming file, offset, reason and remedy
    public static Contents contents(Path file, MemorySegment bytes) throws MalformedFileException {
        return new Contents(Map.of("", tensor(file, null, bytes)), Map.of(), Map.of());
    }

    /// Writes an array, the last axis running fastest; replaces a file that is there.
    ///
    /// @throws IOException if it cannot be written; nothing is left behind then
    public static void write(Path file, TensorData array) throws IOException {
        write(file, StoredTensor.of(array), false);
    }

    /// Writes an array; replaces a file that is there.
    ///
    /// @param fortranOrder whether the first axis runs fastest, not the last
    /// @throws IOException if it cannot be written; nothing is left behind then
    public static void write(Path file, StoredTensor array, boolean fortranOrder) throws IOException {
        AtomicFile.write(file, out -> write(out, array, fortranOrder));
    }

    static void write(WritableByteChannel out, StoredTensor array, boolean fortranOrder) throws IOException {
        StoredTensor known = array.type() == DataType.BF16 ? StoredTensor.of(array.read()) : array;
        ByteBuffer head = ByteBuffer.wrap(NpyHeader.bytes(known.type(), known.shape(), fortranOrder));
        while (head.hasRemaining()) {
            out.write(head);
        }
        (fortranOrder ? known.transposed() : known).writeTo(out);
    }

    /// @param entry of the archive that the file is; null if it is none
    static StoredTensor tensor(Path file, String entry, MemorySegment bytes) throws MalformedFileException {
        NpyHeader header = NpyHeader.read(file, entry, bytes);
        Shape shape = header.shape();
        long needed = (long) shape.count() * header.type().bytes();
        if (bytes.byteSize() - header.begin() != needed) {
            throw new MalformedFileException(file, entry, header.begin(), header.type() + " " + shape + " needs " + needed
                    + " bytes, " + (bytes.byteSize() - header.begin()) + " follow");
        }
        MemorySegment numbers = bytes.asSlice(header.begin(), needed);
        if (!header.fortranOrder()) {
            return StoredTensor.contiguous(header.type(), shape, numbers, header.order());
        }
        long[] strides = new long[shape.rank()];
        long step = 1;
        for (int i = 0; i < strides.length; i++) {
            strides[i] = step;
            step *= shape.size(i);
        }
        return StoredTensor.strided(header.type(), shape, 0, strides, numbers, header.order());
    }
}
