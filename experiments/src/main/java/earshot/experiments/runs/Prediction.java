package earshot.experiments.runs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What a network said of one held-out clip.
///
/// @param file             the clip's file name
/// @param fold             the fold that was held out
/// @param label            its class
/// @param probabilities    one per class
/// @param ttaProbabilities the same, averaged over augmented views; null if there were none
public record Prediction(String file, int fold, int label, float[] probabilities, float[] ttaProbabilities) {
    public Prediction {
        if (label < 0 || label >= probabilities.length) {
            throw new IllegalArgumentException(
                    "prediction of " + file + ": expected a label below " + probabilities.length + ", got " + label);
        }
        if (ttaProbabilities != null && ttaProbabilities.length != probabilities.length) {
            throw new IllegalArgumentException(
                    "prediction of " + file + ": expected " + probabilities.length + " averaged probabilities, got "
                            + ttaProbabilities.length);
        }
    }

    /// The most probable class; the first of equals.
    public int predicted() {
        return best(probabilities);
    }

    /// The most probable class after averaging over views; -1 if there were none.
    public int ttaPredicted() {
        return ttaProbabilities == null ? -1 : best(ttaProbabilities);
    }

    static List<String> header(List<String> classes) {
        var names = new ArrayList<>(List.of("file", "fold", "category", "predicted", "correct", "tta_predicted", "tta_correct"));
        classes.forEach(name -> names.add("p_" + name));
        classes.forEach(name -> names.add("tta_p_" + name));
        return names;
    }

    List<String> fields(List<String> classes) {
        boolean tta = ttaProbabilities != null;
        var fields = new ArrayList<>(List.of(file, Integer.toString(fold), classes.get(label), classes.get(predicted()),
                Boolean.toString(predicted() == label), tta ? classes.get(ttaPredicted()) : "",
                tta ? Boolean.toString(ttaPredicted() == label) : ""));
        for (float p : probabilities) {
            fields.add(Float.toString(p));
        }
        for (int c = 0; c < classes.size(); c++) {
            fields.add(tta ? Float.toString(ttaProbabilities[c]) : "");
        }
        return fields;
    }

    /// What [#fields] wrote.
    ///
    /// @param classes names, in the order of the probabilities
    /// @throws IllegalArgumentException if a value is missing or is no number
    static Prediction of(Map<String, String> fields, List<String> classes) {
        boolean tta = !required(fields, "tta_predicted").isEmpty();
        return new Prediction(required(fields, "file"), Integer.parseInt(required(fields, "fold")),
                classes.indexOf(required(fields, "category")), probabilities(fields, "p_", classes),
                tta ? probabilities(fields, "tta_p_", classes) : null);
    }

    private static float[] probabilities(Map<String, String> fields, String prefix, List<String> classes) {
        float[] values = new float[classes.size()];
        for (int c = 0; c < values.length; c++) {
            values[c] = Float.parseFloat(required(fields, prefix + classes.get(c)));
        }
        return values;
    }

    private static String required(Map<String, String> fields, String name) {
        String value = fields.get(name);
        if (value == null) {
            throw new IllegalArgumentException("no value under " + name);
        }
        return value;
    }

    private static int best(float[] values) {
        int best = 0;
        for (int i = 1; i < values.length; i++) {
            best = values[i] > values[best] ? i : best;
        }
        return best;
    }
}
