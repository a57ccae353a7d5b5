package earshot.engine.torch;

import earshot.engine.files.DataType;
import earshot.engine.files.MalformedFileException;
import earshot.engine.torch.Allowed.Constructor;
import earshot.engine.torch.PickleValue.Dictionary;
import earshot.engine.torch.PickleValue.Name;
import earshot.engine.torch.PickleValue.Sequence;
import earshot.engine.torch.PickleValue.Storage;
import earshot.engine.torch.PickleValue.Tuple;
import earshot.engine.torch.PickleValue.View;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/// Makes the values that [Allowed] constructors stand for. Each checks its arguments and builds plain data.
final class Construction {
    static final String TENSORS_ALONE = "save the tensors alone: torch.save(model.state_dict(), file)";

    private final PickleBytes in;
    private final Views views;

    Construction(PickleBytes in) {
        this.in = in;
        this.views = new Views(in);
    }

    /// What a module and a name stand for.
    Name named(Object module, Object name) throws MalformedFileException {
        if (!(module instanceof String m && name instanceof String n)) {
            throw in.malformed("a class is named by " + kind(module) + " and " + kind(name) + ", not by two texts");
        }
        if (m.length() > 200 || n.length() > 200) {
            throw in.malformed("a name has more than 200 characters");
        }
        Allowed allowed = Allowed.find(m, n);
        if (allowed == null) {
            String what = n.endsWith("Storage")
                    ? "elements of a type that is not known here"
                    : "more than tensors and plain values; nothing of it was run";
            throw in.malformed("the file needs " + m + "." + n + ": " + what, TENSORS_ALONE);
        }
        return new Name(allowed);
    }

    /// Calls a constructor.
    Object make(Object callee, Object arguments) throws MalformedFileException {
        if (!(callee instanceof Name(Constructor constructor))) {
            throw in.malformed(kind(callee) + " is called", TENSORS_ALONE);
        }
        if (!(arguments instanceof Tuple tuple)) {
            throw in.malformed("the arguments of " + constructor + " are " + kind(arguments) + ", not a tuple");
        }
        Object[] a = tuple.items;
        return switch (constructor) {
            case ORDERED_DICT, COUNTER -> dictionary(constructor, a, 0);
            case DEFAULT_DICT -> dictionary(constructor, a, Math.min(1, a.length));
            case NAMESPACE -> {
                check(a.length == 0, constructor, a);
                yield new Dictionary(true);
            }
            case SET -> {
                check(a.length <= 1, constructor, a);
                Sequence set = new Sequence();
                set.items.addAll(Arrays.asList(a.length == 0 ? new Object[0] : items(constructor, a[0])));
                yield set;
            }
            case BYTE_ARRAY -> bytes(constructor, a.length == 0 ? new Object[]{""} : a);
            case ENCODE -> {
                check(a.length == 2, constructor, a);
                yield bytes(constructor, a);
            }
            case SIZE -> {
                check(a.length == 1 && a[0] instanceof Tuple, constructor, a);
                yield a[0];
            }
            case DEVICE -> {
                check(a.length >= 1 && a.length <= 2 && a[0] instanceof String, constructor, a);
                in.spend(((String) a[0]).length());
                yield a.length == 1 ? a[0] : a[0] + ":" + (a[1] instanceof Long index ? index : "?");
            }
            case TENSOR -> {
                check(a.length >= 4, constructor, a);
                yield views.make(a, null);
            }
            case TENSOR_WITH_TYPE -> {
                check(a.length >= 7 && a[6] instanceof Name(Allowed.TypeName _), constructor, a);
                Allowed.TypeName type = (Allowed.TypeName) ((Name) a[6]).allowed();
                if (type.type() == null) {
                    throw in.malformed("a tensor is of type " + type.name() + "; known are " + List.of(DataType.values()),
                            "convert it to a known type before saving");
                }
                yield views.make(a, type.type());
            }
            case PARAMETER -> {
                check(a.length >= 1 && a[0] instanceof View, constructor, a);
                yield a[0];
            }
            case TENSOR_OF_CLASS -> {
                check(a.length >= 3 && a[0] instanceof Name(Constructor inner) && inner != Constructor.TENSOR_OF_CLASS
                        && a[1] instanceof Name(Constructor name) && name == Constructor.NAME_ONLY, constructor, a);
                Object tensor = make(a[0], a[2]);
                check(tensor instanceof View, constructor, a);
                yield tensor;
            }
            case NAME_ONLY -> throw in.malformed("a class is called that may only be named", TENSORS_ALONE);
        };
    }

