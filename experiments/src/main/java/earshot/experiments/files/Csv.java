package earshot.experiments.files;

import earshot.experiments.ExperimentException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Comma-separated values as RFC 4180 has them: fields in double quotes may hold commas, line breaks and doubled quotes; lines end with
/// CRLF or LF; a byte order mark at the start is skipped; empty lines are skipped.
public final class Csv {
    private final String name;
    private final String text;
    private int at;
    private int line = 1;

    private Csv(String name, String text) {
        this.name = name;
        this.text = text;
    }

    /// One record of a file.
    ///
    /// @param line   number of the line on which it starts, from 1
    /// @param fields its values, unquoted
    public record Row(int line, List<String> fields) {
        public Row {
            fields = List.copyOf(fields);
        }
    }

    /// Splits a text into rows; the header is the first of them.
    ///
    /// @param name the file's name, for errors
    /// @param text its content
    /// @throws ExperimentException if a quote is never closed or stands where none may
    public static List<Row> parse(String name, String text) {
        var csv = new Csv(name, text.startsWith("\uFEFF") ? text.substring(1) : text);
        var rows = new ArrayList<Row>();
        while (csv.at < csv.text.length()) {
            Row row = csv.row();
            if (row.fields().size() > 1 || !row.fields().getFirst().isEmpty()) {
                rows.add(row);
            }
        }
        return rows;
    }

    /// Joins fields to one line, quoting those that need it (an empty one only where it is alone: its line would be skipped), without a line break.
    public static String line(List<String> fields) {
        return fields.stream().map(field -> {
            boolean quoted = field.isEmpty() && fields.size() == 1
                    || field.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
            return quoted ? '"' + field.replace("\"", "\"\"") + '"' : field;
        }).collect(Collectors.joining(","));
    }

    private Row row() {
        int first = line;
        var fields = new ArrayList<String>();
        while (true) {
            fields.add(peek() == '"' ? quoted() : plain());
            int next = peek();
            at++;
            if (next == ',') {
                continue;
            }
            if (next == '\r' && peek() == '\n') {
                at++;
            }
            line++;
            return new Row(first, fields);
        }
    }

    private String plain() {
        int start = at;
        while (!endsField(peek())) {
            if (peek() == '"') {
                throw new ExperimentException(name + ": line " + line
                        + ": quote inside an unquoted field; put the whole field in quotes and double the quote");
            }
            at++;
        }
        return text.substring(start, at);
    }

    private String quoted() {
        int opened = line;
        var field = new StringBuilder();
        at++;
        while (true) {
            int c = peek();
            if (c < 0) {
                throw new ExperimentException(name + ": line " + opened + ": quote is never closed; add the missing quote");
            }
            at++;
            if (c == '"' && peek() != '"') {
                break;
            }
            if (c == '"') {
                at++;
            }
            line += c == '\n' ? 1 : 0;
            field.append((char) c);
        }
        if (!endsField(peek())) {
            throw new ExperimentException(
                    name + ": line " + line + ": text after a closing quote; expected a comma or the end of the line");
        }
        return field.toString();
    }

    /// The character at hand, -1 at the end.
    private int peek() {
        return at < text.length() ? text.charAt(at) : -1;
    }

    private static boolean endsField(int c) {
        return c < 0 || c == ',' || c == '\n' || c == '\r';
    }
}
