package earshot.kernels.contract;

/// How far two ways of adding up the same numbers in double precision may lie apart.
public final class Rounding {

    private Rounding() {
    }

    /// The bound for two sums of {@code terms} terms each whose absolute values add up to {@code size}, whatever their order. Every
    /// addition may be off by half a unit in the last place of the sum so far, and in a sum of equal numbers all are off to the same
    /// side: the bound grows with the number of terms, not with its root.
    public static double bound(int terms, double size) {
        return Math.ulp(1.0) * terms * size;
    }
}
