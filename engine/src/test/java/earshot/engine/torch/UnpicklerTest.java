package earshot.engine.torch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import earshot.engine.files.Contents;
import earshot.engine.files.DataType;
import earshot.engine.files.MalformedFileException;
import earshot.engine.torch.PickleValue.Storage;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Pickles written by hand: what is legal becomes plain values, what would cost far more than its length is refused soon.
class UnpicklerTest {
    private static final String TENSOR = "ctorch._utils\n_rebuild_tensor_v2\n(";
    private static final String STORAGE = "(U\7storagectorch\nFloatStorage\nU\1" + "0U\3cpuK\4tQ";

    /// Latin-1 text as bytes.
    private static Contents read(String pickle) throws MalformedFileException {
        byte[] bytes = pickle.getBytes(StandardCharsets.ISO_8859_1);
        PickleBytes in = new PickleBytes(Path.of("x.pt"), null, MemorySegment.ofArray(bytes));
        Unpickler unpickler = new Unpickler(in, id -> {
            StorageId parsed = StorageId.of(in, id);
            ByteBuffer floats = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putFloat(1).putFloat(2).putFloat(3)
                    .putFloat(4);
            return new Storage(parsed.type(), parsed.elements(), MemorySegment.ofArray(floats.array()));
        });
        return Tree.contents(unpickler.read(), in, ByteOrder.LITTLE_ENDIAN, bytes.length);
    }

    private static String refused(String pickle) {
        return assertTimeoutPreemptively(Duration.ofSeconds(5),
                () -> assertThrows(MalformedFileException.class, () -> read(pickle))).getMessage();
    }

    @Test
    void plainValuesOfEveryOpcode() throws MalformedFileException {
        Map<Object, Object> expected = new LinkedHashMap<>();
        expected.put("a", null);
        expected.put("b", 70_000L);
        expected.put("c", BigInteger.ONE.shiftLeft(64));
        expected.put("d", -1L);
        expected.put("e", 1.5);
        expected.put("f/0", true);
        expected.put("f/1", false);
        expected.put("g", "é");
        expected.put("7", List.of());
        expected.put("0.5", 0L);
        expected.put("(1, 'x')", Map.of());
        assertEquals(expected,
                read("}(U\1aNU\1bJ\u0070\u0011\1\0U\1c\u008a\11\0\0\0\0\0\0\0\0\1U\1d\u008a\1\u00ffU\1eG\u003f\u00f8\0\0\0\0\0\0"
                        + "U\1f\u0088\u0089\u0086U\1gX\2\0\0\0\u00c3\u00a9K\7)G\u003f\u00e0\0\0\0\0\0\0\u008a\0K\1U\1x\u0086}u.")
                        .values());
    }

    @Test
    void containersOfTheStandardLibrary() throws MalformedFileException {
        assertEquals(Map.of("a", 1L), read("ccollections\nOrderedDict\n]]U\1aaK\1aa\u0085R.").values());
        assertEquals(Map.of("a", 1L), read("ccollections\ndefaultdict\nc__builtin__\nint\n\u0085RU\1aK\1s.").values());
        assertEquals(Map.of("lr", 2L), read("cargparse\nNamespace\n)\u0081}U\2lrK\2sb.").values());
        assertEquals(Map.of("/0", 5L), read("c__builtin__\nset\n]K\5a\u0085R.").values());
        assertEquals(Map.of("/0", 5L), read("ctorch\nSize\nK\5\u0085\u0085R.").values());
        assertEquals("cuda:1", read("ctorch\ndevice\nU\4cudaK\1\u0086R.").values().get(""));
        assertEquals("torch.float8_e5m2", read("ctorch\nfloat8_e5m2\n.").values().get(""));
        assertArrayEquals(new byte[]{1, (byte) 0xff},
                (byte[]) read("c_codecs\nencode\nX\3\0\0\0\1\u00c3\u00bfU\6latin1\u0086R.").values().get(""));
        assertEquals(Map.of("", Map.of()), read("ccollections\nOrderedDict\n)R}U\11_metadata}sb.").values());
    }

