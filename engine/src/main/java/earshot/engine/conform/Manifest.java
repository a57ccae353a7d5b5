package earshot.engine.conform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A list of files, each with what a reader should make of it.
public final class Manifest {

    private Manifest() {
    }

    /// One file.
    ///
    /// @param path     where it stands, beside the list
    /// @param expected the row
    public record Row(Path path, JsonNode expected) {

        /// Its name.
        public String file() {
            return expected.path("file").asString();
        }

        /// Whether an outcome, {@code ok} or {@code error}, is right.
        public boolean accepts(String outcome) {
            return expected.path("expect").asString().equals(outcome)
                    || expected.path("also_accept").asString("").equals(outcome);
        }

        /// Whether it may only be refused.
        public boolean refusedOnly() {
            return !accepts("ok");
        }

        /// Judges a refusal: it must be right, and its message one line that names the file.
        public void refused(Exception refusal, Comparison comparison) {
            String message = String.valueOf(refusal.getMessage());
            comparison.holds();
            if (!accepts("error")) {
                comparison.fail("expected to be read, got " + message);
            } else if (!Files.exists(path)) {
                comparison.fail("expected the file, got none");
            } else if (!message.contains(path.getFileName().toString()) || message.lines().count() != 1) {
                comparison.fail("expected an error of one line that names the file, got " + message);
            }
        }
    }

    /// Reads a list.
    ///
    /// @throws IOException naming the list if it cannot be read or is no list
    public static List<Row> read(Path list) throws IOException {
        try {
            JsonNode rows = new JsonMapper().readTree(Files.readString(list));
            if (!rows.isArray()) {
                throw new IOException(list + ": expected a list of files, got " + rows.getNodeType());
            }
            return rows.valueStream().map(row -> new Row(list.resolveSibling(row.path("file").asString()), row)).toList();
        } catch (JacksonException e) {
            throw new IOException(list + ": expected a list of files, got no valid JSON (" + e.getOriginalMessage() + ")", e);
        }
    }
}
