package earshot.engine.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import earshot.engine.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Safetensors files: what is written is read again, and what is broken is refused by name, place and reason.
class SafetensorsTest {
    @TempDir
    private Path folder;

    @Test
    void whatIsWrittenIsRead() throws IOException {
        Path file = folder.resolve("a.safetensors");
        float[] large = new float[700_001]; // longer than a chunk of the writer
        for (int i = 0; i < large.length; i++) {
            large[i] = i * 0.5f;
        }
        SafetensorsWriter.write(file,
                Map.of("f", TensorData.of(Shape.of(2, 2), 1f, -2f, 3.5f, Float.NaN), "d",
                        TensorData.of(Shape.of(3), Math.PI, 0, -1e300),
                        "l", TensorData.of(Shape.of(), Long.MIN_VALUE), "none", TensorData.of(Shape.of(0, 5), new float[0]),
                        "large",
                        TensorData.of(Shape.of(large.length), large)),
                Map.of("epoch", "3", "müsli", "ü\n\""));
        try (Safetensors s = Safetensors.open(file)) {
            assertEquals(Map.of("epoch", "3", "müsli", "ü\n\""), s.metadata());
            assertEquals(List.of("d", "l", "f", "large", "none"), s.entries().stream().map(Safetensors.Entry::name).toList());
            assertTrue(s.entries().stream().allMatch(e -> e.begin() % e.type().bytes() == 0), "values are aligned");
            assertArrayEquals(new float[]{1f, -2f, 3.5f, Float.NaN}, s.read("f").floats());
            assertArrayEquals(new double[]{Math.PI, 0, -1e300}, s.read("d").doubles());
            assertArrayEquals(new long[]{Long.MIN_VALUE}, s.read("l").longs());
            assertEquals(Shape.of(0, 5), s.read("none").shape());
            assertArrayEquals(large, s.read("large").floats());
            String message = assertThrows(IllegalArgumentException.class, () -> s.read("g")).getMessage();
            assertTrue(message.contains("no tensor is named g; it holds 5, the first are [d, l, f, large, none]"), message);
        }
    }

    @Test
    void theSameContentGivesTheSameBytes() throws IOException {
        Map<String, TensorData> one = new LinkedHashMap<>();
        one.put("b", TensorData.of(Shape.of(1), 1f));
        one.put("a", TensorData.of(Shape.of(1), 2L));
        Map<String, TensorData> other = new LinkedHashMap<>();
        other.put("a", TensorData.of(Shape.of(1), 2L));
        other.put("b", TensorData.of(Shape.of(1), 1f));
        SafetensorsWriter.write(folder.resolve("1"), one, Map.of("x", "1", "y", "2"));
        SafetensorsWriter.write(folder.resolve("2"), other, Map.of("y", "2", "x", "1"));
        assertArrayEquals(Files.readAllBytes(folder.resolve("1")), Files.readAllBytes(folder.resolve("2")));
    }

    @Test
    void aFileThatCannotBeWrittenLeavesNothing() throws IOException {
        Path file = folder.resolve("missing").resolve("a.safetensors");
        String message = assertThrows(IOException.class, () -> SafetensorsWriter.write(file, Map.of(), Map.of())).getMessage();
        assertTrue(message.startsWith("cannot write " + file + ": "), message);
        assertTrue(message.endsWith("; check that the folder exists, may be written and has room"), message);
        Path folderInTheWay = Files.createDirectories(folder.resolve("b").resolve("child")).getParent();
        assertThrows(IOException.class, () -> SafetensorsWriter.write(folderInTheWay, Map.of(), Map.of()));
        assertFalse(Files.exists(folder.resolve("b.part")));
    }

    @Test
    void narrowTypesAreWidened() throws IOException {
        ByteBuffer values = ByteBuffer.allocate(18).order(ByteOrder.LITTLE_ENDIAN);
        values.putShort(Float.floatToFloat16(1.5f)).putShort((short) (Float.floatToIntBits(-2f) >>> 16)).putInt(-7)
                .putShort((short) -3)
                .put((byte) -5).put((byte) 250).put((byte) 1).put(new byte[5]);
        Path file = raw("""
                {"h":{"dtype":"F16","shape":[1],"data_offsets":[0,2]},"b":{"dtype":"BF16","shape":[1],"data_offsets":[2,4]},\
                "i":{"dtype":"I32","shape":[1],"data_offsets":[4,8]},"s":{"dtype":"I16","shape":[1],"data_offsets":[8,10]},\
                "c":{"dtype":"I8","shape":[1],"data_offsets":[10,11]},"u":{"dtype":"U8","shape":[1],"data_offsets":[11,12]},\
                "t":{"dtype":"BOOL","shape":[6],"data_offsets":[12,18]}}""", values.array());
        Map<String, TensorData> all = Safetensors.readAll(file);
        assertArrayEquals(new float[]{1.5f}, all.get("h").floats());
        assertArrayEquals(new float[]{-2f}, all.get("b").floats());
        assertArrayEquals(new long[]{-7}, all.get("i").longs());
        assertArrayEquals(new long[]{-3}, all.get("s").longs());
        assertArrayEquals(new long[]{-5}, all.get("c").longs());
        assertArrayEquals(new long[]{250}, all.get("u").longs());
        assertArrayEquals(new long[]{1, 0, 0, 0, 0, 0}, all.get("t").longs());
    }

