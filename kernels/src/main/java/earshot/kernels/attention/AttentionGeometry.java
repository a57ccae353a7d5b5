package earshot.kernels.attention;

/// Sizes and settings of an attention. Queries and results have {@code t} rows, keys and values {@code s}, all of {@code d} elements.
///
/// A bias is {@code [biasBatch, biasHeads, t, s]}, a key padding {@code [batch, s]}.
///
/// @param q where queries and their gradients stand
/// @param k where keys and their gradients stand
/// @param v where values and their gradients stand
/// @param y where results and their gradients stand
/// @param biasBatch {@code batch}, or 1 if all entries share the bias; without a bias of no account
/// @param biasHeads {@code heads}, or 1 if all heads share the bias
/// @param scale multiplies the products of queries and keys
public record AttentionGeometry(int batch, int heads, int t, int s, int d, HeadRows q, HeadRows k, HeadRows v, HeadRows y,
        int biasBatch, int biasHeads, double scale, AttentionDropout dropout) {

    public AttentionGeometry {
        if (batch < 0 || heads < 1 || t < 0 || s < 1 || d < 1) {
            throw new IllegalArgumentException("attention: need batch and t >= 0 and at least 1 head, key and element, got batch "
                    + batch + ", heads " + heads + ", t " + t + ", s " + s + ", d " + d);
        }
        if (biasBatch != 1 && biasBatch != batch || biasHeads != 1 && biasHeads != heads) {
            throw new IllegalArgumentException("attention: a bias for " + biasBatch + " batch entries and " + biasHeads
                    + " heads does not fit " + batch + " and " + heads + "; each must be equal or 1");
        }
    }

    /// Everything as {@code [B, H, T, D]}, a bias of its own for every head of every entry, no dropout.
    public static AttentionGeometry apart(int batch, int heads, int t, int s, int d, double scale) {
        HeadRows queries = HeadRows.apart(heads, t, d);
        HeadRows keys = HeadRows.apart(heads, s, d);
        return new AttentionGeometry(batch, heads, t, s, d, queries, keys, keys, queries, batch, heads, scale,
                AttentionDropout.NONE);
    }

    /// Where the bias of a head begins.
    public int biasStart(int b, int h) {
        return ((biasBatch == 1 ? 0 : b) * biasHeads + (biasHeads == 1 ? 0 : h)) * t * s;
    }
}
