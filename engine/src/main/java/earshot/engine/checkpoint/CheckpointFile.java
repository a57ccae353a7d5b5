package earshot.engine.checkpoint;

import earshot.engine.files.Contents;
import earshot.engine.files.MalformedFileException;
import earshot.engine.files.Safetensors;
import earshot.engine.files.StoredTensor;
import earshot.engine.files.ZipDirectory;
import earshot.engine.numpy.Npy;
import earshot.engine.numpy.Npz;
import earshot.engine.torch.TorchLegacy;
import earshot.engine.torch.TorchZip;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;

/// A file of tensors in whatever format, which its content tells: safetensors, PyTorch's two, NumPy's two. Nothing of a file is ever run,
/// whatever it asks for.
///
/// The file is mapped: opening copies no numbers (but verifies an archive's checksums), and tensors are usable until it is closed.
///
/// ```java
/// try (CheckpointFile file = CheckpointFile.open(Path.of("BEATs.pt"))) {
///     file.tensors().forEach((path, tensor) -> …);   // "model/encoder.layers.0.fc1.weight"
///     Object width = file.values().get("cfg/encoder_embed_dim");
/// }
/// ```
public final class CheckpointFile implements AutoCloseable {
    private final Path file;
    private final Format format;
    private final Contents contents;
    private final long size;
    private final Arena arena;

    private CheckpointFile(Path file, Format format, Contents contents, long size, Arena arena) {
        this.file = file;
        this.format = format;
        this.contents = contents;
        this.size = size;
        this.arena = arena;
    }

    /// Opens a file and checks everything but the numbers themselves.
    ///
    /// @throws MalformedFileException naming file, offset or entry, reason and remedy
    /// @throws IOException            if it cannot be read
    public static CheckpointFile open(Path file) throws IOException {
        Arena arena = Arena.ofShared();
        try (FileChannel channel = FileChannel.open(file)) {
            MemorySegment bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
            Format format = Format.of(file, bytes);
            return new CheckpointFile(file, format, contents(file, bytes, format), bytes.byteSize(), arena);
        } catch (IOException | RuntimeException | Error e) {
            arena.close();
            throw e;
        }
    }

    /// What a file holds whose bytes are in memory already.
    ///
    /// @param file  names it in errors
    /// @param bytes all of it
    /// @throws MalformedFileException naming file, offset or entry, reason and remedy
    public static Contents contents(Path file, MemorySegment bytes) throws MalformedFileException {
        return contents(file, bytes, Format.of(file, bytes));
    }

    private static Contents contents(Path file, MemorySegment bytes, Format format) throws MalformedFileException {
        return switch (format) {
            case SAFETENSORS -> Safetensors.contents(file, bytes);
            case TORCH_ZIP -> TorchZip.contents(file, bytes, ZipDirectory.read(file, bytes));
            case TORCH_LEGACY -> TorchLegacy.contents(file, bytes);
            case NPY -> Npy.contents(file, bytes);
            case NPZ -> Npz.contents(file, ZipDirectory.read(file, bytes));
        };
    }

    /// The path that was opened.
    public Path file() {
        return file;
    }

    /// Which format it is.
    public Format format() {
        return format;
    }

    /// Bytes of the file.
    public long size() {
        return size;
    }

    /// All tensors by path, in the file's order: keys of dictionaries and positions in lists, joined by {@code /}. A tensor that is all
    /// there is has the empty path.
    public Map<String, StoredTensor> tensors() {
        return Collections.unmodifiableMap(contents.tensors());
    }

    /// Everything else by path, as in [Contents].
    public Map<String, Object> values() {
        return Collections.unmodifiableMap(contents.values());
    }

    /// Free-form text of a safetensors file.
    public Map<String, String> metadata() {
        return Collections.unmodifiableMap(contents.metadata());
    }

    /// Unmaps the file; its tensors are no longer usable.
    @Override
    public void close() {
        arena.close();
    }
}
