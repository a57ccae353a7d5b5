package earshot.experiments;

/// A command that was typed wrongly: an unknown configuration key, a value of the wrong type. The command line ends with exit code 2.
public final class UsageException extends ExperimentException {
    private static final long serialVersionUID = 1L;

    /// @param message one line: what, where, expected, got, remedy
    public UsageException(String message) {
        super(message);
    }
}
