package earshot.engine.torch;

import earshot.engine.files.Contents;
import earshot.engine.files.MalformedFileException;
import earshot.engine.files.StoredTensor;
import earshot.engine.torch.PickleValue.Dictionary;
import earshot.engine.torch.PickleValue.Name;
import earshot.engine.torch.PickleValue.Sequence;
import earshot.engine.torch.PickleValue.Tuple;
import earshot.engine.torch.PickleValue.View;
import java.math.BigDecimal;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Lays out a pickle's nested value by paths. A value that stands in several places gets several paths; one that contains itself has no
/// end and is refused.
final class Tree {
    private static final int DEEPEST = 500;

    private final PickleBytes in;
    private final ByteOrder order;
    private final long mostBytes;
    private final Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    private final Map<String, Object> values = new LinkedHashMap<>();
    private final Set<Object> open = Collections.newSetFromMap(new IdentityHashMap<>());
    private long bytes;

    private Tree(PickleBytes in, ByteOrder order, long fileSize) {
        this.in = in;
        this.order = order;
        this.mostBytes = 8 * fileSize + (256L << 20);
    }

    /// @param in       accounts for the work
    /// @param order    of the bytes of numbers
    /// @param fileSize in bytes; all tensors together may not be very much larger
    static Contents contents(Object root, PickleBytes in, ByteOrder order, long fileSize) throws MalformedFileException {
        Tree tree = new Tree(in, order, fileSize);
        tree.add("", root);
        return new Contents(tree.tensors, tree.values, Map.of());
    }

    /// A key as Python prints it.
    static String keyText(Object key) {
        return switch (key) {
            case PickleValue.None _ -> "None";
            case Boolean truth -> truth ? "True" : "False";
            case Double number -> real(number);
            default -> key.toString();
        };
    }

    private static String real(double number) {
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            return Double.isNaN(number) ? "nan" : number > 0 ? "inf" : "-inf";
        }
        double size = Math.abs(number);
        if (size == 0 || size >= 1e-4 && size < 1e16) {
            String plain = new BigDecimal(Double.toString(number)).toPlainString();
            return number == 0 ? Double.toString(number) : plain.contains(".") ? plain : plain + ".0";
        }
        String[] parts = Double.toString(number).split("E"); // 1.0E-5 is 1e-05 there
        int exponent = Integer.parseInt(parts[1]);
        return (parts[0].endsWith(".0") ? parts[0].substring(0, parts[0].length() - 2) : parts[0]) + "e"
                + (exponent < 0 ? "-" : "+") + (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
    }

    private void add(String path, Object value) throws MalformedFileException {
        in.spend(64L + path.length());
        switch (value) {
            case Dictionary dictionary -> {
                enter(path, value, dictionary.entries.isEmpty(), Map.of());
                for (Map.Entry<Object, Object> e : dictionary.entries.entrySet()) {
                    String key = keyText(e.getKey());
                    add(path.isEmpty() ? key : path + "/" + key, e.getValue());
                }
                open.remove(value);
            }
            case Sequence list -> addAll(path, value, list.items);
            case Tuple tuple -> addAll(path, value, Arrays.asList(tuple.items));
            case View view -> addTensor(path, view);
            case Name(Allowed.TypeName type) -> put(values, path, type.name());
            case Name _,PickleValue.Storage _ -> throw in.malformed(
                    path + " is " + Construction.kind(value) + ", not a tensor or a plain value", Construction.TENSORS_ALONE);
            case PickleValue.None _ -> put(values, path, null);
            default -> put(values, path, value);
        }
    }

    private void addAll(String path, Object value, List<Object> items) throws MalformedFileException {
        enter(path, value, items.isEmpty(), List.of());
        for (int i = 0; i < items.size(); i++) {
            add(path + "/" + i, items.get(i));
        }
        open.remove(value);
    }

    private void enter(String path, Object container, boolean isEmpty, Object empty) throws MalformedFileException {
        if (isEmpty) {
            put(values, path, empty);
        }
        if (open.size() >= DEEPEST) {
            throw in.malformed("values are nested more than " + DEEPEST + " deep", Construction.TENSORS_ALONE);
        }
        if (!open.add(container)) {
            throw in.malformed((path.isEmpty() ? "the root" : path) + " contains itself", Construction.TENSORS_ALONE);
        }
    }

    private void addTensor(String path, View view) throws MalformedFileException {
        StoredTensor tensor = StoredTensor.strided(view.type(), view.shape(), view.offset(), view.strides(),
                view.storage().bytes(), order);
        bytes += tensor.bytes();
        if (bytes > mostBytes) {
            throw in.malformed("the tensors up to " + path + " repeat their storages over " + bytes
                    + " bytes, far more than the file has", "save copies of expanded tensors: x.expand(...).clone()");
        }
        put(tensors, path, tensor);
    }

    private <T> void put(Map<String, T> map, String path, T value) throws MalformedFileException {
        if (tensors.containsKey(path) || values.containsKey(path)) {
            throw in.malformed("two values have the path " + path, "save it with other keys");
        }
        map.put(path, value);
    }
}
