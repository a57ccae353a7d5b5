package earshot.experiments.runs;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Turns what a YAML file or a command line says into a value of a configuration.
final class ConfigValue {
    private ConfigValue() {
    }

    /// @param value a scalar or list, as read from YAML, or the text typed
    /// @param type  type of the record component
    /// @throws IllegalArgumentException whose message says what was expected
    static Object convert(Object value, Type type) {
        if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
            Type element = list.getActualTypeArguments()[0];
            return items(value).stream().map(item -> convert(item, element)).toList();
        }
        Class<?> wanted = (Class<?>) type;
        String text = value == null ? null : value.toString().strip();
        if (wanted == String.class) {
            // The word null stands for an absent text, as in YAML.
            return text == null || text.equals("null") ? null : text;
        }
        if (text == null || value instanceof List) {
            throw new IllegalArgumentException(described(wanted));
        }
        try {
            return scalar(text, wanted);
        } catch (NumberFormatException wrong) {
            throw new IllegalArgumentException(described(wanted), wrong);
        }
    }

    private static Object scalar(String text, Class<?> wanted) {
        if (wanted == int.class || wanted == Integer.class) {
            return Integer.valueOf(text.replace("_", ""));
        } else if (wanted == long.class || wanted == Long.class) {
            return Long.valueOf(text.replace("_", ""));
        } else if (wanted == double.class || wanted == Double.class) {
            return finite(Double.parseDouble(text));
        } else if (wanted == float.class || wanted == Float.class) {
            return (float) finite(Float.parseFloat(text));
        } else if (wanted == boolean.class || wanted == Boolean.class) {
            return switch (text.toLowerCase(Locale.ROOT)) {
                case "true", "yes", "on" -> true;
                case "false", "no", "off" -> false;
                default -> throw new IllegalArgumentException(described(wanted));
            };
        } else if (wanted.isEnum()) {
            return Arrays.stream(wanted.getEnumConstants())
                    .filter(constant -> name((Enum<?>) constant).equalsIgnoreCase(text.replace('_', '-'))).findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(described(wanted)));
        }
        throw new IllegalStateException("configuration: components of type " + wanted.getName() + " cannot be read");
    }

    /// An enum constant as it is written in files: `ONE_CYCLE` is `one-cycle`.
    static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static List<?> items(Object value) {
        if (value instanceof List<?> list) {
            return list;
        }
        String text = value == null ? "" : value.toString().strip();
        if (text.startsWith("[") && text.endsWith("]")) {
            text = text.substring(1, text.length() - 1).strip();
        }
        return text.isEmpty() ? List.of() : Arrays.asList(text.split("\\s*,\\s*", -1));
    }

    private static double finite(double number) {
        if (!Double.isFinite(number)) {
            throw new NumberFormatException("not finite");
        }
        return number;
    }

    private static String described(Class<?> wanted) {
        if (wanted.isEnum()) {
            return "one of " + Arrays.stream(wanted.getEnumConstants()).map(constant -> name((Enum<?>) constant))
                    .collect(Collectors.joining(", "));
        }
        return switch (wanted.getSimpleName()) {
            case "int", "Integer", "long", "Long" -> "a whole number";
            case "boolean", "Boolean" -> "true or false";
            default -> "a number";
        };
    }
}
