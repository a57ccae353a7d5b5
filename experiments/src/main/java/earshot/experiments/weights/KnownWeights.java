package earshot.experiments.weights;

import java.net.URI;

/// A public file of trained weights.
///
/// @param name         what it is called here
/// @param file         what its makers call it
/// @param bytes        its size; 0 if not known
/// @param sha256       its SHA-256 in hexadecimal digits, or the beginning that its makers put into the name; empty if not known
/// @param network what network it is for
/// @param licence      under which its makers offer it
/// @param page         where its makers write about it
/// @param share        their link to the file, for people; null where the page is enough
/// @param address      where a program can download it; null where no such place is known
public record KnownWeights(String name, String file, long bytes, String sha256, KnownNetwork network, String licence,
        URI page, URI share, URI address) {
    private static final int WHOLE = 64;

    /// Whether a file with this SHA-256 is this one. Where no hash is known none is.
    public boolean is(String digest) {
        return !sha256.isEmpty() && digest.startsWith(sha256);
    }

    /// What the SHA-256 must be, in words.
    public String hash() {
        return sha256.isEmpty()
                ? "no known SHA-256"
                : (sha256.length() < WHOLE ? "a SHA-256 that begins with " : "SHA-256 ")
                        + sha256;
    }

    /// What to do where an address fails.
    public String lookFor() {
        return "look for a file named " + file + (bytes == 0 ? "" : ", " + bytes + " bytes") + ", with " + hash()
                + " (its makers' page: " + page + (share == null ? "" : ", their link: " + share)
                + "), and give its address or path: earshot weights fetch " + name
                + " --url ADDRESS-OR-FILE";
    }
}
