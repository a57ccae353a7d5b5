// Gradients: of queries, of keys and values, and of the bias, a pass for each, so that no two groups add to the same number. Every pass
// works out the scores again.

// Makes weights, times their factors, of the scores x, and gradients of the scores of the products r of gradients and values.
DEVICE void to_gradients(float *x, float *r, Sizes g, Dropout dropout, float grown, GLOBAL const float *normalizer,
        GLOBAL const float *deltas, int head, int t0, int s0) {
    for (int i = 0; i < ROWS; i++) {
        int t = t0 + LOCAL_ID(1) * ROWS + i;
        int row = head * g.t + t;
        float most = t < g.t ? normalizer[2 * row] : 0.0f;
        float reciprocal = t < g.t ? normalizer[2 * row + 1] : 0.0f;
        float delta = t < g.t ? deltas[row] : 0.0f;
        float f[COLUMNS];
        factors(g, dropout, grown, head, t, s0 + LOCAL_ID(0) * COLUMNS, f);
        for (int j = 0; j < COLUMNS; j++) {
            int at = i * COLUMNS + j;
            float p = EXP(x[at] - most) * reciprocal;
            x[at] = f[j] * p;
            r[at] = p * FMA(f[j], r[at], -delta);
        }
    }
}

// deltas [batch, heads, t] = sums of dy y along a query's result.
KERNEL attention_deltas(int rows, Sizes g, Heads atY, GLOBAL const float *y, GLOBAL const float *dy, GLOBAL float *deltas) {
    int row = GLOBAL_ID(0);
    if (row < rows) {
        int head = row / g.t;
        int at = start(atY, head / g.heads, head % g.heads) + row % g.t * atY.row;
        float sum = 0.0f;
        for (int i = 0; i < g.d; i++) {
            sum = FMA(dy[at + i], y[at + i], sum);
        }
        deltas[row] = sum;
    }
}

// dq, for SIDE queries of a head: groups are heads, blocks of queries and pieces of results.
KERNEL attention_queries(Sizes g, Heads atQ, Heads atK, Heads atV, Heads atY, float scale, Dropout dropout, float grown,
        GLOBAL const float *q, GLOBAL const float *k, GLOBAL const float *v, GLOBAL const float *bias,
        GLOBAL const float *padding, GLOBAL const float *normalizer, GLOBAL const float *deltas, GLOBAL const float *dy,
        GLOBAL float *dq) {
    LOCAL float a[BLOCK];
    LOCAL float b[BLOCK];
    LOCAL float dx[SIDE * PITCH];
    int head = GROUP_ID(0);
    int entry = head / g.heads;
    int h = head % g.heads;
    int t0 = GROUP_ID(1) * SIDE;
    int e0 = GROUP_ID(2) * DEPTH;
    FLOAT8 results[ROWS];
    for (int i = 0; i < ROWS; i++) {
        results[i] = ZERO8;
    }
    for (int s0 = 0; s0 < g.s; s0 += SIDE) {
        float x[ROWS * COLUMNS];
        float r[ROWS * COLUMNS];
        Block keys = block(k, atK, entry, h, s0, g.s);
        products(a, b, block(q, atQ, entry, h, t0, g.t), keys, g.d, x);
        products(a, b, block(dy, atY, entry, h, t0, g.t), block(v, atV, entry, h, s0, g.s), g.d, r);
        to_scores(x, g, bias, padding, scale, entry, h, t0, s0);
        to_gradients(x, r, g, dropout, grown, normalizer, deltas, head, t0, s0);
        store_tile(dx, 1, PITCH, r);
        BARRIER;
        load_rows(b, WIDE, 1, keys, e0, g.d);
        BARRIER;
        multiply(dx, b, results);
    }
    write_rows(dq + start(atQ, entry, h) + t0 * atQ.row + e0, atQ.row, g.t - t0, g.d - e0, results, scale);
}

