package earshot.experiments.files;

import earshot.experiments.ExperimentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// How this project writes and reads JSON: records become objects with their components in the order declared, so that equal values give
/// equal bytes.
public final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder() //
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY) //
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES) //
            .build();

    private Json() {
    }

    /// A value on one line.
    public static String line(Object value) {
        return MAPPER.writeValueAsString(value);
    }

    /// A value laid out over several lines, ending with a line break.
    public static String pretty(Object value) {
        return MAPPER.writer().with(SerializationFeature.INDENT_OUTPUT).writeValueAsString(value).replace("\r\n", "\n") + "\n";
    }

    /// Reads a whole file as one value.
    ///
    /// @throws ExperimentException if it is not JSON or does not fit the type
    /// @throws IOException         if it cannot be read
    public static <T> T read(Path file, Class<T> type) throws IOException {
        return parse(file.toString(), WholeFile.text(file, "restore or remove it"), type);
    }

    /// Reads a text as one value.
    ///
    /// @param what names the text in the error
    /// @throws ExperimentException if it is not JSON or does not fit the type
    public static <T> T parse(String what, String text, Class<T> type) {
        try {
            T value = MAPPER.readValue(text, type);
            if (value == null) {
                throw new ExperimentException(what + ": is not what was expected (null); restore or remove it");
            }
            return value;
        } catch (JacksonException wrong) {
            throw new ExperimentException(
                    what + ": is not what was expected (" + wrong.getOriginalMessage() + "); restore or remove it", wrong);
        }
    }

    /// Reads a file of one value per line. What stands after the last line break, the rest of an interrupted write, is left out; a file
    /// that does not exist has no lines.
    ///
    /// @throws ExperimentException if a line is not JSON
    /// @throws IOException         if the file cannot be read
    public static List<JsonNode> lines(Path file) throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        String text = WholeFile.text(file, "restore or remove it");
        var values = new ArrayList<JsonNode>();
        int number = 1;
        for (int start = 0, end; (end = text.indexOf('\n', start)) >= 0; start = end + 1, number++) {
            try {
                values.add(MAPPER.readTree(text.substring(start, end)));
            } catch (JacksonException wrong) {
                throw new ExperimentException(file + ": line " + number + " is not JSON; restore the file or remove the line",
                        wrong);
            }
        }
        return values;
    }
}
