package earshot.experiments.files;

import java.nio.file.Path;
import java.util.Map;

/// The folder for what can be had again: the one that `EARSHOT_CACHE` names, else `earshot` in `XDG_CACHE_HOME`, else `~/.cache/earshot`.
public final class UserCache {
    private UserCache() {
    }

    /// This user's folder, which need not exist yet.
    public static Path folder() {
        return folder(System.getenv(), Path.of(System.getProperty("user.home")));
    }

    /// The folder of a user with such environment variables.
    public static Path folder(Map<String, String> environment, Path home) {
        String own = environment.getOrDefault("EARSHOT_CACHE", "");
        if (!own.isEmpty()) {
            return Path.of(own);
        }
        String shared = environment.getOrDefault("XDG_CACHE_HOME", "");
        return (shared.isEmpty() ? home.resolve(".cache") : Path.of(shared)).resolve("earshot");
    }
}
