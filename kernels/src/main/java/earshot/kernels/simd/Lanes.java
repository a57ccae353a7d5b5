package earshot.kernels.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/// The vector width that every kernel uses: the machine's preferred one, or the one forced by the system property
/// {@code earshot.vector.bits} (128, 256 or 512), which lets one machine test every width. The only one: vectors of a second width anywhere
/// in the program would make the compiler's profile of their methods ambiguous, and register tiles would keep their sums as objects.
public final class Lanes {
    /// Species of {@code float} vectors.
    public static final VectorSpecies<Float> FLOATS = species();

    /// Number of {@code float} lanes.
    public static final int COUNT = FLOATS.length();

    private Lanes() {
    }

    private static VectorSpecies<Float> species() {
        String bits = System.getProperty("earshot.vector.bits");
        if (bits == null) {
            return FloatVector.SPECIES_PREFERRED;
        }
        return switch (bits) {
            case "128", "256", "512" -> VectorSpecies.of(float.class, VectorShape.forBitSize(Integer.parseInt(bits)));
            default -> throw new IllegalArgumentException(
                    "earshot.vector.bits: expected 128, 256 or 512, got \"" + bits
                            + "\"; leave it out for the machine's own width");
        };
    }
}
