package earshot.experiments.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import earshot.kernels.Backend;
import earshot.kernels.Backends;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BenchesTest {
    private final Backend cpu = Backends.create("cpu", 2);

    /// Small sizes, so that the whole network runs but in little time.
    private static Sizes small(Benches bench) {
        Sizes standard = bench.sizes(null, null, null);
        return bench.sizes(standard.batch() == 0 ? null : 2, standard.height() == 0 ? null : 32,
                standard.width() == 0 ? null : 40);
    }

    /// What training steps and products take goes back to the pool.
    @ParameterizedTest
    @EnumSource(names = {"CONV", "GEMM"}, mode = EnumSource.Mode.EXCLUDE)
    void everyNetworkAndStepRunsAndGivesItsMemoryBack(Benches bench) {
        List<Row> rows = bench.rows(cpu, 2, small(bench));
        assertEquals(1, rows.size());
        try (Work work = rows.getFirst().open().get()) {
            work.run();
            work.run();
            assertEquals(bench != Benches.LOGMEL, cpu.memory().bytesInUse() > 0);
            assertTrue(work.operations() > 0 || work.bytes() > 0);
        }
        assertEquals(0, cpu.memory().bytesInUse());
    }

    @Test
    void aConvolutionOfEveryShapeAndPassRuns() {
        Set<String> names = new HashSet<>();
        List<Row> rows = Benches.CONV.rows(cpu, 2, new Sizes(1, 0, 0));
        for (Row row : rows) {
            try (Work work = row.open().get()) {
                work.run();
                assertTrue(work.operations() > 0 && work.bytes() > 0, row.name());
            }
            names.add(row.name());
        }
        assertEquals(rows.size(), names.size(), "names are used once");
        assertEquals(0, cpu.memory().bytesInUse());
        assertTrue(names.containsAll(List.of("3x3 64 32x54 forward", "7x7s2 1-64 128x216 backward-weight",
                "5x5 depthwise 240 16x27 backward-data")), names.toString());
    }
}
