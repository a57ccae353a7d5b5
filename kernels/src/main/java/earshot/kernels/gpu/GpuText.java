package earshot.kernels.gpu;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The text of a family's kernels, with the texts that it includes, and without a prelude: the driver puts its own in front.
///
/// @param name of the file, as compilers shall say it
/// @param text in the common subset of OpenCL C and CUDA C++ that the preludes define
public record GpuText(String name, String text) {
    private static final String ROOT = "/earshot/kernels/";
    private static final Pattern INCLUDE = Pattern.compile("#include \"\\.\\./([a-z]+/[a-z_]+\\.cl)\"");
    private static final Pattern ARCHITECTURE = Pattern.compile("(?m)^// CUDA: (compute_\\d+)$");

    /// The text of a family: {@code conv/conv.cl} for {@code conv}.
    public static GpuText of(String family) {
        String name = family + "/" + family + ".cl";
        return new GpuText(name, including(name));
    }

    /// What CUDA shall compile it for: a virtual architecture, the oldest unless the text says which it needs.
    public String architecture() {
        Matcher needed = ARCHITECTURE.matcher(text);
        return needed.find() ? needed.group(1) : "compute_75";
    }

    /// One of the two preludes.
    public static String prelude(String dialect) {
        return read("gpu/prelude_" + dialect + ".h");
    }

    private static String including(String name) {
        StringBuilder whole = new StringBuilder("#line 1 \"" + name + "\"\n");
        int number = 0;
        for (String line : read(name).lines().toList()) {
            number++;
            Matcher include = INCLUDE.matcher(line);
            if (include.matches()) {
                whole.append(including(include.group(1))).append("#line ").append(number + 1).append(" \"").append(name)
                        .append("\"\n");
            } else {
                whole.append(line).append('\n');
            }
        }
        return whole.toString();
    }

    private static String read(String name) {
        try (InputStream in = GpuText.class.getResourceAsStream(ROOT + name)) {
            if (in == null) {
                throw new GpuException(
                        "kernel text: " + name + " is not on the class path; the build that made this jar lost it");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new GpuException("kernel text: " + name + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }
}
