package earshot.experiments.bench;

import java.util.function.Supplier;

/// A line of a bench's table.
///
/// @param name  what is done, e.g. `3x3 64 32x54 forward`; other programs' figures are joined by it
/// @param clips clips (or sequences) that one run handles; 0 where there are none
/// @param open  makes the work ready, on the thread that will run it
record Row(String name, int clips, Supplier<Work> open) {
}
