// MatmulKernels: y[t] = e(op(a[t]) op(b[t])), a tile of 64x64 to a group.

#include "../elementwise/activation.cl"

#define TILE 64
#define DEPTH 16
#define ITEMS 64
// From one slice row to the next: a little more than the tile, so that items that write down a column meet different banks.
#define PITCH (TILE + 4)

// Element (i, j) of an item's 8x8 stands at rows 4 p + i and 32 + 4 p + i - 4 of the tile: neighbouring items read neighbouring words.
DEVICE int place(int p, int i) {
    return 4 * p + i + (i < 4 ? 0 : TILE / 2 - 4);
}

KERNEL matmul(int m, int n, int k, int transposeA, int transposeB, GLOBAL const float *a, GLOBAL const float *b,
        GLOBAL const float *scale, GLOBAL const float *shift, GLOBAL const float *r, int f, GLOBAL float *y) {
    LOCAL float as[DEPTH * PITCH];
    LOCAL float bs[DEPTH * PITCH];
    int item = LOCAL_ID(0);
    int column = item % 8;
    int row = item / 8;
    int m0 = GROUP_ID(1) * TILE;
    int n0 = GROUP_ID(0) * TILE;
    a += GROUP_ID(2) * m * k;
    b += GROUP_ID(2) * k * n;
    float sums[8][8];
    for (int i = 0; i < 8; i++) {
        for (int j = 0; j < 8; j++) {
            sums[i][j] = 0.0f;
        }
    }
    for (int k0 = 0; k0 < k; k0 += DEPTH) {
        // Items read neighbouring words of memory, whichever way an operand is stored.
        for (int t = item; t < DEPTH * TILE; t += ITEMS) {
            int p = transposeA ? t % TILE : t / DEPTH;
            int q = transposeA ? t / TILE : t % DEPTH;
            int inside = m0 + p < m && k0 + q < k;
            as[q * PITCH + p] = inside ? a[transposeA ? (k0 + q) * m + m0 + p : (m0 + p) * k + k0 + q] : 0.0f;
        }
        for (int t = item; t < DEPTH * TILE; t += ITEMS) {
            int p = transposeB ? t / DEPTH : t % TILE;
            int q = transposeB ? t % DEPTH : t / TILE;
            int inside = n0 + p < n && k0 + q < k;
            bs[q * PITCH + p] = inside ? b[transposeB ? (n0 + p) * k + k0 + q : (k0 + q) * n + n0 + p] : 0.0f;
        }
        BARRIER;
        for (int q = 0; q < DEPTH; q++) {
            float u[8];
            float v[8];
            for (int i = 0; i < 8; i++) {
                u[i] = as[q * PITCH + place(row, i)];
                v[i] = bs[q * PITCH + place(column, i)];
            }
            for (int i = 0; i < 8; i++) {
                for (int j = 0; j < 8; j++) {
                    sums[i][j] = FMA(u[i], v[j], sums[i][j]);
                }
            }
        }
        BARRIER;
    }
    for (int i = 0; i < 8; i++) {
        for (int j = 0; j < 8; j++) {
            int p = m0 + place(row, i);
            int q = n0 + place(column, j);
            if (p < m && q < n) {
                int at = (GROUP_ID(2) * m + p) * n + q;
                y[at] = epilogue(sums[i][j], q, at, scale, shift, r, f);
            }
        }
    }
}

// What is left to do for sums that a library has made.
KERNEL finish(int size, int channels, GLOBAL const float *scale, GLOBAL const float *shift, GLOBAL const float *r, int f,
        GLOBAL float *y) {
    int i = GLOBAL_ID(0);
    if (i < size) {
        y[i] = epilogue(y[i], i % channels, i, scale, shift, r, f);
    }
}
