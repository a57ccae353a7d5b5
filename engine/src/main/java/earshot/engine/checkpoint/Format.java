package earshot.engine.checkpoint;

import earshot.engine.files.MalformedFileException;
import earshot.engine.files.ZipDirectory;
import earshot.engine.numpy.Npy;
import earshot.engine.numpy.Npz;
import earshot.engine.torch.TorchLegacy;
import earshot.engine.torch.TorchZip;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;

/// Formats of files of tensors, told apart by content.
public enum Format {
    /// A JSON header and the numbers.
    SAFETENSORS("safetensors"),
    /// A zip archive with a pickle and the numbers.
    TORCH_ZIP("PyTorch"),
    /// Pickles and the numbers after them.
    TORCH_LEGACY("PyTorch, format before 1.6"),
    /// One array of NumPy's.
    NPY("NumPy array"),
    /// A zip archive of NumPy's arrays.
    NPZ("NumPy archive");

    private static final String KNOWN = "give a safetensors file, a PyTorch checkpoint (.pt, .pth) or a NumPy file (.npy, .npz)";

    private static final String UNKNOWN = "of no format that is known here";

    private final String text;

    Format(String text) {
        this.text = text;
    }

    /// Its name for people.
    @Override
    public String toString() {
        return text;
    }

    /// Recognises a file.
    ///
    /// @param file  names it in errors; its extension counts only where the content says nothing
    /// @param bytes all of it
    /// @throws MalformedFileException if it is none of these
    static Format of(Path file, MemorySegment bytes) throws MalformedFileException {
        if (bytes.byteSize() == 0) {
            throw new MalformedFileException(file, 0, "the file is empty");
        }
        if (beginsAsSafetensors(bytes)) {
            return SAFETENSORS;
        }
        if (ZipDirectory.begins(bytes)) {
            ZipDirectory zip = ZipDirectory.read(file, bytes);
            if (TorchZip.matches(zip)) {
                return TORCH_ZIP;
            }
            if (Npz.matches(zip)) {
                return NPZ;
            }
            throw new MalformedFileException(file, null, 0,
                    "the archive has neither data.pkl, as PyTorch writes it, nor .npy entries",
                    KNOWN);
        }
        if (TorchLegacy.matches(bytes)) {
            return TORCH_LEGACY;
        }
        if (Npy.matches(bytes)) {
            return NPY;
        }
        String guess = guess(bytes);
        if (guess.equals(UNKNOWN) && file.toString().toLowerCase(Locale.ROOT).endsWith(".safetensors")) {
            return SAFETENSORS;
        }
        throw new MalformedFileException(file, null, 0, "the file is " + guess, KNOWN);
    }

    private static boolean beginsAsSafetensors(MemorySegment bytes) {
        if (bytes.byteSize() < 10) {
            return false;
        }
        long length = bytes.get(ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN), 0);
        return length >= 2 && length <= bytes.byteSize() - 8 && bytes.get(ValueLayout.JAVA_BYTE, 8) == '{';
    }

    private static String guess(MemorySegment bytes) {
        byte[] head = bytes.asSlice(0, Math.min(512, bytes.byteSize())).toArray(ValueLayout.JAVA_BYTE);
        String text = new String(head, StandardCharsets.ISO_8859_1);
        String start = text.stripLeading().toLowerCase(Locale.ROOT);
        if (head[0] == (byte) 0x80 && head.length > 1 && head[1] <= 5 && head[1] >= 2) {
            return "a pickle, but not one of PyTorch's checkpoints";
        }
        if (start.startsWith("<!doctype") || start.startsWith("<html")) {
            return "a web page";
        }
        if (start.startsWith("version https://git-lfs")) {
            return "a pointer of Git LFS, not the file itself";
        }
        if (text.startsWith("\u001f\u008b")) {
            return "packed by gzip";
        }
        if (text.startsWith("\u0089HDF")) {
            return "an HDF5 file";
        }
        if (text.length() > 262 && text.startsWith("ustar", 257)) {
            return "a tar archive, as PyTorch wrote before version 0.2";
        }
        return UNKNOWN;
    }
}
