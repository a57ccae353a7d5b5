package earshot.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class BackendsTest {

    @Test
    void referenceIsAlwaysThere() {
        Backend backend = Backends.create("reference", 2);
        assertEquals("reference", backend.name());
        assertEquals("reference", backend.toString());
    }

    @Test
    void autoIsTheCpu() {
        assertEquals("cpu", Backends.create("cpu", 1).name());
        assertEquals("cpu", Backends.create("auto", 1).name());
    }

    @Test
    void listKnowsEveryName() {
        List<String> names = Backends.list().stream().map(Backends.Availability::name).toList();
        assertEquals(List.of("cpu", "cpu-exact", "reference", "opencl", "cuda"), names);
        for (Backends.Availability availability : Backends.list()) {
            assertFalse(availability.reason().isBlank());
        }
    }

    @Test
    void absentBackendSaysWhy() {
        for (Backends.Availability availability : Backends.list()) {
            if (!availability.available()) {
                var error = assertThrows(UnsupportedOperationException.class, () -> Backends.create(availability.name(), 2));
                assertEquals("backend " + availability.name() + " is absent: " + availability.reason(), error.getMessage());
            }
        }
    }

    @Test
    void wrongUseIsNamed() {
        check("backend: no such name: tpu; the names are cpu, cpu-exact, reference, opencl, cuda, auto", "tpu", 1);
        check("backend: no such name: cpu:0; the names are cpu, cpu-exact, reference, opencl, cuda, auto", "cpu:0", 1);
        check("backend: no such name: opencl:x; the names are cpu, cpu-exact, reference, opencl, cuda, auto", "opencl:x", 1);
        check("backend cpu: need at least 1 thread, got 0", "cpu", 0);
    }

    private static void check(String message, String name, int threads) {
        var error = assertThrows(IllegalArgumentException.class, () -> Backends.create(name, threads));
        assertEquals(message, error.getMessage());
    }
}
