package earshot.engine.conform;

import earshot.kernels.Backend;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// A kind of reference numbers with a place of its own in a folder of them.
public interface Family {

    /// What it is called: {@code ops}.
    String name();

    /// Its cases in a folder, each ready to run.
    ///
    /// @param backend what computes
    /// @throws IOException naming the file if it is missing or cannot be read
    List<Check> checks(Path folder, Backend backend) throws IOException;
}
