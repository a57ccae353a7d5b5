// AttentionKernels by tiles: scores exist a tile at a time, in local memory.
//
// A work-group of 8 x 8 items has a block of SIDE queries or keys of one head and goes through the others block by block.
// Elements of a query or key beyond DEPTH are summed up in turns; results are cut into pieces of DEPTH elements, each with a
// work-group of its own, which works out the scores again. (Heads of most models have up to DEPTH elements.)

#include "../random/philox.cl"

#define SIDE 32
#define DEPTH 64
#define PITCH (SIDE + 4)      // from one row of a tile of scores to the next, or of a block that stands transposed
#define WIDE (DEPTH + 4)      // from one row of a block to the next
#define BLOCK (DEPTH * PITCH) // room for a block either way
#define ROWS 4                // of a tile, and of a block of results, that an item has
#define COLUMNS 4             // of a tile that an item has; of a block of results it has 8

// Where the rows of every head stand: see HeadRows.
typedef struct {
    int offset;
    int batch;
    int head;
    int row;
} Heads;

// See AttentionGeometry.
typedef struct {
    int heads;
    int t;
    int s;
    int d;
    int biasBatch;
    int biasHeads;
} Sizes;

// See AttentionDropout. A weight is kept where the upper 24 bits of its random word are below keep, all where it is ALL.
typedef struct {
    int keep;
    uint seedLow;
    uint seedHigh;
    uint streamLow;
    uint streamHigh;
} Dropout;

#define ALL (1 << 24)

DEVICE int start(Heads at, int b, int h) {
    return at.offset + b * at.batch + h * at.head;
}

// Where the bias of a head begins.
DEVICE int bias_start(Sizes g, int b, int h) {
    return ((g.biasBatch == 1 ? 0 : b) * g.biasHeads + (g.biasHeads == 1 ? 0 : h)) * g.t * g.s;
}

// Rows of a head from some row on, and how many are left.
typedef struct {
    GLOBAL const float *from;
    int row;
    int left;
} Block;

DEVICE Block block(GLOBAL const float *x, Heads at, int b, int h, int first, int rows) {
    Block block;
    block.from = x + start(at, b, h) + first * at.row;
    block.row = at.row;
    block.left = rows - first;
    return block;
}

// Takes DEPTH elements from element e on of SIDE rows to local memory, with zeros where there are none: element i of row r goes
// to r * stepR + i * stepI.
DEVICE void load_rows(LOCAL_REF float *to, int stepR, int stepI, Block x, int e, int elements) {
    int i = LOCAL_ID(1) * 8 + LOCAL_ID(0);
    for (int r = 0; r < SIDE; r++) {
        to[r * stepR + i * stepI] = r < x.left && e + i < elements ? x.from[r * x.row + e + i] : 0.0f;
    }
}

// Adds the product of SIDE rows of a tile, transposed, and of a block to an item's results.
DEVICE void multiply(LOCAL_REF const float *tile, LOCAL_REF const float *block, FLOAT8 *results) {
    int row = LOCAL_ID(1) * ROWS;
    int column = LOCAL_ID(0) * 8;
    for (int k = 0; k < SERIAL(SIDE); k++) {
        FLOAT8 v = LOAD8(block + k * WIDE + column);
        for (int i = 0; i < ROWS; i++) {
            results[i] = FMA8(tile[k * PITCH + row + i], v, results[i]);
        }
    }
}

// An item's tile of products of two blocks of rows of d elements, which pass through as and bs. When this returns, all items have
// done with what was before it, and some may still read as and bs.
DEVICE void products(LOCAL_REF float *as, LOCAL_REF float *bs, Block a, Block b, int d, float *tile) {
    int row = LOCAL_ID(1) * ROWS;
    int column = LOCAL_ID(0) * COLUMNS;
    for (int i = 0; i < ROWS * COLUMNS; i++) {
        tile[i] = 0.0f;
    }
    for (int e = 0; e < d; e += DEPTH) {
        BARRIER;
        load_rows(as, 1, PITCH, a, e, d);
        load_rows(bs, 1, PITCH, b, e, d);
        BARRIER;
        for (int k = 0; k < SERIAL(min(DEPTH, d - e)); k++) {
            for (int i = 0; i < ROWS; i++) {
                for (int j = 0; j < COLUMNS; j++) {
                    tile[i * COLUMNS + j] = FMA(as[k * PITCH + row + i], bs[k * PITCH + column + j], tile[i * COLUMNS + j]);
                }
            }
        }
    }
}

// Makes scores of products of queries from t0 on and keys from s0 on; -INFINITY where there is no such query or key.
DEVICE void to_scores(float *x, Sizes g, GLOBAL const float *bias, GLOBAL const float *padding, float scale, int b, int h,
        int t0, int s0) {
    for (int i = 0; i < ROWS; i++) {
        int t = t0 + LOCAL_ID(1) * ROWS + i;
        for (int j = 0; j < COLUMNS; j++) {
            int s = s0 + LOCAL_ID(0) * COLUMNS + j;
            float score = -INFINITY;
            if (t < g.t && s < g.s && !(padding && padding[b * g.s + s] != 0.0f)) {
                score = scale * x[i * COLUMNS + j];
                score = bias ? score + bias[bias_start(g, b, h) + t * g.s + s] : score;
            }
            x[i * COLUMNS + j] = score;
        }
    }
}

