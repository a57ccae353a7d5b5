// AttentionKernels by tiles: scores exist a tile at a time, in local memory.
//
// A work-group of 8 x 8 items has a block of SIDE queries or keys of one head and goes through the others block by block.
// Elements of a query or key beyond DEPTH are summed up in turns; results are cut into pieces of DEPTH elements, each with a
// work-group of its own, which works out the scores again. (Heads of most models have up to DEPTH elements.)

#include "../attention/tiles.cl"

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

#include "../attention/backward.cl"
