package earshot.engine.torch;

import earshot.engine.files.Contents;
import earshot.engine.files.MalformedFileException;
import earshot.engine.torch.PickleValue.Dictionary;
import earshot.engine.torch.PickleValue.Sequence;
import earshot.engine.torch.PickleValue.Storage;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// What {@code torch.save} wrote before version 1.6: five pickles in a row (a magic number, the format's version, facts about the
/// machine, the value, the storages' keys), then each storage: its number of elements in eight bytes, and the elements.
public final class TorchLegacy {
    private static final byte[] MAGIC = {(byte) 0x8a, 0x0a, 0x6c, (byte) 0xfc, (byte) 0x9c, 0x46, (byte) 0xf9, 0x20, 0x6a,
            (byte) 0xa8, 0x50, 0x19};
    private static final BigInteger MAGIC_NUMBER = new BigInteger("1950a86a20f9469cfc6c", 16);

    private final PickleBytes in;
    private final long fileSize;
    private final Map<String, Storage> storages = new HashMap<>();

    private TorchLegacy(PickleBytes in, long fileSize) {
        this.in = in;
        this.fileSize = fileSize;
    }

    /// Whether bytes begin as a file of this format does: with the pickle of a certain number.
    public static boolean matches(MemorySegment bytes) {
        return bytes.byteSize() >= 2 + MAGIC.length && bytes.get(ValueLayout.JAVA_BYTE, 0) == (byte) 0x80
                && bytes.asSlice(2, MAGIC.length).mismatch(MemorySegment.ofArray(MAGIC)) < 0;
    }

    /// Reads a file whose bytes are in memory; tensors stay where they are.
    ///
    /// @param file names it in errors
    /// @throws MalformedFileException naming file, offset, reason and remedy
    public static Contents contents(Path file, MemorySegment bytes) throws MalformedFileException {
        return new TorchLegacy(new PickleBytes(file, null, bytes), bytes.byteSize()).read();
    }

    private Contents read() throws MalformedFileException {
        if (!MAGIC_NUMBER.equals(pickle())) {
            throw in.malformed("the file does not begin with PyTorch's number");
        }
        if (!(pickle() instanceof Long version) || version != 1001) {
            throw in.malformed("the version of the format is not 1001");
        }
        Object machine = pickle();
        if (!(machine instanceof Dictionary facts)) {
            throw in.malformed("the facts about the machine are " + Construction.kind(machine) + ", not a dictionary");
        }
        if (Boolean.FALSE.equals(facts.entries.get("little_endian"))) {
            throw in.malformed("the file was written on a big-endian machine", "save it again in PyTorch's present format");
        }
        Object root = new Unpickler(in, this::storage).read();
        Object keys = pickle();
        if (!(keys instanceof Sequence list)) {
            throw in.malformed("the storages' keys are " + Construction.kind(keys) + ", not a list");
        }
        fill(list);
        return Tree.contents(root, in, ByteOrder.LITTLE_ENDIAN, fileSize);
    }

    private Object pickle() throws MalformedFileException {
        return new Unpickler(in, _ -> {
            throw in.malformed("a storage is referred to where none belongs");
        }).read();
    }

    private Storage storage(Object[] id) throws MalformedFileException {
        StorageId parsed = StorageId.of(in, id);
        Storage known = storages.get(parsed.key());
        if (known == null) {
            in.spend(96);
            known = new Storage(parsed.type(), parsed.elements(), null);
            storages.put(parsed.key(), known);
        }
        if (known.type() != parsed.type() || known.elements() != parsed.elements()) {
            throw in.malformed("storage " + parsed.key() + " is announced with different types or lengths");
        }
        if (id.length < 6 || id[5] instanceof PickleValue.None) {
            return known;
        }
        if (!(id[5] instanceof PickleValue.Tuple piece) || piece.items.length != 3 || !(piece.items[1] instanceof Long from)
                || !(piece.items[2] instanceof Long count) || from < 0 || count < 0 || count > known.elements() - from) {
            throw in.malformed("a piece of storage " + parsed.key() + " does not lie in it");
        }
        return known.piece(from, count);
    }

    private void fill(Sequence keys) throws MalformedFileException {
        Set<Object> filled = new HashSet<>();
        for (Object key : keys.items) {
            Storage storage = key instanceof String text ? storages.get(text) : null;
            if (storage == null || !filled.add(key)) {
                throw in.malformed("the list of storages names one that no tensor uses, or one twice");
            }
            long elements = in.i64();
            if (elements != storage.elements()) {
                throw in.malformed("storage " + key + " has " + elements + " elements, " + storage.elements()
                        + " are announced");
            }
            storage.fill(in.slice(elements * storage.width()));
        }
        if (filled.size() != storages.size()) {
            throw in.malformed("the list of storages leaves out " + (storages.size() - filled.size()) + " of "
                    + storages.size());
        }
    }
}
