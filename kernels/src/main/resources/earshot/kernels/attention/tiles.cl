// Blocks of queries and keys in local memory, and tiles of their products.

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
        #pragma unroll // registers have no index
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
            #pragma unroll // registers have no index
            for (int i = 0; i < ROWS; i++) {
                #pragma unroll
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
