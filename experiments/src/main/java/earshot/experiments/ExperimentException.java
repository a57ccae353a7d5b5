package earshot.experiments;

/// A failure that a user can understand and mend: a folder that is not there, a column that is missing, a class that is unknown.
///
/// The message is one line that says what is wrong, where, what was expected and got, and what to do about it. The command line prints
/// it as it stands, without a stack trace, and ends with exit code 1.
public class ExperimentException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// @param message one line: what, where, expected, got, remedy
    public ExperimentException(String message) {
        super(message);
    }

    /// @param message one line: what, where, expected, got, remedy
    /// @param cause   what led to it, shown with `--stacktrace` only
    public ExperimentException(String message, Throwable cause) {
        super(message, cause);
    }

    /// What is said of a setting that is refused.
    ///
    /// @param key      of the setting, as in a configuration file
    /// @param expected the values allowed
    public static ExperimentException configuration(String key, String expected, Object got) {
        return new ExperimentException("configuration: " + key + ": expected " + expected + ", got " + got);
    }
}
