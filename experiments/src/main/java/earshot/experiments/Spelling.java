package earshot.experiments;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Function;

/// Guesses what a mistyped word was meant to be. A guess that is far off is worse than none.
public final class Spelling {
    private Spelling() {
    }

    /// The known word nearest to what was typed, if it is near: at most a third of the letters, and at least one, may be wrong.
    public static Optional<String> nearest(String typed, Collection<String> known) {
        return nearest(typed, known, Function.identity());
    }

    /// The same, for keys joined by dots: whoever writes `mixup` means `augment.mixup`.
    public static Optional<String> nearestKey(String typed, Collection<String> known) {
        return nearest(typed, known, Function.identity())
                .or(() -> nearest(typed, known, key -> key.substring(key.lastIndexOf('.') + 1)));
    }

    private static Optional<String> nearest(String typed, Collection<String> known, Function<String, String> part) {
        return known.stream().filter(word -> distance(typed, part.apply(word)) <= Math.max(1, typed.length() / 3))
                .min(Comparator.comparingInt(word -> distance(typed, part.apply(word))));
    }

    /// Letters to insert, drop, replace or swap with their neighbour (Damerau's distance, no letter touched twice).
    static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        Arrays.setAll(d[0], j -> j);
        for (int i = 1; i <= a.length(); i++) {
            d[i][0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                d[i][j] = Math.min(replaced, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
