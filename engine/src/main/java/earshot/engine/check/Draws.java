package earshot.engine.check;

import earshot.engine.Shape;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntSupplier;

/// The choices that a random case is made of, one after the other: from a seed, or from a list of numbers.
///
/// Every choice names its options from the simplest to the most elaborate, and a small number chooses a simple one. So whoever
/// makes the numbers of a failing case smaller, as jqwik does, arrives at the simplest case that still fails, and knows
/// nothing of ops to do it.
public final class Draws {
    /// Numbers of a list lie in {@code [0, RANGE)}.
    public static final int RANGE = 1 << 20;

    /// Elements of a shape at most: every gradient costs many forward passes.
    private static final int ELEMENTS = 600;
    /// One, primes, and lengths one around those of vectors.
    private static final int[] SIZES = {1, 2, 3, 5, 7, 8, 9, 13, 15, 16, 17};

    private final IntSupplier numbers;

    private Draws(IntSupplier numbers) {
        this.numbers = numbers;
    }

    /// Choices that a seed decides.
    public static Draws random(long seed) {
        // Not java.util.Random: the first numbers of seeds that follow each other are nearly the same.
        SplittableRandom random = new SplittableRandom(seed);
        return new Draws(() -> random.nextInt(RANGE));
    }

    /// Choices that a list decides; where it ends, all further ones are the simplest.
    ///
    /// @param numbers in {@code [0, RANGE)}
    public static Draws from(List<Integer> numbers) {
        var rest = numbers.iterator();
        return new Draws(() -> rest.hasNext() ? rest.next() : 0);
    }

    /// A whole number between two limits, both included; the lower one is the simplest.
    public int between(int low, int high) {
        return low + (int) ((long) numbers.getAsInt() * (high - low + 1) / RANGE);
    }

    /// One of these, of which the first is the simplest.
    public int of(int... options) {
        return options[between(0, options.length - 1)];
    }

    /// One of these, of which the first is the simplest.
    public <T> T of(List<T> options) {
        return options.get(between(0, options.size() - 1));
    }

    /// No, or, less simple, yes.
    public boolean flag() {
        return between(0, 1) == 1;
    }

    /// The seed of everything in a case that is no choice: its values, its cotangent.
    public long seed() {
        return between(0, 99_999);
    }

    /// The length of an axis.
    public int size() {
        return of(SIZES);
    }

    /// The length of an axis, now and then 0.
    public int sizeOrEmpty() {
        return between(0, 19) == 19 ? 0 : size();
    }

    /// A shape of some axes and not too many elements.
    public Shape shape(int minRank, int maxRank) {
        int[] sizes = new int[between(minRank, maxRank)];
        int count = 1;
        // From the last axis, which vectors run along: it must not be the one that is cut.
        for (int i = sizes.length - 1; i >= 0; i--) {
            int size = size();
            sizes[i] = count * size > ELEMENTS ? 1 : size;
            count *= sizes[i];
        }
        return Shape.of(sizes);
    }

    /// The same, but now and then one of the axes is empty.
    public Shape shapeOrEmpty(int minRank, int maxRank) {
        Shape shape = shape(minRank, maxRank);
        int empty = between(0, 9) - (10 - shape.rank());
        return empty >= 0 ? shape.with(empty, 0) : shape;
    }

    /// A shape whose first axis, unless it is the only one, counts samples, of which there are now and then none.
    public Shape batch(int minRank, int maxRank) {
        Shape shape = shape(minRank, maxRank);
        return between(0, 9) == 9 && shape.rank() > 1 ? shape.with(0, 0) : shape;
    }

    /// Any axis of a shape that has one.
    public int axis(Shape shape) {
        return between(0, shape.rank() - 1);
    }

    /// Any axes of a shape, as a mask.
    public boolean[] axes(Shape shape) {
        boolean[] mask = new boolean[shape.rank()];
        for (int i = 0; i < mask.length; i++) {
            mask[i] = flag();
        }
        return mask;
    }
}
