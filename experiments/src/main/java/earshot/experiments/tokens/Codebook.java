package earshot.experiments.tokens;

import earshot.engine.Scope;
import earshot.engine.Shape;
import earshot.engine.files.MalformedFileException;
import earshot.engine.files.Safetensors;
import earshot.engine.files.SafetensorsWriter;
import earshot.engine.files.TensorData;
import earshot.experiments.ExperimentException;
import earshot.kernels.Backend;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/// Vectors that tokens stand for: a vector's token is the number of the code nearest to it. In a file, the tensor `codebook` of shape
/// `[codes, width]`.
///
/// @param width  values of a code
/// @param values row-major `[codes][width]`
public record Codebook(int width, float[] values) {
    private static final String NAME = "codebook";

    public Codebook {
        if (width < 1 || values.length == 0 || values.length % width != 0) {
            throw new IllegalArgumentException(
                    "codebook: expected codes of " + width + " values, at least one, got " + values.length + " values in all");
        }
    }

    /// Number of codes.
    public int codes() {
        return values.length / width;
    }

    /// The tokens of vectors.
    ///
    /// @param vectors row-major `[vectors][width]`
    public int[] tokens(Backend backend, float[] vectors) {
        try (var _ = Scope.open()) {
            return new Points(backend, vectors, width).nearest(values);
        }
    }

    /// Writes a file.
    ///
    /// @param notes free-form text about it
    public void write(Path file, Map<String, String> notes) throws IOException {
        SafetensorsWriter.write(file, Map.of(NAME, TensorData.of(Shape.of(codes(), width), values)), notes);
    }

    /// Reads a file.
    ///
    /// @throws ExperimentException if it holds no codebook
    /// @throws IOException         if it cannot be read
    public static Codebook read(Path file) throws IOException {
        TensorData stored;
        try {
            stored = Safetensors.readAll(file).get(NAME);
        } catch (MalformedFileException malformed) {
            throw new ExperimentException(malformed.getMessage() + ", or cluster anew", malformed);
        }
        if (stored == null || stored.shape().rank() != 2 || stored.shape().count() == 0) {
            throw new ExperimentException(file + ": expected a tensor " + NAME + " [codes, width], got "
                    + (stored == null ? "none" : stored) + "; restore the file or cluster anew");
        }
        return new Codebook(stored.shape().size(1), stored.floats());
    }
}
