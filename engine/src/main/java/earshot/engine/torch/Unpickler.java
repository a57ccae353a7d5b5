package earshot.engine.torch;

import earshot.engine.files.MalformedFileException;
import earshot.engine.torch.PickleValue.Dictionary;
import earshot.engine.torch.PickleValue.Sequence;
import earshot.engine.torch.PickleValue.Tuple;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Reads pickles (Python's {@code pickletools} describes every opcode) into plain values. It is an interpreter of a stack machine that
/// can build dictionaries, lists, tuples, numbers, texts and what [Allowed] lists, and nothing else: whatever a pickle says, no class is
/// loaded and no code but this runs. Memory and time are in proportion to the pickle's length, see [PickleBytes#spend].
final class Unpickler {
    private static final int LONGEST_INTEGER = 1024;

    private final PickleBytes in;
    private final Construction construction;
    private final Storages storages;
    private final List<Object> stack = new ArrayList<>();
    private final List<Integer> marks = new ArrayList<>();
    private final List<Object> memo = new ArrayList<>();
    private final Map<Long, Object> sparseMemo = new HashMap<>();

    /// Finds the storage that a pickle refers to.
    interface Storages {
        /// @param id kind, class, key, location, number of elements and more, as PyTorch writes them
        PickleValue.Storage find(Object[] id) throws MalformedFileException;
    }

    Unpickler(PickleBytes in, Storages storages) {
        this.in = in;
        this.construction = new Construction(in);
        this.storages = storages;
    }

    /// Reads one pickle, up to its STOP.
    ///
    /// @throws MalformedFileException naming file, offset, reason and remedy
    Object read() throws MalformedFileException {
        while (true) {
            int opcode = in.u8();
            if (opcode == '.') {
                return pop();
            }
            execute(opcode);
        }
    }

    private void execute(int opcode) throws MalformedFileException {
        switch (opcode) {
            case 0x80 -> protocol(in.u8());
            case 0x95 -> frame(in.i64());
            case '(' -> {
                in.spend(16);
                marks.add(stack.size());
            }
            case '0' -> pop();
            case '1' -> popToMark();
            case '2' -> push(peek());
            case 'N' -> push(PickleValue.NONE);
            case 0x88 -> push(true);
            case 0x89 -> push(false);
            case 'J' -> push((long) in.i32(), 24);
            case 'K' -> push((long) in.u8(), 24);
            case 'M' -> push((long) in.u16(), 24);
            case 0x8a -> push(integer(in.u8()), 64);
            case 0x8b -> push(integer(in.i32()), 64);
            case 'G' -> push(in.f64(), 24);
            case 'T' -> push(in.text(in.i32()), 64);
            case 'U' -> push(in.text(in.u8()), 64);
            case 'X' -> push(in.text(in.u32()), 64);
            case 0x8c -> push(in.text(in.u8()), 64);
            case 0x8d -> push(in.text(in.i64()), 64);
            case 'B' -> push(in.array(in.u32()), 32);
            case 'C' -> push(in.array(in.u8()), 32);
            case 0x8e, 0x96 -> push(in.array(in.i64()), 32);
            case ']', 0x8f -> push(new Sequence(), 48);
            case 'l' -> push(sequence(popToMark()), 48);
            case 0x91 -> push(sequence(popToMark()), 48);
            case 'a' -> {
                Object item = pop();
                peek(Sequence.class, "APPEND").items.add(item);
            }
            case 'e', 0x90 -> {
                Object[] items = popToMark();
                peek(Sequence.class, "APPENDS").items.addAll(Arrays.asList(items));
            }
            case ')' -> push(new Tuple(), 32);
            case 't' -> push(new Tuple(popToMark()), 32);
            case 0x85 -> push(new Tuple(pop()), 40);
            case 0x86 -> {
                Object second = pop();
                push(new Tuple(pop(), second), 40);
            }
            case 0x87 -> {
                Object third = pop();
                Object second = pop();
                push(new Tuple(pop(), second, third), 40);
            }
            case '}' -> push(new Dictionary(false), 96);
            case 'd' -> {
                Dictionary dictionary = new Dictionary(false);
                construction.putAll(dictionary, popToMark());
                push(dictionary, 96);
            }
            case 's' -> {
                Object value = pop();
                Object key = pop();
                construction.putAll(peek(Dictionary.class, "SETITEM"), key, value);
            }
            case 'u' -> {
                Object[] items = popToMark();
                construction.putAll(peek(Dictionary.class, "SETITEMS"), items);
            }
            case 'h' -> push(remembered(in.u8()));
            case 'j' -> push(remembered(in.u32()));
            case 'q' -> remember(in.u8());
            case 'r' -> remember(in.u32());
            case 0x94 -> remember(memo.size() + (long) sparseMemo.size());
            case 'c' -> {
                String module = in.line();
                push(construction.named(module, in.line()), 32);
            }
            case 0x93 -> {
                Object name = pop();
                push(construction.named(pop(), name), 32);
            }
            case 'R', 0x81 -> {
                Object arguments = pop();
                push(construction.make(pop(), arguments), 96);
            }
            case 'b' -> {
                Object state = pop();
                construction.setState(peek(), state);
            }
            case 'Q' -> {
                if (!(pop() instanceof Tuple id)) {
                    throw in.malformed("a persistent identifier is no tuple");
                }
                push(storages.find(id.items), 96);
            }
            default -> throw unknown(opcode);
        }
    }

    private MalformedFileException unknown(int opcode) {
        String name = opcode > ' ' && opcode < 0x7F ? "'" + (char) opcode + "'" : String.format("0x%02x", opcode);
        return switch (opcode) {
            case 'i', 'o', 0x82, 0x83, 0x84, 0x92 -> in.malformed("opcode " + name + " makes objects of any class",
                    Construction.TENSORS_ALONE);
            case 'F', 'I', 'L', 'S', 'V', 'g', 'p', 'P' ->
                in.malformed("opcode " + name + " belongs to pickle protocol 0, which PyTorch does not write");
            default -> in.malformed("opcode " + name + " is not known");
        };
    }

    private void protocol(int version) throws MalformedFileException {
        if (version > 5) {
            throw in.malformed("pickle protocol " + version + " is not known", "save with protocol 2, PyTorch's default");
        }
    }

    private void frame(long length) throws MalformedFileException {
        if (length < 0 || length > in.remaining()) {
            throw in.malformed("the pickle is cut short: a frame of " + Long.toUnsignedString(length) + " bytes is announced, "
                    + in.remaining() + " follow");
        }
    }

    /// A whole number in little-endian two's complement.
    private Object integer(int length) throws MalformedFileException {
        if (length < 0 || length > LONGEST_INTEGER) {
            throw in.malformed("a whole number of " + length + " bytes is too long");
        }
        byte[] little = in.array(length);
        byte[] big = new byte[length];
        for (int i = 0; i < length; i++) {
            big[i] = little[length - 1 - i];
        }
        BigInteger value = length == 0 ? BigInteger.ZERO : new BigInteger(big);
        return value.bitLength() < 64 ? (Object) value.longValue() : value;
    }

    private static Sequence sequence(Object[] items) {
        Sequence sequence = new Sequence();
        sequence.items.addAll(Arrays.asList(items));
        return sequence;
    }

    private void push(Object value) throws MalformedFileException {
        in.spend(8);
        stack.add(value);
    }

    /// @param cost of the value in memory
    private void push(Object value, int cost) throws MalformedFileException {
        in.spend(cost + 8L);
        stack.add(value);
    }

    private Object pop() throws MalformedFileException {
        peek();
        return stack.removeLast();
    }

    private Object peek() throws MalformedFileException {
        if (stack.size() <= (marks.isEmpty() ? 0 : marks.getLast())) {
            throw in.malformed("an opcode finds nothing on the stack");
        }
        return stack.getLast();
    }

    private <T> T peek(Class<T> type, String opcode) throws MalformedFileException {
        Object value = peek();
        if (!type.isInstance(value)) {
            throw in.malformed(opcode + " finds " + Construction.kind(value) + " on the stack");
        }
        return type.cast(value);
    }

    private Object[] popToMark() throws MalformedFileException {
        if (marks.isEmpty()) {
            throw in.malformed("an opcode finds no mark on the stack");
        }
        List<Object> items = stack.subList(marks.removeLast(), stack.size());
        Object[] popped = items.toArray();
        in.spend(8L * popped.length);
        items.clear();
        return popped;
    }

    private void remember(long index) throws MalformedFileException {
        Object value = peek();
        if (index == memo.size()) {
            in.spend(8);
            memo.add(value);
        } else if (index < memo.size()) {
            memo.set((int) index, value);
        } else {
            in.spend(96);
            sparseMemo.put(index, value);
        }
    }

    private Object remembered(long index) throws MalformedFileException {
        Object value = index < memo.size() ? memo.get((int) index) : sparseMemo.get(index);
        if (value == null) {
            throw in.malformed("memo entry " + index + " was never stored");
        }
        return value;
    }
}
