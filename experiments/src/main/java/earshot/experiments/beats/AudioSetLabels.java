package earshot.experiments.beats;

import earshot.experiments.ExperimentException;
import earshot.experiments.files.Csv;
import earshot.experiments.files.WholeFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Names of AudioSet's classes by their identifiers, as AudioSet's file `class_labels_indices.csv` has them: `index,mid,display_name`.
public final class AudioSetLabels {
    /// The file's usual name.
    public static final String FILE = "class_labels_indices.csv";
    /// Where Google publishes it.
    public static final String SOURCE = "http://storage.googleapis.com/us_audioset/youtube_corpus/v1/csv/" + FILE;

    private AudioSetLabels() {
    }

    /// Reads the file.
    ///
    /// @return names by identifier: `Dog` by `/m/0bt9lr`
    /// @throws ExperimentException if it is another file
    /// @throws IOException         if it cannot be read
    public static Map<String, String> read(Path file) throws IOException {
        List<Csv.Row> rows = Csv.parse(file.toString(), WholeFile.text(file, "fetch it again from " + SOURCE));
        if (rows.isEmpty() || !rows.getFirst().fields().equals(List.of("index", "mid", "display_name"))) {
            throw new ExperimentException(file + ": expected the columns index, mid and display_name, got "
                    + (rows.isEmpty() ? "nothing" : String.join(", ", rows.getFirst().fields())) + "; fetch " + SOURCE);
        }
        Map<String, String> names = new LinkedHashMap<>();
        for (Csv.Row row : rows.subList(1, rows.size())) {
            if (row.fields().size() != 3) {
                throw new ExperimentException(file + ": line " + row.line() + ": expected 3 fields, got " + row.fields().size()
                        + "; fetch " + SOURCE);
            }
            names.put(row.fields().get(1), row.fields().get(2));
        }
        return names;
    }
}
