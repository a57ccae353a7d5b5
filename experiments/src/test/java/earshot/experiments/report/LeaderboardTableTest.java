package earshot.experiments.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The table as it is read.
class LeaderboardTableTest {

    @Test
    void noProbabilityIsZero() {
        Leaderboard leaderboard = new Leaderboard(
                List.of(row(null), row(new McNemar(80, 1, 0, 1)), row(new McNemar(80, 20, 2, 0.000121))));
        List<List<String>> cells = new LeaderboardTable(leaderboard).cells();
        int p = cells.getFirst().indexOf("p");
        assertEquals(List.of("p", "-", "1.000", "<0.001"), cells.stream().map(line -> line.get(p)).toList());
    }

    private static Leaderboard.Row row(McNemar test) {
        return new Leaderboard.Row("method", "run", "data", 0.5, null, Map.of(1, 0.5), null, 10, 0, 1, test, 0);
    }
}
