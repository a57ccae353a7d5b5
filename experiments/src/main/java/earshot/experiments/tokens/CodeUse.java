package earshot.experiments.tokens;

/// How evenly the codes of a codebook are used.
///
/// @param codes        codes that there are
/// @param used         codes that occur
/// @param perplexity   `exp(-Σ p ln p)` over the codes' shares: as many codes, used evenly, would be as hard to guess
/// @param mostFrequent share of the code that occurs most: what one gets right who always names it
public record CodeUse(int codes, int used, double perplexity, double mostFrequent) {

    /// Counts tokens.
    ///
    /// @param tokens at least one, each at least 0 and below `codes`
    public static CodeUse of(int[] tokens, int codes) {
        int[] counts = new int[codes];
        for (int token : tokens) {
            counts[token]++;
        }
        double entropy = 0;
        int used = 0;
        int most = 0;
        for (int count : counts) {
            if (count > 0) {
                double share = (double) count / tokens.length;
                entropy -= share * Math.log(share);
                used++;
                most = Math.max(most, count);
            }
        }
        return new CodeUse(codes, used, Math.exp(entropy), (double) most / tokens.length);
    }
}