// dk and dv, for SIDE keys of a head: groups are heads, blocks of keys and pieces of results.
KERNEL attention_keys(Sizes g, Heads atQ, Heads atK, Heads atV, Heads atY, float scale, Dropout dropout, float grown,
        GLOBAL const float *q, GLOBAL const float *k, GLOBAL const float *v, GLOBAL const float *bias,
        GLOBAL const float *padding, GLOBAL const float *normalizer, GLOBAL const float *deltas, GLOBAL const float *dy,
        GLOBAL float *dk, GLOBAL float *dv) {
    LOCAL float a[BLOCK];
    LOCAL float b[BLOCK];
    LOCAL float p[SIDE * PITCH];
    LOCAL float dx[SIDE * PITCH];
    int head = GROUP_ID(0);
    int entry = head / g.heads;
    int h = head % g.heads;
    int s0 = GROUP_ID(1) * SIDE;
    int e0 = GROUP_ID(2) * DEPTH;
    FLOAT8 keys[ROWS];
    FLOAT8 values[ROWS];
    for (int i = 0; i < ROWS; i++) {
        keys[i] = ZERO8;
        values[i] = ZERO8;
    }
    for (int t0 = 0; t0 < g.t; t0 += SIDE) {
        float x[ROWS * COLUMNS];
        float r[ROWS * COLUMNS];
        Block queries = block(q, atQ, entry, h, t0, g.t);
        Block gradients = block(dy, atY, entry, h, t0, g.t);
        products(a, b, queries, block(k, atK, entry, h, s0, g.s), g.d, x);
        products(a, b, gradients, block(v, atV, entry, h, s0, g.s), g.d, r);
        to_scores(x, g, bias, padding, scale, entry, h, t0, s0);
        to_gradients(x, r, g, dropout, grown, normalizer, deltas, head, t0, s0);
        store_tile(p, PITCH, 1, x);
        store_tile(dx, PITCH, 1, r);
        BARRIER;
        load_rows(a, WIDE, 1, gradients, e0, g.d);
        load_rows(b, WIDE, 1, queries, e0, g.d);
        BARRIER;
        multiply(p, a, values);
        multiply(dx, b, keys);
    }
    write_rows(dk + start(atK, entry, h) + s0 * atK.row + e0, atK.row, g.s - s0, g.d - e0, keys, scale);
    write_rows(dv + start(atV, entry, h) + s0 * atV.row + e0, atV.row, g.s - s0, g.d - e0, values, 1.0f);
}

// dbias, for a tile of SIDE queries and SIDE keys of one of its heads: groups are its heads, blocks of queries and blocks of
// keys. The heads that share it are taken one after another.
KERNEL attention_bias(int batch, Sizes g, Heads atQ, Heads atK, Heads atV, Heads atY, float scale, Dropout dropout, float grown,
        GLOBAL const float *q, GLOBAL const float *k, GLOBAL const float *v, GLOBAL const float *bias,
        GLOBAL const float *padding, GLOBAL const float *normalizer, GLOBAL const float *deltas, GLOBAL const float *dy,
        GLOBAL float *dbias) {
    LOCAL float a[BLOCK];
    LOCAL float b[BLOCK];
    int t0 = GROUP_ID(1) * SIDE;
    int s0 = GROUP_ID(2) * SIDE;
    float sums[ROWS * COLUMNS];
    for (int i = 0; i < ROWS * COLUMNS; i++) {
        sums[i] = 0.0f;
    }
    int entry0 = g.biasBatch == 1 ? 0 : GROUP_ID(0) / g.biasHeads;
    int entry1 = g.biasBatch == 1 ? batch : entry0 + 1;
    int h0 = g.biasHeads == 1 ? 0 : GROUP_ID(0) % g.biasHeads;
    int h1 = g.biasHeads == 1 ? g.heads : h0 + 1;
    for (int entry = entry0; entry < entry1; entry++) {
        for (int h = h0; h < h1; h++) {
            float x[ROWS * COLUMNS];
            float r[ROWS * COLUMNS];
            products(a, b, block(q, atQ, entry, h, t0, g.t), block(k, atK, entry, h, s0, g.s), g.d, x);
            products(a, b, block(dy, atY, entry, h, t0, g.t), block(v, atV, entry, h, s0, g.s), g.d, r);
            to_scores(x, g, bias, padding, scale, entry, h, t0, s0);
            to_gradients(x, r, g, dropout, grown, normalizer, deltas, entry * g.heads + h, t0, s0);
            for (int i = 0; i < ROWS * COLUMNS; i++) {
                sums[i] += r[i];
            }
        }
    }
    for (int i = 0; i < ROWS * COLUMNS; i++) {
        int t = t0 + LOCAL_ID(1) * ROWS + i / COLUMNS;
        int s = s0 + LOCAL_ID(0) * COLUMNS + i % COLUMNS;
        if (t < g.t && s < g.s) {
            dbias[(GROUP_ID(0) * g.t + t) * g.s + s] = sums[i];
        }
    }
}
