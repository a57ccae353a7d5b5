package earshot.engine.torch;

import earshot.engine.files.Contents;
import earshot.engine.files.MalformedFileException;
import earshot.engine.files.ZipDirectory;
import earshot.engine.torch.PickleValue.Storage;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What {@code torch.save} has written since version 1.6: a zip archive with one folder, in it {@code data.pkl}, the pickle of
/// everything but the numbers, {@code data/0}, {@code data/1} and so on, the numbers, and {@code byteorder}.
public final class TorchZip {
    private static final String PICKLE = "data.pkl";

    private final Path file;
    private final MemorySegment bytes;
    private final ZipDirectory zip;
    private final String root;
    private final Map<String, MemorySegment> storages = new HashMap<>();

    private TorchZip(Path file, MemorySegment bytes, ZipDirectory zip, String root) {
        this.file = file;
        this.bytes = bytes;
        this.zip = zip;
        this.root = root;
    }

    /// Whether an archive is of this format, as far as its directory tells.
    public static boolean matches(ZipDirectory zip) {
        return zip.entries().keySet().stream().anyMatch(TorchZip::isPickle);
    }

    /// Reads a file whose bytes are in memory; tensors stay where they are.
    ///
    /// @param file names it in errors
    /// @throws MalformedFileException naming file, entry, offset, reason and remedy
    public static Contents contents(Path file, MemorySegment bytes, ZipDirectory zip) throws MalformedFileException {
        List<String> pickles = zip.entries().keySet().stream().filter(TorchZip::isPickle).toList();
        if (pickles.size() != 1) {
            throw new MalformedFileException(file, 0, "the archive has " + pickles.size() + " entries " + PICKLE
                    + ", PyTorch writes one");
        }
        String root = pickles.getFirst().substring(0, pickles.getFirst().length() - PICKLE.length());
        return new TorchZip(file, bytes, zip, root).read();
    }

    private static boolean isPickle(String name) {
        return name.endsWith(PICKLE) && name.indexOf('/') == name.length() - PICKLE.length() - 1;
    }

    private Contents read() throws MalformedFileException {
        ByteOrder order = order();
        PickleBytes in = new PickleBytes(file, root + PICKLE, content(root + PICKLE));
        Object value = new Unpickler(in, id -> storage(in, id)).read();
        return Tree.contents(value, in, order, bytes.byteSize());
    }

    private ByteOrder order() throws MalformedFileException {
        String name = root + "byteorder";
        if (!zip.entries().containsKey(name)) {
            return ByteOrder.LITTLE_ENDIAN; // as all files of older versions
        }
        MemorySegment content = content(name);
        String text = content.byteSize() > 16
                ? ""
                : new String(content.toArray(ValueLayout.JAVA_BYTE), StandardCharsets.ISO_8859_1);
        return switch (text) {
            case "little" -> ByteOrder.LITTLE_ENDIAN;
            case "big" -> ByteOrder.BIG_ENDIAN;
            default -> throw new MalformedFileException(file, name, 0, "the byte order is \"" + text
                    + "\"; known are little and big");
        };
    }

    private MemorySegment content(String name) throws MalformedFileException {
        ZipDirectory.Entry entry = zip.entries().get(name);
        if (entry == null) {
            throw new MalformedFileException(file, 0, "the archive has no entry " + name);
        }
        return zip.content(entry);
    }

    private Storage storage(PickleBytes in, Object[] id) throws MalformedFileException {
        StorageId parsed = StorageId.of(in, id);
        String name = root + "data/" + parsed.key();
        ZipDirectory.Entry entry = zip.entries().get(name);
        if (entry == null) {
            throw in.malformed("the archive has no entry " + name + " for a storage");
        }
        if (entry.size() != parsed.bytes()) {
            throw in.malformed("a storage of " + parsed.bytes() + " bytes is announced, its entry " + name + " has "
                    + entry.size());
        }
        MemorySegment content = storages.get(parsed.key());
        if (content == null) {
            content = zip.content(entry);
            storages.put(parsed.key(), content);
        }
        return new Storage(parsed.type(), parsed.elements(), content);
    }
}
