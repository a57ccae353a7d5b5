package earshot.experiments.files;

import static org.junit.jupiter.api.Assertions.assertEquals;

import earshot.experiments.features.FeatureCache;
import earshot.experiments.weights.WeightsFolder;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UserCacheTest {

    @Test
    void theUsersCacheIsWhereTheEnvironmentSays() {
        Path home = Path.of("home");
        assertEquals(Path.of("home/.cache/earshot"), UserCache.folder(Map.of(), home));
        assertEquals(Path.of("xdg/earshot"), UserCache.folder(Map.of("XDG_CACHE_HOME", "xdg", "EARSHOT_CACHE", ""), home));
        assertEquals(Path.of("own"), UserCache.folder(Map.of("XDG_CACHE_HOME", "xdg", "EARSHOT_CACHE", "own"), home));
    }

    @Test
    void picturesAndWeightsHaveFoldersOfTheirOwnInIt() {
        assertEquals(UserCache.folder().resolve("features"), FeatureCache.ofUser().folder());
        assertEquals(UserCache.folder().resolve("weights"), WeightsFolder.ofUser().folder());
    }
}
