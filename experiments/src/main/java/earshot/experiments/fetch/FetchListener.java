package earshot.experiments.fetch;

/// Told what is going on while something is fetched, for a progress bar.
public interface FetchListener {
    /// A new stage begins.
    ///
    /// @param name    e.g. `downloading` or `unpacking`
    /// @param already bytes done earlier
    /// @param total   bytes in all; 0 if unknown
    void stage(String name, long already, long total);

    /// @param bytes how many more are done
    void advance(long bytes);
}
