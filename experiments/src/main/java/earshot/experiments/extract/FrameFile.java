package earshot.experiments.extract;

import earshot.engine.Shape;
import earshot.engine.files.DataType;
import earshot.engine.files.StoredTensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.UnaryOperator;

/// Features of one frame after another, kept in a hidden file until all are known, so that memory does not grow with the recording. The file
/// is gone when this is closed.
final class FrameFile implements AutoCloseable {
    /// Frames that are changed at a time.
    private static final int TILE = 256;

    private final int width;
    private final Path file;
    private final FileChannel channel;
    private final Arena arena = Arena.ofConfined();
    private int frames;

    /// @param folder where the file is made
    /// @param width numbers of a frame
    FrameFile(Path folder, int width) throws IOException {
        this.width = width;
        if (!Files.isDirectory(folder)) {
            throw new NoSuchFileException(folder.toString()); // not the hidden file that nobody has heard of
        }
        this.file = Files.createTempFile(folder, ".frames-", ".part");
        this.channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE,
                StandardOpenOption.DELETE_ON_CLOSE);
    }

    /// Adds frames that come as rows of a picture.
    ///
    /// @param picture `[width][count]`, row-major
    void addColumns(float[] picture, int count) {
        float[] turned = new float[picture.length];
        for (int i = 0; i < width; i++) {
            for (int t = 0; t < count; t++) {
                turned[t * width + i] = picture[i * count + t];
            }
        }
        add(turned, count);
    }

    /// Adds frames.
    ///
    /// @param values `[count][width]`, row-major
    void add(float[] values, int count) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.nativeOrder());
        bytes.asFloatBuffer().put(values);
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        frames = Math.addExact(frames, count);
    }

    /// Changes all frames, some at a time.
    ///
    /// @param change takes and gives `[count][width]`
    void change(UnaryOperator<float[]> change) throws IOException {
        MemorySegment all = mapped();
        for (long from = 0; from < frames; from += TILE) {
            int count = (int) Math.min(TILE, frames - from) * width;
            float[] tile = new float[count];
            MemorySegment.copy(all, ValueLayout.JAVA_FLOAT, from * width * Float.BYTES, tile, 0, count);
            MemorySegment.copy(change.apply(tile), 0, all, ValueLayout.JAVA_FLOAT, from * width * Float.BYTES, count);
        }
    }

    /// The frames as rows; usable until this is closed.
    StoredTensor rows() throws IOException {
        return StoredTensor.contiguous(DataType.F32, Shape.of(frames, width), mapped(), ByteOrder.nativeOrder());
    }

    /// Numbers `[from, from + count)` of each frame as columns, `[count, frames]`; usable until this is closed.
    StoredTensor columns(int from, int count) throws IOException {
        return StoredTensor.strided(DataType.F32, Shape.of(count, frames), from, new long[]{1, width}, mapped(),
                ByteOrder.nativeOrder());
    }

    private MemorySegment mapped() throws IOException {
        return channel.map(FileChannel.MapMode.READ_WRITE, 0, (long) frames * width * Float.BYTES, arena);
    }

    @Override
    public void close() throws IOException {
        arena.close();
        channel.close();
        Files.deleteIfExists(file);
    }
}
