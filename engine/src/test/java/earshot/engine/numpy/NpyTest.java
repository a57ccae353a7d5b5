package earshot.engine.numpy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import earshot.engine.Shape;
import earshot.engine.checkpoint.CheckpointFile;
import earshot.engine.checkpoint.Format;
import earshot.engine.files.DataType;
import earshot.engine.files.MalformedFileException;
import earshot.engine.files.StoredTensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterProperty;

/// NumPy's files: what is written is read again, what NumPy writes is read, what is broken is refused.
class NpyTest {
    private final Path folder = folder();

    private static Path folder() {
        try {
            return Files.createTempDirectory("earshot-npy-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterProperty
    void clear() throws IOException {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    @Provide
    Arbitrary<int[]> shapes() {
        return Arbitraries.of(0, 1, 2, 3, 5, 8).array(int[].class).ofMaxSize(4);
    }

    @Property(tries = 200)
    void whatIsWrittenIsRead(@ForAll DataType type, @ForAll("shapes") int[] sizes, @ForAll boolean fortranOrder,
            @ForAll boolean bigEndian, @ForAll long seed) throws IOException {
        StoredTensor array = random(type, Shape.of(sizes), bigEndian, seed);
        Npy.write(folder.resolve("a.npy"), array, fortranOrder);
        try (CheckpointFile file = CheckpointFile.open(folder.resolve("a.npy"))) {
            assertEquals(Format.NPY, file.format());
            same(array, file.tensors().get(""));
        }
        Npz.write(folder.resolve("a.npz"), new LinkedHashMap<>(Map.of("one/a", array, "b", array.transposed())));
        try (CheckpointFile file = CheckpointFile.open(folder.resolve("a.npz"))) {
            assertEquals(Format.NPZ, file.format());
            same(array, file.tensors().get("one/a"));
            same(array.transposed(), file.tensors().get("b"));
        }
    }

    private static StoredTensor random(DataType type, Shape shape, boolean bigEndian, long seed) {
        byte[] bytes = new byte[shape.count() * type.bytes()];
        new Random(seed).nextBytes(bytes);
        if (type == DataType.BOOL) {
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] &= 1;
            }
        }
        return StoredTensor.contiguous(type, shape, MemorySegment.ofArray(bytes),
                bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    }

    private static void same(StoredTensor expected, StoredTensor got) {
        assertEquals(expected.type() == DataType.BF16 ? DataType.F32 : expected.type(), got.type());
        assertEquals(expected.shape(), got.shape());
        assertArrayEquals(expected.doubles(), got.doubles());
        if (expected.type().integer()) {
            assertArrayEquals(expected.longs(), got.longs());
        }
    }

    @Example
    void theBytesAreThoseOfNumpy() throws IOException {
        Npy.write(folder.resolve("a.npy"), StoredTensor.contiguous(DataType.I16, Shape.of(2),
                MemorySegment.ofArray(new byte[]{1, 0, 2, 0}), ByteOrder.LITTLE_ENDIAN), false);
        byte[] expected = ("\u0093NUMPY\1\0v\0{'descr': '<i2', 'fortran_order': False, 'shape': (2,), }" + " ".repeat(60)
                + "\n\1\0\2\0").getBytes(StandardCharsets.ISO_8859_1);
        assertArrayEquals(expected, Files.readAllBytes(folder.resolve("a.npy")));
    }

    @Example
    void headersOfAllVersionsAreRead() throws IOException {
        for (int version = 1; version <= 3; version++) {
            for (String dictionary : List.of("{'descr': '>i2', 'fortran_order': True, 'shape': (2, 1), }",
                    "{\"shape\":(2,1),'fortran_order':False,'descr':'>i2'}  \n",
                    " {'shape': (2L, 1L), 'descr': '>i2', 'fortran_order': False}")) {
                StoredTensor array = read(version, dictionary, new byte[]{1, 0, 0, 2});
                assertEquals("I16 [2,1]", array.toString());
                assertArrayEquals(new long[]{256, 2}, array.longs());
            }
        }
    }

    @Example
    void whatIsBrokenIsRefused() {
        Map<String, String> broken = Map.of("{'descr': '|O', 'fortran_order': False, 'shape': (1,)}", "elements are of type |O",
                "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,)}", "elements are of type a structure",
                "{'descr': '<c8', 'fortran_order': False, 'shape': (1,)}", "elements are of type <c8",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (-1,)}", "not a dictionary of",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999,)}", "the shape is (99999999999,)",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (1,,)}", "the shape is (1,,)",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (2,)}", "F32 [2] needs 8 bytes, 4 follow",
                "{'descr': '<f4', 'fortran_order': False, 'shape': ()} x", "not a dictionary of",
                "{'descr': '<f4', 'shape': ()}", "not a dictionary of", "", "not a dictionary of");
        broken.forEach((dictionary, reason) -> {
            String message = assertThrows(MalformedFileException.class, () -> read(1, dictionary, new byte[4])).getMessage();
            assertTrue(message.startsWith("x.npy, offset ") && message.contains(reason), message);
        });
        assertThrows(MalformedFileException.class, () -> read(4, "{}", new byte[4]));
        assertThrows(MalformedFileException.class,
                () -> Npy.contents(Path.of("x.npy"), MemorySegment.ofArray(new byte[]{(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'})));
    }

    private static StoredTensor read(int version, String dictionary, byte[] numbers) throws MalformedFileException {
        byte[] text = dictionary.getBytes(StandardCharsets.ISO_8859_1);
        ByteBuffer all = ByteBuffer.allocate(12 + text.length + numbers.length).order(ByteOrder.LITTLE_ENDIAN);
        all.put(NpyHeader.MAGIC).put((byte) version).put((byte) 0);
        if (version == 1) {
            all.putShort((short) text.length);
        } else {
            all.putInt(text.length);
        }
        all.put(text).put(numbers).flip();
        byte[] bytes = new byte[all.limit()];
        all.get(bytes);
        return Npy.contents(Path.of("x.npy"), MemorySegment.ofArray(bytes)).tensors().get("");
    }
}
