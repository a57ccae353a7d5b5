package earshot.experiments.pages;

import earshot.experiments.files.WholeFile;
import earshot.experiments.report.Html;
import earshot.experiments.report.Leaderboard;
import earshot.experiments.report.LeaderboardTable;
import java.io.IOException;
import java.nio.file.Path;

/// The table of all experiments as a page, `leaderboard.html` in the folder of all runs.
public final class LeaderboardPage {
    private LeaderboardPage() {
    }

    /// Writes the page.
    ///
    /// @param out the folder of all runs
    /// @return the page
    public static Path write(Path out, Leaderboard leaderboard) throws IOException {
        Path page = out.resolve("leaderboard.html");
        String html = new Html("Leaderboard").table(new LeaderboardTable(leaderboard).cells()).paragraph(LeaderboardTable.LEGEND)
                .page();
        WholeFile.write(page, html);
        return page;
    }
}
