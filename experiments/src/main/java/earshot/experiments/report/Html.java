package earshot.experiments.report;

import java.util.Base64;
import java.util.List;

/// A page that needs nothing but itself: its pictures and its style stand in it.
public final class Html {
    private static final String HEAD = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>%s</title>
            <style>
            body { font: 16px/1.5 system-ui, sans-serif; color: #222; background: #fff; max-width: 1240px; margin: 2em auto; padding: 0 1em; }
            h1 { font-size: 1.6em; } h2 { font-size: 1.2em; margin-top: 2em; }
            table { border-collapse: collapse; margin: 1em 0; }
            th, td { padding: .25em .8em; border-bottom: 1px solid #ddd; text-align: right; white-space: nowrap; }
            th { white-space: normal; vertical-align: bottom; }
            th:first-child, td:first-child { text-align: left; }
            img { max-width: 100%%; height: auto; } pre { overflow-x: auto; background: #f6f6f6; padding: 1em; }
            div { overflow-x: auto; }
            </style>
            </head>
            <body>
            <h1>%s</h1>
            """;

    private final StringBuilder text = new StringBuilder();

    /// @param title of the page
    public Html(String title) {
        text.append(HEAD.formatted(escaped(title), escaped(title)));
    }

    /// A heading of a part.
    public Html heading(String words) {
        return line("<h2>" + escaped(words) + "</h2>");
    }

    public Html paragraph(String words) {
        return line("<p>" + escaped(words) + "</p>");
    }

    /// A table whose first row names the columns.
    public Html table(List<List<String>> rows) {
        line("<div><table>");
        for (int i = 0; i < rows.size(); i++) {
            String cell = i == 0 ? "th" : "td";
            var row = new StringBuilder("<tr>");
            rows.get(i).forEach(words -> row.append('<').append(cell).append('>').append(escaped(words)).append("</").append(cell)
                    .append('>'));
            line(row.append("</tr>").toString());
        }
        return line("</table></div>");
    }

    /// A picture.
    ///
    /// @param png   a PNG file's bytes
    /// @param words for those who do not see it
    public Html picture(byte[] png, String words) {
        return line(
                "<p><img alt=\"" + escaped(words) + "\" src=\"data:image/png;base64," + Base64.getEncoder().encodeToString(png)
                        + "\"></p>");
    }

    /// Text as it is written, line by line.
    public Html lines(List<String> plain) {
        return line("<pre>" + escaped(String.join("\n", plain)) + "</pre>");
    }

    /// Text as it is written, out of sight until it is asked for.
    public Html folded(String summary, String plain) {
        return line("<details><summary>" + escaped(summary) + "</summary><pre>" + escaped(plain) + "</pre></details>");
    }

    /// The whole page.
    public String page() {
        return text + "</body>\n</html>\n";
    }

    private Html line(String html) {
        text.append(html).append('\n');
        return this;
    }

    private static String escaped(String words) {
        return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }
}