    @Test
    void tensorsOfEveryForm() throws MalformedFileException {
        Contents c = read("}(U\1a" + TENSOR + STORAGE
                + "K\1K\2K\1\u0086K\1K\1\u0086\u0089}tRU\1bctorch._utils\n_rebuild_parameter\n"
                + TENSOR + STORAGE + "K\0)" + ")\u0089}tR\u0088}\u0087RU\1cctorch._utils\n_rebuild_tensor_v3\n("
                + STORAGE.replace("ctorch\nFloatStorage", "ctorch.storage\nUntypedStorage").replace("K\4", "K\20")
                + "K\2K\2\u0085K\1\u0085\u0089}ctorch\nint32\ntRU\1dctorch._tensor\n_rebuild_from_type_v2\n(ctorch._utils\n"
                + "_rebuild_tensor_v2\nctorch\nTensor\n(" + STORAGE + "K\3K\1\u0085K\1\u0085\u0089}t}tRu.");
        assertArrayEquals(new float[]{2, 3}, c.tensors().get("a").floats());
        assertArrayEquals(new float[]{1}, c.tensors().get("b").floats());
        assertEquals(DataType.I32, c.tensors().get("c").type());
        assertArrayEquals(new long[]{Float.floatToIntBits(3), Float.floatToIntBits(4)}, c.tensors().get("c").longs());
        assertArrayEquals(new float[]{4}, c.tensors().get("d").floats());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            .                            | finds nothing on the stack
            t.                           | finds no mark
            (0.                          | finds nothing on the stack
            h\\u0005.                     | memo entry 5 was never stored
            cos\\nsystem\\n.               | the file needs os.system
            c__builtin__\\ngetattr\\n.     | the file needs __builtin__.getattr
            ctorch\\nComplexFloatStorage\\n. | elements of a type that is not known here
            ]]K\\u0001s.                  | SETITEM finds a list
            }]K\\u0001s.                  | has a list for a key
            (ctorch\\nTensor\\nK\\u0001o.  | makes objects of any class
            ctorch\\nTensor\\n)R.          | may only be named
            I1\\n.                        | protocol 0
            U\\u0003abcK\\u0001\\u0085R.   | a text is called
            ]}b.                         | attributes are set on a list
            ]q\\u0000h\\u0000a.           | contains itself
            }(K\\u0001NU\\u00011Nu.       | two values have the path 1
            U\\u0001\\u00ff.              | not UTF-8
            \\u008a\\u0003ab             | cut short: 3 bytes are announced
            \\u0080\\u0006.              | protocol 6 is not known
            """)
    void whatIsNotLegalIsRefused(String pickle, String reason) {
        String message = refused(unescaped(pickle));
        assertTrue(message.startsWith("x.pt, offset ") && message.contains(reason), message);
    }

    /// Unicode escapes by hand, as the others are left to Java.
    private static String unescaped(String text) {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            if (text.startsWith("\\u", i)) {
                all.append((char) Integer.parseInt(text.substring(i + 2, i + 6), 16));
                i += 5;
            } else if (text.startsWith("\\n", i)) {
                all.append('\n');
                i++;
            } else {
                all.append(text.charAt(i));
            }
        }
        return all.toString();
    }

    @Test
    void viewsThatLeaveTheirStorageAreRefused() {
        for (String view : List.of("K\4K\1\u0085K\1\u0085", "J\u00ff\u00ff\u00ff\u00ffK\1\u0085K\1\u0085",
                "K\0K\5\u0085K\1\u0085",
                "K\0K\2\u0085K\4\u0085", "K\0K\2\u0085)", "K\0J\u00ff\u00ff\u00ff\u00ff\u0085K\1\u0085",
                "K\0K\2\u0085J\u00ff\u00ff\u00ff\u00ff\u0085", "K\0K\3\u0085\u008a\10\0\0\0\0\0\0\0\u007f\u0085")) {
            String message = refused(TENSOR + STORAGE + view + "\u0089}tR.");
            assertTrue(message.contains("reaches outside") || message.contains("has the shape"), message);
        }
    }

    @Test
    void sharedContainersDoNotMultiply() {
        StringBuilder laughs = new StringBuilder("(K\1K\1K\1K\1K\1K\1K\1K\1tq\0");
        for (int i = 1; i < 60; i++) {
            laughs.append('(').append(("h" + (char) (i - 1)).repeat(8)).append("tq").append((char) i);
        }
        assertTrue(refused(laughs + ".").contains("asks for far more memory"));
    }

    @Test
    void repeatedWorkIsLimited() {
        String text = "X" + "\0\0\4\0" + "x".repeat(1 << 18); // 256 KiB of text
        assertTrue(refused(text + "q\0" + "c_codecs\nencode\nh\0U\6latin1\u0086R0".repeat(50_000) + ".")
                .contains("far more memory"));
        StringBuilder namespace = new StringBuilder("cargparse\nNamespace\n)\u0081q\0}q\1(");
        for (int i = 0; i < 60_000; i++) {
            namespace.append("J").append((char) (i & 0xff)).append((char) (i >> 8)).append("\0\0").append('N');
        }
        assertTrue(refused(namespace + "u0" + "h\0h\1b0".repeat(60_000) + "h\0.").contains("far more memory"));
    }

    @Test
    void expandedTensorsAreLimited() {
        String many = (TENSOR + STORAGE + "K\0J\0\0\0\7\u0085K\0\u0085\u0089}tR").repeat(5);
        assertTrue(refused("(" + many + "t.").contains("repeat their storages over"));
    }

    @Test
    void deepNestingIsRefusedAndLongListsAreNot() throws MalformedFileException {
        assertTrue(refused("]".repeat(100_000) + "a".repeat(99_999) + ".").contains("nested more than 500 deep"));
        ByteArrayOutputStream list = new ByteArrayOutputStream();
        list.writeBytes("](".getBytes(StandardCharsets.ISO_8859_1));
        list.writeBytes("K\1".repeat(100_000).getBytes(StandardCharsets.ISO_8859_1));
        list.writeBytes("e.".getBytes(StandardCharsets.ISO_8859_1));
        assertEquals(100_000, read(list.toString(StandardCharsets.ISO_8859_1)).values().size());
    }
}
