package earshot.kernels.gpu;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/// Compiled code on disk: compilers of devices take seconds for what never changes. The folder is {@code kernels} in the one that
/// {@code EARSHOT_CACHE} names, else in {@code earshot} in {@code XDG_CACHE_HOME}, else in {@code ~/.cache/earshot}.
///
/// A cache may always fail: what cannot be read is compiled again, what cannot be written is not kept.
final class CodeCache {
    private final Path folder;

    CodeCache(Path folder) {
        this.folder = folder;
    }

    static CodeCache ofUser() {
        Map<String, String> environment = System.getenv();
        String own = environment.getOrDefault("EARSHOT_CACHE", "");
        String shared = environment.getOrDefault("XDG_CACHE_HOME", "");
        Path caches = shared.isEmpty() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(shared);
        return new CodeCache((own.isEmpty() ? caches.resolve("earshot") : Path.of(own)).resolve("kernels"));
    }

    /// The name under which code is kept: everything that it depends on.
    static String key(GpuDevice device, String options, String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String part : new String[]{device.model(), device.version(), options, text}) {
                digest.update(part.getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every Java machine has SHA-256", impossible);
        }
    }

    /// What is kept under a key.
    Optional<byte[]> load(String key) {
        try {
            return Optional.of(Files.readAllBytes(folder.resolve(key)));
        } catch (IOException absent) {
            return Optional.empty();
        }
    }

    /// Keeps code; the file appears whole or not at all.
    void store(String key, byte[] code) {
        try {
            Files.createDirectories(folder);
            Path part = Files.createTempFile(folder, "new-", ".part");
            Files.write(part, code);
            Files.move(part, folder.resolve(key), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException full) {
            System.getLogger(CodeCache.class.getName()).log(System.Logger.Level.DEBUG, "compiled code was not kept", full);
        }
    }
}
