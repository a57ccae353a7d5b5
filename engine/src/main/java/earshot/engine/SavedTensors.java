package earshot.engine;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Finds the tensors in an op's record of saved values, so that no op has to list them a second time and can forget one.
final class SavedTensors {
    private static final ClassValue<List<RecordComponent>> COMPONENTS = new ClassValue<>() {
        @Override
        protected List<RecordComponent> computeValue(Class<?> type) {
            List<RecordComponent> tensors = Arrays.stream(type.getRecordComponents())
                    .filter(c -> c.getType() == Tensor.class || c.getType() == Tensor[].class).toList();
            tensors.forEach(c -> c.getAccessor().setAccessible(true));
            return tensors;
        }
    };

    private SavedTensors() {
    }

    /// The record's components of type [Tensor] that are not null, and all of arrays.
    static List<Tensor> of(Record saved) {
        List<Tensor> tensors = new ArrayList<>(4);
        for (RecordComponent c : COMPONENTS.get(saved.getClass())) {
            try {
                switch (c.getAccessor().invoke(saved)) {
                    case null -> {
                    }
                    case Tensor t -> tensors.add(t);
                    case Tensor[] several -> tensors.addAll(List.of(several));
                    default -> throw new AssertionError(c);
                }
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("saved value " + c + " cannot be read", e);
            }
        }
        return tensors;
    }
}
