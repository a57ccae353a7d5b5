package earshot.engine.checkpoint;

import earshot.engine.files.MalformedFileException;
import earshot.engine.files.ZipDirectory;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.zip.CRC32;

/// A file to be damaged. Archives are damaged in one of their entries and put together again with checksums that fit, so that the damage
/// gets past them; safetensors headers get a length that fits.
///
/// @param entries of an archive; null for other files
record Specimen(String name, byte[] bytes, Map<String, byte[]> entries) {

    static Specimen of(Path file, byte[] bytes) {
        Map<String, byte[]> entries = null;
        MemorySegment segment = MemorySegment.ofArray(bytes);
        if (ZipDirectory.begins(segment)) {
            try {
                ZipDirectory zip = ZipDirectory.read(file, segment);
                entries = new LinkedHashMap<>();
                for (ZipDirectory.Entry entry : zip.entries().values()) {
                    if (entry.size() < 1 << 20) {
                        entries.put(entry.name(), zip.content(entry).toArray(ValueLayout.JAVA_BYTE));
                    }
                }
            } catch (MalformedFileException _) {
                entries = null;
            }
        }
        return new Specimen(file.getFileName().toString(), bytes, entries == null || entries.isEmpty() ? null : entries);
    }

    /// A damaged copy.
    byte[] damaged(Mutation mutation) {
        SplittableRandom random = mutation.random();
        if (entries != null && random.nextInt(5) > 0) {
            Map<String, byte[]> changed = new LinkedHashMap<>(entries);
            List<String> names = new ArrayList<>(entries.keySet());
            String target = random.nextInt(4) > 0
                    ? names.stream().filter(n -> n.endsWith("data.pkl") || n.endsWith(".npy")).findFirst()
                            .orElse(names.getFirst())
                    : names.get(random.nextInt(names.size()));
            changed.put(target, mutation.apply(entries.get(target)));
            return zip(changed);
        }
        if (bytes.length > 9 && bytes[8] == '{' && random.nextBoolean()) {
            return header(mutation);
        }
        return mutation.apply(bytes);
    }

    private byte[] header(Mutation mutation) {
        long length = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(0);
        if (length < 0 || length > bytes.length - 8) {
            return mutation.apply(bytes);
        }
        byte[] json = new byte[(int) length];
        System.arraycopy(bytes, 8, json, 0, json.length);
        byte[] changed = mutation.apply(json);
        int values = bytes.length - 8 - json.length;
        return ByteBuffer.allocate(8 + changed.length + values).order(ByteOrder.LITTLE_ENDIAN).putLong(changed.length)
                .put(changed)
                .put(bytes, 8 + json.length, values).array();
    }

    /// An archive of stored entries.
    static byte[] zip(Map<String, byte[]> entries) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream directory = new ByteArrayOutputStream();
        entries.forEach((name, content) -> {
            byte[] text = name.getBytes(StandardCharsets.UTF_8);
            CRC32 crc = new CRC32();
            crc.update(content);
            ByteBuffer common = little(26).putShort((short) 10).putShort((short) 0x800).putShort((short) 0).putInt(0)
                    .putInt((int) crc.getValue()).putInt(content.length).putInt(content.length).putShort((short) text.length)
                    .putShort((short) 0);
            directory.writeBytes(little(6).putInt(0x0201_4B50).putShort((short) 10).array());
            directory.writeBytes(common.array());
            directory.writeBytes(little(14).putInt(10, out.size()).array());
            directory.writeBytes(text);
            out.writeBytes(little(4).putInt(0x0403_4B50).array());
            out.writeBytes(common.array());
            out.writeBytes(text);
            out.writeBytes(content);
        });
        int begin = out.size();
        out.writeBytes(directory.toByteArray());
        out.writeBytes(little(22).putInt(0x0605_4B50).putInt(0).putShort((short) entries.size())
                .putShort((short) entries.size()).putInt(directory.size()).putInt(begin).array());
        return out.toByteArray();
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
