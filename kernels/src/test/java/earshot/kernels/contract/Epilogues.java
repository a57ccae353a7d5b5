package earshot.kernels.contract;

import earshot.kernels.elementwise.Activation;
import earshot.kernels.elementwise.Epilogue;

/// What a kernel shall do with its sums, drawn with its other operands.
///
/// @param scale one number per channel, or empty
/// @param shift one number per channel, or empty
/// @param r as many as there are results, or empty
public record Epilogues(double[] scale, double[] shift, double[] r, Activation activation) {

    /// Sums as they are.
    public static final Epilogues NONE = new Epilogues(new double[0], new double[0], new double[0], Activation.NONE);

    /// Every combination of parts, by the seed of the recipe.
    public static Epilogues draw(Values v, int channels, int size) {
        int choice = Math.floorMod(v.seed(), 32);
        Activation[] all = Activation.values();
        return new Epilogues((choice & 1) == 0 ? new double[0] : v.draw("scale", channels),
                (choice & 2) == 0 ? new double[0] : v.draw("shift", channels),
                (choice & 4) == 0 ? new double[0] : v.draw("r", size),
                all[choice / 8 % all.length]);
    }

    /// Of what the error is measured by: magnitudes, and no activation. None stretches an error by more than an eighth.
    public Epilogues magnitudes() {
        return new Epilogues(Values.absolute(scale), Values.absolute(shift), Values.absolute(r), Activation.NONE);
    }

    /// For the kernel.
    public Epilogue in(Buffers buffers) {
        return new Epilogue(scale.length == 0 ? null : buffers.of(scale), shift.length == 0 ? null : buffers.of(shift),
                r.length == 0 ? null : buffers.of(r), activation);
    }
}
