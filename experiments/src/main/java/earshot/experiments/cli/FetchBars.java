package earshot.experiments.cli;

import earshot.experiments.fetch.FetchListener;

/// One progress bar for each stage of fetching something.
final class FetchBars implements FetchListener, AutoCloseable {
    private final Terminal terminal;
    private Progress bar;

    FetchBars(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void stage(String name, long already, long total) {
        close();
        bar = terminal.progress(name, total, "bytes");
        bar.skip(already);
    }

    @Override
    public void advance(long bytes) {
        bar.advance(bytes);
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
