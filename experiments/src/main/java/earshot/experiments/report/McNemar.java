package earshot.experiments.report;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.commons.math3.distribution.BinomialDistribution;

/// Whether one of two classifiers is better, from clips that both were asked about (McNemar, 1947): of the clips that only one of them
/// recognised, each is as likely to be the one's as the other's if they are equally good. The probability is that of the binomial
/// distribution itself (Commons Math), both tails, not of its approximation.
///
/// Clips of one recording stand or fall together, so that the true probability is somewhat higher.
///
/// @param clips      asked of both
/// @param onlyFirst  recognised by the first alone
/// @param onlySecond recognised by the second alone
/// @param p          probability of a difference at least this large between classifiers that are equally good
public record McNemar(int clips, int onlyFirst, int onlySecond, double p) {

    /// Whether a classifier recognised a clip.
    ///
    /// @param clip  what names it
    /// @param right whether it was recognised
    public record Verdict(String clip, boolean right) {
    }

    /// Compares two classifiers on the clips that both lists name; null if there are none.
    public static McNemar of(List<Verdict> first, List<Verdict> second) {
        Map<String, Verdict> others = second.stream().collect(Collectors.toMap(Verdict::clip, Function.identity()));
        List<Verdict> shared = first.stream().filter(verdict -> others.containsKey(verdict.clip)).toList();
        int onlyFirst = (int) shared.stream().filter(one -> one.right && !others.get(one.clip).right).count();
        int onlySecond = (int) shared.stream().filter(one -> !one.right && others.get(one.clip).right).count();
        return shared.isEmpty() ? null : of(shared.size(), onlyFirst, onlySecond);
    }

    static McNemar of(int clips, int onlyFirst, int onlySecond) {
        var coins = new BinomialDistribution(null, onlyFirst + onlySecond, 0.5);
        double p = Math.min(1, 2 * coins.cumulativeProbability(Math.min(onlyFirst, onlySecond)));
        return new McNemar(clips, onlyFirst, onlySecond, p);
    }
}
