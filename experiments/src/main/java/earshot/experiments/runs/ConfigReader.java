package earshot.experiments.runs;

import earshot.experiments.ExperimentException;
import earshot.experiments.Spelling;
import earshot.experiments.UsageException;
import earshot.experiments.files.WholeFile;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/// Builds a configuration, a record whose components may be records again, from its defaults and what overrides them: a YAML file, then
/// `key=value` pairs, then options of their own; later calls win. The keys are the names of the components, joined by dots
/// (`augment.mixup`). Unknown keys and values of the wrong type are refused.
///
/// Components may be `int`, `long`, `float`, `double`, `boolean`, `String`, an enum, a `List` of one of these (boxed), or a record; an interface whose
/// default is a record stands for that kind of record.
///
/// @param <T> the record
public final class ConfigReader<T extends Record> {
    private final Map<String, Type> types = new LinkedHashMap<>();
    private final Map<String, Object> values = new LinkedHashMap<>();
    /// Of the nested records, by their key and a dot.
    private final Map<String, Class<?>> records = new LinkedHashMap<>();

    /// @param defaults the record with every default in it
    public ConfigReader(T defaults) {
        collect("", defaults);
    }

    /// Takes over what a YAML file says; keys may be nested or joined by dots.
    ///
    /// @throws ExperimentException if the file is not YAML, has an unknown key or a value of the wrong type
    /// @throws IOException         if it cannot be read
    public ConfigReader<T> file(Path file) throws IOException {
        var options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        // A list of lists of lists, each named again and again, would grow without end.
        options.setMaxAliasesForCollections(0);
        Object content;
        try {
            content = new Yaml(new SafeConstructor(options)).load(WholeFile.text(file, "give settings in YAML"));
        } catch (MarkedYAMLException wrong) {
            String line = wrong.getProblemMark() == null ? "" : "line " + (wrong.getProblemMark().getLine() + 1) + ": ";
            throw new ExperimentException(file + ": " + line + "is not valid YAML (" + wrong.getProblem() + "); correct it",
                    wrong);
        } catch (YAMLException wrong) {
            throw new ExperimentException(file + ": is not valid YAML (" + wrong.getMessage() + "); correct it", wrong);
        }
        if (content != null) {
            overlay(file, "", content);
        }
        return this;
    }

    /// Whether there is a setting of this name.
    public boolean has(String key) {
        return types.containsKey(key);
    }

    /// Takes over one `key=value`, as typed after `--set`.
    ///
    /// @throws UsageException if it is not a pair, the key is unknown or the value is of the wrong type
    public ConfigReader<T> set(String pair) {
        int equals = pair.indexOf('=');
        if (equals < 1) {
            throw new UsageException("--set: expected key=value, got '" + pair + "'");
        }
        put(pair.substring(0, equals).strip(), pair.substring(equals + 1).strip(), "--set", UsageException::new);
        return this;
    }

    /// Takes over the value of an option of its own; null, an option that was not given, changes nothing.
    ///
    /// @param option the option's name, for errors, e.g. `--lr`
    /// @param key    the key that it stands for
    /// @throws UsageException if the value is of the wrong type
    public ConfigReader<T> option(String option, String key, Object value) {
        if (value != null) {
            put(key, value, option, UsageException::new);
        }
        return this;
    }

    /// Builds the record.
    ///
    /// @throws ExperimentException if the record refuses a value
    public T read() {
        @SuppressWarnings("unchecked")
        T record = (T) build("");
        return record;
    }

    /// A record as YAML, keys in the order declared; reading it again gives the same record.
    public static String yaml(Record config) {
        var options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setLineBreak(DumperOptions.LineBreak.UNIX);
        return new Yaml(options).dump(tree(config));
    }

    private void collect(String prefix, Record record) {
        records.put(prefix, record.getClass());
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            Object value = get(record, component);
            if (value instanceof Record nested) {
                collect(prefix + component.getName() + ".", nested);
            } else {
                types.put(prefix + component.getName(), component.getGenericType());
                values.put(prefix + component.getName(), value);
            }
        }
    }

    private void overlay(Path file, String key, Object content) {
        if (content instanceof Map<?, ?> map) {
            map.forEach((name, value) -> overlay(file, key.isEmpty() ? String.valueOf(name) : key + "." + name, value));
        } else if (key.isEmpty()) {
            throw new ExperimentException(file + ": expected lines of the form key: value, got " + content);
        } else {
            put(key, content, file.toString(), ExperimentException::new);
        }
    }

    private void put(String key, Object value, String where, Function<String, ExperimentException> error) {
        Type type = types.get(key);
        if (type == null) {
            if (types.keySet().stream().anyMatch(known -> known.startsWith(key + "."))) {
                throw error.apply(where + ": " + key + ": expected keys below it, got '" + value + "'; write " + key + ".KEY");
            }
            String guess = Spelling.nearestKey(key, types.keySet()).map(near -> "; did you mean " + near + "?").orElse("");
            throw error.apply(where + ": unknown key '" + key + "'" + guess + " (known: " + String.join(", ", types.keySet())
                    + ")");
        }
        try {
            values.put(key, ConfigValue.convert(value, type));
        } catch (IllegalArgumentException wrong) {
            throw error.apply(where + ": " + key + ": expected " + wrong.getMessage() + ", got '" + value + "'");
        }
    }

    private Object build(String prefix) {
        Class<?> type = records.get(prefix);
        RecordComponent[] components = type.getRecordComponents();
        Object[] arguments = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            String key = prefix + components[i].getName();
            arguments[i] = values.containsKey(key) ? values.get(key) : build(key + ".");
        }
        try {
            var constructor = type
                    .getDeclaredConstructor(Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
            constructor.setAccessible(true);
            return constructor.newInstance(arguments);
        } catch (InvocationTargetException refused) {
            if (refused.getCause() instanceof ExperimentException known) {
                throw known;
            }
            throw new ExperimentException("configuration: " + refused.getCause().getMessage(), refused.getCause());
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException("every record has its canonical constructor", impossible);
        }
    }

    private static Object tree(Object value) {
        return switch (value) {
            case Record record -> {
                var map = new LinkedHashMap<String, Object>();
                for (RecordComponent component : record.getClass().getRecordComponents()) {
                    map.put(component.getName(), tree(get(record, component)));
                }
                yield map;
            }
            case List<?> list -> list.stream().map(ConfigReader::tree).toList();
            case Enum<?> constant -> ConfigValue.name(constant);
            // A float widened to double would show digits that nobody wrote.
            case Float number -> Double.valueOf(number.toString());
            case null, default -> value;
        };
    }

    private static Object get(Record record, RecordComponent component) {
        try {
            var accessor = component.getAccessor();
            accessor.setAccessible(true);
            return accessor.invoke(record);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException("every record component can be read", impossible);
        }
    }
}
