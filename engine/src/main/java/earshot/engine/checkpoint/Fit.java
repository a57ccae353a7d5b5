package earshot.engine.checkpoint;

import earshot.engine.files.MalformedFileException;
import earshot.engine.files.StoredTensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// How what a file holds compares with what a network needs. Every fault is a few words that begin with a tensor's name.
///
/// @param missing   needed, but not there
/// @param extra     there, but not needed
/// @param misshapen there in another shape, or integers for fractions or the other way round
/// @param unusable  there in the right shape, but with values that are infinite or no numbers
public record Fit(List<String> missing, List<String> extra, List<String> misshapen, List<String> unusable) {
    /// Faults shown before the rest is only counted.
    public static final int SHOWN = 10;

    public Fit {
        missing = List.copyOf(missing);
        extra = List.copyOf(extra);
        misshapen = List.copyOf(misshapen);
        unusable = List.copyOf(unusable);
    }

    /// Compares by name, shape, kind of number and values.
    ///
    /// @param needs by the names they must have in the file
    public static Fit of(Map<String, Need> needs, Map<String, StoredTensor> got) {
        List<String> missing = new ArrayList<>();
        List<String> misshapen = new ArrayList<>();
        List<String> unusable = new ArrayList<>();
        needs.forEach((name, need) -> {
            StoredTensor tensor = got.get(name);
            if (tensor == null) {
                if (!need.optional()) {
                    missing.add(name + " " + need);
                }
            } else if (!tensor.shape().equals(need.shape()) || tensor.type().integer() != (need.kind() == Need.Kind.COUNT)) {
                misshapen.add(name + ": expected " + need + ", got " + tensor);
            } else if (!Double.isFinite(tensor.sum())) {
                unusable.add(name + " " + tensor);
            }
        });
        List<String> extra = got.entrySet().stream().filter(e -> !needs.containsKey(e.getKey()))
                .map(e -> MalformedFileException.oneLine(e.getKey()) + " (" + e.getValue() + ")").toList();
        return new Fit(missing, extra, misshapen, unusable);
    }

    /// Whether there is no fault.
    public boolean good() {
        return faults() == 0;
    }

    /// Number of faults.
    public int faults() {
        return missing.size() + extra.size() + misshapen.size() + unusable.size();
    }

    /// {@code 1 tensor does}, {@code 3 tensors do}: the beginning of a sentence that ends with what they do not fit.
    public String count() {
        return faults() + (faults() == 1 ? " tensor does" : " tensors do");
    }

    /// The first faults on one line, and how many more there are.
    public String summary() {
        String first = Stream.of(missing.stream().map(fault -> "missing " + fault), misshapen.stream(),
                unusable.stream().map(fault -> fault + " holds values that are not finite"),
                extra.stream().map(fault -> "unexpected " + fault)).flatMap(all -> all).limit(SHOWN)
                .collect(Collectors.joining("; "));
        return faults() <= SHOWN ? first : first + "; and " + (faults() - SHOWN) + " more";
    }
}
