package earshot.experiments.report;

import java.util.List;

/// Something that the page about a run shows.
public sealed interface Exhibit {

    /// What stands above it.
    String title();

    /// What it shows, in a few sentences.
    String words();

    /// A picture, which also gets a file of its own.
    ///
    /// @param name of the file, without its ending
    /// @param png  a PNG file's bytes
    record Picture(String name, String title, String words, byte[] png) implements Exhibit {
    }

    /// A table.
    ///
    /// @param rows the first names the columns
    record Table(String title, String words, List<List<String>> rows) implements Exhibit {
    }
}
