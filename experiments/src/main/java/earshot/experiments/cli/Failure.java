package earshot.experiments.cli;

import earshot.experiments.ExperimentException;
import earshot.experiments.UsageException;
import earshot.kernels.gpu.GpuException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/// The one place where an exception becomes a line for the user and an exit code.
///
/// @param line     what went wrong, one line, without the program's name
/// @param exitCode 1 failed, 2 wrong usage
/// @param expected whether the line says all there is to say; otherwise the stack trace is kept in a file
/// @param cause    the exception itself
record Failure(String line, int exitCode, boolean expected, Throwable cause) {

    static Failure of(Throwable thrown) {
        Throwable cause = unwrapped(thrown);
        return switch (cause) {
            case UsageException usage -> new Failure(oneLine(usage.getMessage()), 2, true, cause);
            case ExperimentException known -> new Failure(oneLine(known.getMessage()), 1, true, cause);
            case GpuException device -> new Failure(oneLine(device.getMessage()), 1, true, cause);
            case FileSystemException file -> new Failure(oneLine(describe(file)), 1, true, cause);
            case IOException io when io.getMessage() != null -> new Failure(oneLine(io.getMessage()), 1, true, cause);
            case OutOfMemoryError memory -> new Failure(
                    "out of memory (" + memory.getMessage() + ", heap " + (Runtime.getRuntime().maxMemory() >> 20)
                            + " MiB); use a smaller batch or give the Java machine more, e.g. EARSHOT_JAVA_OPTS=-Xmx8g",
                    1, true, cause);
            default -> new Failure("unexpected " + oneLine(cause.toString()), 1, false, cause);
        };
    }

    /// Prints the line, and keeps the stack trace of a failure that nobody expected.
    ///
    /// @return the exit code
    int report(Terminal terminal, boolean stacktrace) {
        if (stacktrace) {
            terminal.errorLine("earshot", line);
            terminal.err().print(trace());
            terminal.err().flush();
        } else if (expected) {
            terminal.errorLine("earshot", line);
        } else {
            terminal.errorLine("earshot", line + "; this is a defect of earshot, " + kept());
        }
        return exitCode;
    }

    private String kept() {
        try {
            Path file = Files.createTempFile("earshot-failure-", ".txt");
            Files.writeString(file, trace());
            return "its stack trace is in " + file;
        } catch (IOException full) {
            return "repeat with --stacktrace to see where it arose";
        }
    }

    private String trace() {
        var text = new StringWriter();
        cause.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    /// The exception that a thread pool or a lambda had to wrap.
    private static Throwable unwrapped(Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null
                && (cause instanceof UncheckedIOException || cause instanceof CompletionException
                        || cause instanceof ExecutionException)) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static String describe(FileSystemException failure) {
        String file = failure.getFile() != null ? failure.getFile() : "a file";
        return switch (failure) {
            case NoSuchFileException none -> file + ": no such file or folder; check the path";
            case AccessDeniedException denied -> file + ": access denied; check its permissions";
            case FileAlreadyExistsException exists -> file + ": exists already; remove it or choose another name";
            case DirectoryNotEmptyException full -> file + ": folder is not empty; empty it or choose another";
            case NotDirectoryException plain -> file + ": is not a folder; check the path";
            default ->
                file + ": " + (failure.getReason() != null ? failure.getReason() : "cannot be read or written") + remedy(failure);
        };
    }

    private static String remedy(FileSystemException failure) {
        return String.valueOf(failure.getReason()).contains("No space left")
                ? "; free some space on that disk and run again"
                : "; check the path, its permissions and the disk";
    }

    private static String oneLine(String message) {
        return String.valueOf(message).strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
