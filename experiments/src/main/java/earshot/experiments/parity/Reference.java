package earshot.experiments.parity;

import earshot.engine.files.Safetensors;
import earshot.engine.files.TensorData;
import earshot.experiments.ExperimentException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Inputs and layers' results of another program: a safetensors file whose tensors are called after layers, either plainly (`layer0`) or as
/// reference numbers are (`case/in/wave`, `case/out/layer0`).
public final class Reference {
    private static final List<String> OTHER_ROLES = List.of("param", "buffer", "grad");

    private final Path file;
    private final Map<String, TensorData> tensors = new LinkedHashMap<>();

    private Reference(Path file) {
        this.file = file;
    }

    /// Reads a file.
    ///
    /// @param wanted the case to take from a file with several; null for a file with one
    /// @throws ExperimentException if it has several cases, or not the one wanted
    /// @throws IOException         if it cannot be read
    public static Reference read(Path file, String wanted) throws IOException {
        Reference reference = new Reference(file);
        for (Map.Entry<String, TensorData> e : Safetensors.readAll(file).entrySet()) {
            String[] path = e.getKey().split("/");
            String role = path.length > 1 ? path[path.length - 2] : "";
            boolean other = OTHER_ROLES.contains(role) || wanted != null && !path[0].equals(wanted);
            if (!other && reference.tensors.put(path[path.length - 1], e.getValue()) != null) {
                throw new ExperimentException(
                        file + ": several tensors are called " + path[path.length - 1] + "; choose a case by --case");
            }
        }
        if (reference.tensors.isEmpty()) {
            throw new ExperimentException(file + ": holds no tensor"
                    + (wanted == null ? "" : " of a case " + wanted) + "; write inputs and results of layers into it");
        }
        return reference;
    }

    /// Whether there is an input of a name.
    boolean has(String name) {
        return tensors.containsKey(name);
    }

    /// An input.
    ///
    /// @throws ExperimentException if there is none
    TensorData input(String name) {
        TensorData input = tensors.get(name);
        if (input == null) {
            throw new ExperimentException(file + ": holds no input " + name + ", but " + String.join(", ", tensors.keySet())
                    + "; write the network's input into it under that name");
        }
        return input;
    }

    /// The result of a layer; null if it is not there.
    TensorData result(String name) {
        return tensors.get(name);
    }
}