// The factors of the weights of query t for COLUMNS keys from s on, which are one block of the random stream: see
// AttentionDropout.
DEVICE void factors(Sizes g, Dropout dropout, float grown, int head, int t, int s, float *f) {
    Words words = {{0, 0, 0, 0}};
    if (dropout.keep < ALL) {
        words = philox((ulong) dropout.seedHigh << 32 | dropout.seedLow, (ulong) dropout.streamHigh << 32 | dropout.streamLow,
                (ulong) (head * g.t + t) * ((g.s + 3) / 4) + s / 4);
    }
    for (int j = 0; j < COLUMNS; j++) {
        f[j] = dropout.keep == ALL ? 1.0f : (int) (words.at[j] >> 8) < dropout.keep ? grown : 0.0f;
    }
}

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

// Puts an item's tile down, column by column (stepI 1, stepJ PITCH) or row by row.
DEVICE void store_tile(LOCAL_REF float *to, int stepI, int stepJ, float *tile) {
    to += LOCAL_ID(1) * ROWS * stepI + LOCAL_ID(0) * COLUMNS * stepJ;
    for (int i = 0; i < ROWS; i++) {
        for (int j = 0; j < COLUMNS; j++) {
            to[i * stepI + j * stepJ] = tile[i * COLUMNS + j];
        }
    }
}

// Writes an item's rows of results, times a factor.
DEVICE void write_rows(GLOBAL float *to, int row, int rows, int elements, FLOAT8 *results, float times) {
    #pragma unroll // registers have no index
    for (int i = 0; i < ROWS; i++) {
        int r = LOCAL_ID(1) * ROWS + i;
        float line[8];
        STORE8(results[i], line);
        for (int j = 0; j < 8; j++) {
            int e = LOCAL_ID(0) * 8 + j;
            if (r < rows && e < elements) {
                to[r * row + e] = line[j] * times;
            }
        }
    }
}

// y and normalizer, for SIDE queries of a head: groups are heads, blocks of queries and pieces of results.
KERNEL attention_forward(Sizes g, Heads atQ, Heads atK, Heads atV, Heads atY, float scale, Dropout dropout, float grown,
        GLOBAL const float *q, GLOBAL const float *k, GLOBAL const float *v, GLOBAL const float *bias,
        GLOBAL const float *padding, GLOBAL float *y, GLOBAL float *normalizer) {
    LOCAL float a[BLOCK];
    LOCAL float b[BLOCK];
    LOCAL float p[SIDE * PITCH];
    LOCAL float lanes[SIDE * 8];
    int head = GROUP_ID(0);
    int entry = head / g.heads;
    int h = head % g.heads;
    int t0 = GROUP_ID(1) * SIDE;
    int e0 = GROUP_ID(2) * DEPTH;
    float most[ROWS]; // of the scores so far
    float sum[ROWS];  // of the exponentials so far that this item has had, relative to it
    FLOAT8 results[ROWS];
    for (int i = 0; i < ROWS; i++) {
        most[i] = -INFINITY;
        sum[i] = 0.0f;
        results[i] = ZERO8;
    }
    for (int s0 = 0; s0 < g.s; s0 += SIDE) {
        float x[ROWS * COLUMNS];
        products(a, b, block(q, atQ, entry, h, t0, g.t), block(k, atK, entry, h, s0, g.s), g.d, x);
        to_scores(x, g, bias, padding, scale, entry, h, t0, s0);
        for (int i = 0; i < ROWS; i++) {
            float largest = FMAX(FMAX(x[i * COLUMNS], x[i * COLUMNS + 1]), FMAX(x[i * COLUMNS + 2], x[i * COLUMNS + 3]));
            lanes[(LOCAL_ID(1) * ROWS + i) * 8 + LOCAL_ID(0)] = largest;
        }
        BARRIER;
        for (int i = 0; i < ROWS; i++) {
            float before = most[i];
            for (int lane = 0; lane < 8; lane++) {
                most[i] = FMAX(most[i], lanes[(LOCAL_ID(1) * ROWS + i) * 8 + lane]);
            }
            float centre = most[i] == -INFINITY ? 0.0f : most[i];
            float shrink = EXP(before - centre);
            sum[i] *= shrink;
            results[i] = FMA8(shrink, results[i], ZERO8);
            float f[COLUMNS];
            factors(g, dropout, grown, head, t0 + LOCAL_ID(1) * ROWS + i, s0 + LOCAL_ID(0) * COLUMNS, f);
            for (int j = 0; j < COLUMNS; j++) {
                float e = EXP(x[i * COLUMNS + j] - centre);
                sum[i] += e;
                x[i * COLUMNS + j] = f[j] * e;
            }
        }
        store_tile(p, 1, PITCH, x);
        load_rows(b, WIDE, 1, block(v, atV, entry, h, s0, g.s), e0, g.d);
        BARRIER;
        multiply(p, b, results);
    }
    for (int i = 0; i < ROWS; i++) {
        lanes[(LOCAL_ID(1) * ROWS + i) * 8 + LOCAL_ID(0)] = sum[i];
    }
    BARRIER;
    for (int i = 0; i < ROWS; i++) {
        float total = 0.0f;
        for (int lane = 0; lane < 8; lane++) {
            total += lanes[(LOCAL_ID(1) * ROWS + i) * 8 + lane];
        }
        float reciprocal = total == 0.0f ? 0.0f : 1.0f / total;
        results[i] = FMA8(reciprocal, results[i], ZERO8);
        int t = t0 + LOCAL_ID(1) * ROWS + i;
        if (LOCAL_ID(0) == 0 && e0 == 0 && t < g.t) {
            normalizer[2 * (head * g.t + t)] = most[i] == -INFINITY ? 0.0f : most[i];
            normalizer[2 * (head * g.t + t) + 1] = reciprocal;
        }
    }
    write_rows(y + start(atY, entry, h) + t0 * atY.row + e0, atY.row, g.t - t0, g.d - e0, results, 1.0f);
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
