package earshot.engine.torch;

import earshot.engine.files.DataType;
import earshot.engine.files.MalformedFileException;

/// How a pickle refers to a storage: {@code ('storage', class, key, location, elements)}, in the older format with a sixth item for
/// storages that are pieces of others. The location is of no interest here.
///
/// @param type     of the elements; null for plain bytes
/// @param elements of the whole storage
record StorageId(DataType type, String key, long elements) {

    static StorageId of(PickleBytes in, Object[] id) throws MalformedFileException {
        if (id.length < 5 || !"storage".equals(id[0]) || !(id[1] instanceof PickleValue.Name(Allowed.StorageClass(var type)))
                || !(id[2] instanceof String key) || !(id[4] instanceof Long elements)) {
            throw in.malformed("a persistent identifier is not that of a storage (class, key, location and length)",
                    Construction.TENSORS_ALONE);
        }
        if (elements < 0 || elements > Long.MAX_VALUE / 8 || key.length() > 200) {
            throw in.malformed("a storage of " + elements + " elements is announced under a key of " + key.length()
                    + " characters");
        }
        return new StorageId(type, key, elements);
    }

    /// Bytes of the whole storage.
    long bytes() {
        return elements * (type == null ? 1 : type.bytes());
    }
}
