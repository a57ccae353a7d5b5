package earshot.kernels.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A machine without this or that gets a sentence: no stack trace, no loader's words.
class AbsenceTest {

    @Test
    void aLibraryIsLookedForByAllItsNames() {
        List<String> here = NativeLibrary.named("libc.so.6", "kernel32.dll", "/usr/lib/libSystem.dylib");
        assertTrue(NativeLibrary.present(here));
        assertTrue(NativeLibrary.present(List.of("libnowhere.so.1", here.getFirst())));
        assertFalse(NativeLibrary.present(List.of("libnowhere.so.1")));
    }

    @Test
    void whatIsMissingAndWhatWouldBringItIsOneQuietSentence() {
        PrintStream before = System.err;
        var said = new ByteArrayOutputStream();
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            for (String reason : new String[]{OpenClDriver.absence(), CudaDriver.absence()}) {
                assertTrue(reason == null || reason.contains("; ") && !reason.contains("\n"), reason);
            }
        } finally {
            System.setErr(before);
        }
        assertEquals("", said.toString(StandardCharsets.UTF_8));
    }
}
