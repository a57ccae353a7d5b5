package earshot.audio.augment;

import java.util.random.RandomGenerator;

/// Draws that always take exactly one number from the generator, so that what comes later does not depend on ranges or outcomes.
final class Uniform {

    private Uniform() {
    }

    /// An integer from `least` to `most`, both included.
    static int integer(int least, int most, RandomGenerator random) {
        return least + (int) (random.nextDouble() * (most - least + 1.0));
    }

    /// A number from `least` on, below `most`.
    static double between(double least, double most, RandomGenerator random) {
        return least + random.nextDouble() * (most - least);
    }
}