    /// Gives a value its attributes: a namespace keeps them, a dictionary does without.
    void setState(Object value, Object state) throws MalformedFileException {
        if (!(value instanceof Dictionary dictionary && state instanceof Dictionary attributes)) {
            throw in.malformed("attributes are set on " + kind(value), TENSORS_ALONE);
        }
        if (dictionary.namespace && dictionary != attributes) {
            putAll(dictionary, attributes);
        }
    }

    /// Puts keys and values, in turn.
    void putAll(Dictionary dictionary, Object... items) throws MalformedFileException {
        if (items.length % 2 != 0) {
            throw in.malformed("a dictionary has a key without a value");
        }
        for (int i = 0; i < items.length; i += 2) {
            put(dictionary, items[i], items[i + 1]);
        }
    }

    private void putAll(Dictionary dictionary, Dictionary other) throws MalformedFileException {
        for (Map.Entry<Object, Object> e : other.entries.entrySet()) {
            put(dictionary, e.getKey(), e.getValue());
        }
    }

    private void put(Dictionary dictionary, Object key, Object value) throws MalformedFileException {
        in.spend(64 + (key instanceof String text ? text.length() : 0));
        dictionary.entries.put(switch (key) {
            case String _,Long _,Double _,Boolean _,BigInteger _,PickleValue.None _ -> key;
            case Tuple tuple -> {
                in.spend(32L * tuple.items.length);
                StringJoiner text = new StringJoiner(", ", "(", tuple.items.length == 1 ? ",)" : ")");
                for (Object item : tuple.items) {
                    if (!(item instanceof String || item instanceof Number || item instanceof Boolean)) {
                        throw in.malformed("a dictionary has a tuple with " + kind(item) + " for a key");
                    }
                    in.spend(item instanceof String s ? s.length() : 0);
                    text.add(item instanceof String s ? "'" + s + "'" : Tree.keyText(item));
                }
                yield text.toString();
            }
            default -> throw in.malformed("a dictionary has " + kind(key) + " for a key");
        }, value);
    }

    /// What a value is, for errors.
    static String kind(Object value) {
        return switch (value) {
            case String _ -> "a text";
            case Number _ -> "a number";
            case Boolean _ -> "a truth value";
            case byte[] _ -> "bytes";
            case PickleValue.None _ -> "None";
            case Sequence _ -> "a list";
            case Tuple _ -> "a tuple";
            case Dictionary _ -> "a dictionary";
            case View _ -> "a tensor";
            case Storage _ -> "a storage";
            case Name _ -> "a class";
            default -> throw new AssertionError(value);
        };
    }

    private Dictionary dictionary(Constructor constructor, Object[] a, int from) throws MalformedFileException {
        check(a.length <= from + 1, constructor, a);
        Dictionary dictionary = new Dictionary(false);
        if (a.length > from && a[from] instanceof Dictionary other) {
            putAll(dictionary, other);
        } else if (a.length > from) {
            for (Object pair : items(constructor, a[from])) {
                Object[] keyAndValue = items(constructor, pair);
                check(keyAndValue.length == 2, constructor, a);
                putAll(dictionary, keyAndValue);
            }
        }
        return dictionary;
    }

    private Object[] items(Constructor constructor, Object value) throws MalformedFileException {
        Object[] items = switch (value) {
            case Sequence list -> list.items.toArray();
            case Tuple tuple -> tuple.items;
            default -> throw in.malformed(constructor + " is called with " + kind(value) + ", not with a list");
        };
        in.spend(24 + 16L * items.length);
        return items;
    }

    private byte[] bytes(Constructor constructor, Object[] a) throws MalformedFileException {
        if (a[0] instanceof byte[] bytes && a.length == 1) {
            return bytes;
        }
        boolean latin = a[0] instanceof String && (a.length == 1 || "latin1".equals(a[1]) || "latin-1".equals(a[1]));
        check(latin, constructor, a);
        String text = (String) a[0];
        in.spend(32L + text.length());
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private void check(boolean condition, Constructor constructor, Object[] a) throws MalformedFileException {
        if (!condition) {
            throw in.malformed(constructor + " is called with arguments that do not belong to it ("
                    + Arrays.stream(a).limit(8).map(Construction::kind).collect(Collectors.joining(", ")) + ")");
        }
    }
}