    /// Headers in front of eight bytes of values; ' stands for ".
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            []                                                                       | does not begin with {
            {                                                                        | not valid JSON
            {'a':1}                                                                  | tensor a needs exactly dtype, shape and data_offsets
            {}{}                                                                     | not valid JSON
            {}                                                                       | 8 bytes after the last tensor belong to none
            {'__metadata__':3}                                                       | __metadata__ is not an object
            {'__metadata__':{'k':3}}                                                 | __metadata__ entry k is not a string
            {'a':{'dtype':'F33','shape':[2],'data_offsets':[0,8]}}                   | tensor a has dtype F33; known are
            {'a':{'dtype':'F32','shape':2,'data_offsets':[0,8]}}                     | tensor a has no list shape
            {'a':{'dtype':'F32','shape':[-2],'data_offsets':[0,8]}}                  | tensor a has -2 in its shape; whole numbers from 0
            {'a':{'dtype':'F32','shape':[2.5],'data_offsets':[0,8]}}                 | tensor a has 2.5 in its shape; whole numbers from 0
            {'a':{'dtype':'F32','shape':[99999999999999999999],'data_offsets':[0,8]}} | whole numbers from 0 are needed
            {'a':{'dtype':'F32','shape':[4294967296,4294967296],'data_offsets':[0,8]}} | more than 2147483647 values
            {'a':{'dtype':'F32','shape':[3],'data_offsets':[0,8]}}                   | tensor a has 8 bytes, F32 [3] needs 12
            {'a':{'dtype':'F32','shape':[2],'data_offsets':[8,0]}}                   | tensor a has data_offsets [8,0]; the values have 8
            {'a':{'dtype':'F32','shape':[2],'data_offsets':[4,12]}}                  | tensor a has data_offsets [4,12]; the values have 8
            {'a':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}}                   | leaving a hole
            {'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},'b':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}} | overlapping
            {'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}} | not valid JSON
            """)
    void aBrokenHeaderIsRefused(String header, String reason) throws IOException {
        Path file = raw(header.replace('\'', '"'), new byte[8]);
        String message = assertThrows(MalformedFileException.class, () -> Safetensors.open(file)).getMessage();
        assertTrue(message.startsWith(file + ", offset "), message);
        assertTrue(message.contains(reason), message);
    }

    @Test
    void aFileThatIsCutShortIsRefused() throws IOException {
        Path file = folder.resolve("a.safetensors");
        SafetensorsWriter.write(file, Map.of("a", TensorData.of(Shape.of(3), 1f, 2f, 3f)), Map.of("k", "v"));
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            String message = assertThrows(MalformedFileException.class, () -> Safetensors.open(file)).getMessage();
            assertTrue(message.startsWith(file + ", offset "), message);
        }
    }

    @Test
    void mutatedFilesGiveNothingButTheDocumentedError() throws IOException {
        Path file = folder.resolve("a.safetensors");
        SafetensorsWriter.write(file,
                Map.of("a", TensorData.of(Shape.of(3), 1f, 2f, 3f), "b", TensorData.of(Shape.of(2, 1), 1.0, 2.0)),
                Map.of("k", "v"));
        byte[] whole = Files.readAllBytes(file);
        Random random = new Random(1);
        for (int i = 0; i < 3_000; i++) {
            byte[] bytes = whole.clone();
            for (int change = random.nextInt(3); change >= 0; change--) {
                bytes[random.nextInt(bytes.length)] = (byte) (random.nextBoolean() ? random.nextInt() : '0' + random.nextInt(10));
            }
            Files.write(file, bytes);
            try {
                Safetensors.readAll(file);
            } catch (MalformedFileException e) {
                assertTrue(e.getMessage().startsWith(file + ", offset "), e.getMessage());
            }
        }
    }

    private Path raw(String header, byte[] values) throws IOException {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer all = ByteBuffer.allocate(8 + json.length + values.length).order(ByteOrder.LITTLE_ENDIAN);
        all.putLong(json.length).put(json).put(values);
        return Files.write(folder.resolve("raw.safetensors"), all.array());
    }
}
