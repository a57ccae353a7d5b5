package earshot.experiments.data;

import earshot.experiments.ExperimentException;
import earshot.experiments.files.Csv;
import earshot.experiments.files.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// Reads `meta/esc50.csv`: columns are found by name, further ones are allowed. Needed are `filename`, `fold` and `category`; `target`
/// and `src_file` are used where they exist. What the rows say is checked here, whether the files exist is not.
final class Metadata {
    private static final String FILE = "meta/esc50.csv";

    private final Path file;
    private final Map<String, Integer> columns = new LinkedHashMap<>();

    private Metadata(Path file) {
        this.file = file;
    }

    /// A row that passed the checks.
    private record Entry(String filename, int fold, String category, String source) {
    }

    /// Reads the clips of a data set, in the order of the file.
    ///
    /// @param folder the data set's folder
    /// @throws ExperimentException if folder, file, column or value is missing, contradicts another row or cannot be understood
    static List<Clip> read(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new ExperimentException(
                    folder + ": no such folder; give a data set laid out like ESC-50 (meta/esc50.csv, audio/*)"
                            + ", or make one with: earshot data synth " + folder);
        }
        Path file = folder.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            throw new ExperimentException(
                    file + ": no such file; a data set is a folder with " + FILE + " and audio/*, check --data");
        }
        return new Metadata(file).clips(folder,
                Csv.parse(file.toString(), WholeFile.text(file, "save it as comma-separated values in UTF-8")));
    }

    private List<Clip> clips(Path folder, List<Csv.Row> rows) {
        if (rows.size() < 2) {
            throw new ExperimentException(file + ": lists no clips; expected a header and one line per clip");
        }
        header(rows.getFirst());
        var entries = new ArrayList<Entry>();
        var lineOfFile = new HashMap<String, Integer>();
        var categoryOfTarget = new HashMap<Integer, String>();
        var targetOfCategory = new HashMap<String, Integer>();
        for (Csv.Row row : rows.subList(1, rows.size())) {
            if (row.fields().size() != columns.size()) {
                throw wrong(row, "expected " + columns.size() + " fields as in the header, got " + row.fields().size()
                        + "; mend the line");
            }
            Entry entry = entry(row);
            Integer earlier = lineOfFile.putIfAbsent(entry.filename(), row.line());
            if (earlier != null) {
                throw wrong(row, entry.filename() + " is listed on line " + earlier + " already; remove one of the two lines");
            }
            if (columns.containsKey("target")) {
                int target = integer(row, "target");
                String category = categoryOfTarget.putIfAbsent(target, entry.category());
                Integer other = targetOfCategory.putIfAbsent(entry.category(), target);
                if (category != null && !category.equals(entry.category()) || other != null && other != target) {
                    throw wrong(row,
                            "unknown class: target " + target + " with category '" + entry.category()
                                    + "', but earlier lines pair "
                                    + (category != null
                                            ? "target " + target + " with '" + category + "'"
                                            : "'" + entry.category() + "' with target " + other)
                                    + "; correct target or category");
                }
            }
            entries.add(entry);
        }
        var classes = List.copyOf(new TreeSet<>(entries.stream().map(Entry::category).toList()));
        Path audio = folder.resolve("audio");
        return entries.stream()
                .map(entry -> new Clip(audio.resolve(entry.filename()), entry.fold(), entry.category(),
                        classes.indexOf(entry.category()), entry.source()))
                .toList();
    }

    private void header(Csv.Row row) {
        for (String column : row.fields()) {
            if (columns.putIfAbsent(column.strip(), columns.size()) != null) {
                throw wrong(row, "column '" + column.strip() + "' stands twice; remove one");
            }
        }
        for (String needed : List.of("filename", "fold", "category")) {
            if (!columns.containsKey(needed)) {
                throw wrong(row, "missing column '" + needed + "' (found " + String.join(", ", columns.keySet())
                        + "); add it, as ESC-50 has it");
            }
        }
    }

    private Entry entry(Csv.Row row) {
        String filename = value(row, "filename");
        if (filename.isEmpty() || filename.contains("/") || filename.contains("\\") || filename.equals("..")) {
            throw wrong(row, "filename: expected the name of a file in audio/, got '" + filename + "'");
        }
        String category = value(row, "category");
        if (category.isEmpty()) {
            throw wrong(row, "unknown class: category of " + filename + " is empty; name its class");
        }
        int fold = integer(row, "fold");
        if (fold < 0 || fold > Clip.MAX_FOLD) {
            throw wrong(row, "fold: expected 0 to " + Clip.MAX_FOLD + ", got " + fold + "; number the folds 1, 2, 3 and so on");
        }
        return new Entry(filename, fold, category, columns.containsKey("src_file") ? value(row, "src_file") : "");
    }

    private String value(Csv.Row row, String column) {
        return row.fields().get(columns.get(column)).strip();
    }

    private int integer(Csv.Row row, String column) {
        try {
            return Integer.parseInt(value(row, column));
        } catch (NumberFormatException word) {
            throw wrong(row, column + ": expected a whole number, got '" + value(row, column) + "'");
        }
    }

    private ExperimentException wrong(Csv.Row row, String what) {
        return new ExperimentException(file + ": line " + row.line() + ": " + what);
    }
}
