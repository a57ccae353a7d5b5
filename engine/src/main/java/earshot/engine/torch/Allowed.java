package earshot.engine.torch;

import earshot.engine.files.DataType;
import java.util.List;
import java.util.Map;

/// What a pickle may refer to by name. A name is looked up here and nowhere else: no class is loaded, no method is called.
sealed interface Allowed {

    /// Something that values are made of, by [Construction].
    enum Constructor implements Allowed {
        /// {@code collections.OrderedDict}: a dictionary.
        ORDERED_DICT,
        /// {@code collections.Counter}: a dictionary of counts.
        COUNTER,
        /// {@code collections.defaultdict}: a dictionary; what makes its defaults is forgotten.
        DEFAULT_DICT,
        /// {@code argparse.Namespace}, {@code types.SimpleNamespace}: a dictionary of its attributes.
        NAMESPACE,
        /// {@code set}, {@code frozenset}: a list.
        SET,
        /// {@code bytearray}: bytes.
        BYTE_ARRAY,
        /// {@code _codecs.encode}: how protocol 2 stores bytes, as Latin-1 text.
        ENCODE,
        /// {@code torch.Size}: a tuple.
        SIZE,
        /// {@code torch.device}: its name.
        DEVICE,
        /// {@code torch._utils._rebuild_tensor}, {@code _v2} and {@code _v3}.
        TENSOR, TENSOR_WITH_TYPE,
        /// {@code torch._utils._rebuild_parameter}: the tensor in it.
        PARAMETER,
        /// {@code torch._tensor._rebuild_from_type_v2}: a tensor with attributes, which are forgotten.
        TENSOR_OF_CLASS,
        /// A class that is named but never made: of a tensor, or of a dictionary's defaults.
        NAME_ONLY
    }

    /// The class of a storage.
    ///
    /// @param type of its elements; null if it is one of bytes, whose tensors tell their type
    record StorageClass(DataType type) implements Allowed {
    }

    /// {@code torch.float32} and the like.
    ///
    /// @param type null if this reader has none for it
    record TypeName(String name, DataType type) implements Allowed {
    }

    /// Types by their names in PyTorch.
    Map<String, DataType> TYPES = Map.ofEntries(Map.entry("float64", DataType.F64), Map.entry("double", DataType.F64),
            Map.entry("float32", DataType.F32), Map.entry("float", DataType.F32), Map.entry("float16", DataType.F16),
            Map.entry("half", DataType.F16), Map.entry("bfloat16", DataType.BF16), Map.entry("int64", DataType.I64),
            Map.entry("long", DataType.I64), Map.entry("int32", DataType.I32), Map.entry("int", DataType.I32),
            Map.entry("int16", DataType.I16), Map.entry("short", DataType.I16), Map.entry("int8", DataType.I8),
            Map.entry("uint8", DataType.U8), Map.entry("bool", DataType.BOOL));

    /// Types that may be named as values, but have no tensors here.
    List<String> OTHER_TYPES = List.of("complex32", "complex64", "complex128", "cfloat", "cdouble", "uint16", "uint32", "uint64",
            "float8_e4m3fn", "float8_e5m2", "float8_e4m3fnuz", "float8_e5m2fnuz", "qint8", "quint8", "qint32");

    /// Storage classes of the module {@code torch} that this reader knows.
    Map<String, DataType> STORAGES = Map.of("DoubleStorage", DataType.F64, "FloatStorage", DataType.F32, "HalfStorage",
            DataType.F16, "BFloat16Storage", DataType.BF16, "LongStorage", DataType.I64, "IntStorage", DataType.I32,
            "ShortStorage", DataType.I16, "CharStorage", DataType.I8, "ByteStorage", DataType.U8, "BoolStorage", DataType.BOOL);

    /// Constructors by module and name.
    Map<String, Constructor> CONSTRUCTORS = Map.ofEntries(Map.entry("collections.OrderedDict", Constructor.ORDERED_DICT),
            Map.entry("collections.Counter", Constructor.COUNTER),
            Map.entry("collections.defaultdict", Constructor.DEFAULT_DICT),
            Map.entry("argparse.Namespace", Constructor.NAMESPACE), Map.entry("types.SimpleNamespace", Constructor.NAMESPACE),
            Map.entry("builtins.set", Constructor.SET), Map.entry("builtins.frozenset", Constructor.SET),
            Map.entry("builtins.bytearray", Constructor.BYTE_ARRAY), Map.entry("builtins.list", Constructor.NAME_ONLY),
            Map.entry("builtins.dict", Constructor.NAME_ONLY), Map.entry("builtins.int", Constructor.NAME_ONLY),
            Map.entry("builtins.float", Constructor.NAME_ONLY), Map.entry("_codecs.encode", Constructor.ENCODE),
            Map.entry("torch.Size", Constructor.SIZE), Map.entry("torch.device", Constructor.DEVICE),
            Map.entry("torch.Tensor", Constructor.NAME_ONLY),
            Map.entry("torch.nn.parameter.Parameter", Constructor.NAME_ONLY),
            Map.entry("torch.nn.parameter.Buffer", Constructor.NAME_ONLY),
            Map.entry("torch._utils._rebuild_tensor", Constructor.TENSOR),
            Map.entry("torch._utils._rebuild_tensor_v2", Constructor.TENSOR),
            Map.entry("torch._utils._rebuild_tensor_v3", Constructor.TENSOR_WITH_TYPE),
            Map.entry("torch._utils._rebuild_parameter", Constructor.PARAMETER),
            Map.entry("torch._utils._rebuild_parameter_with_state", Constructor.PARAMETER),
            Map.entry("torch._tensor._rebuild_from_type_v2", Constructor.TENSOR_OF_CLASS));

    /// What a name stands for; null if it is not allowed.
    static Allowed find(String module, String name) {
        if (module.equals("torch")) {
            if (STORAGES.containsKey(name)) {
                return new StorageClass(STORAGES.get(name));
            }
            if (TYPES.containsKey(name) || OTHER_TYPES.contains(name)) {
                return new TypeName("torch." + name, TYPES.get(name));
            }
        }
        if (module.equals("torch.storage") && List.of("UntypedStorage", "_UntypedStorage").contains(name)
                || module.equals("torch") && name.equals("UntypedStorage")) {
            return new StorageClass(null);
        }
        return CONSTRUCTORS.get((module.equals("__builtin__") ? "builtins" : module) + "." + name);
    }
}
