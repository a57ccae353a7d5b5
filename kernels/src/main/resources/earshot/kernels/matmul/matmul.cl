// MatmulKernels: y[t] = e(op(a[t]) op(b[t])), a tile of 64x64 to a group, 8x8 of it to an item.

#include "../elementwise/activation.cl"

#define TILE 64
#define DEPTH 16
#define ITEMS 64
// From one row of a slice to the next: a little more than the tile, so that items that write down a column meet different banks.
#define PITCH (TILE + 4)

KERNEL matmul(int m, int n, int k, int transposeA, int transposeB, GLOBAL const float *a, GLOBAL const float *b,
        GLOBAL const float *scale, GLOBAL const float *shift, GLOBAL const float *r, int f, GLOBAL float *y) {
    LOCAL float as[DEPTH * PITCH];
    LOCAL float bs[DEPTH * PITCH];
    int item = LOCAL_ID(0);
    int column = item % 8 * 8;
    int row = item / 8 * 8;
    int across = (n + TILE - 1) / TILE;
    int m0 = GROUP_ID(0) / across * TILE;
    int n0 = GROUP_ID(0) % across * TILE;
    a += GROUP_ID(1) * m * k;
    b += GROUP_ID(1) * k * n;
    FLOAT8 sums[8];
    for (int i = 0; i < 8; i++) {
        sums[i] = ZERO8;
    }
    for (int k0 = 0; k0 < k; k0 += DEPTH) {
        // A slice of each operand, 16 deep. Items read neighbouring words of memory, whichever way it is stored.
        int depth = k - k0;
        if (transposeA) {
            for (int q = 0; q < DEPTH; q++) {
                as[q * PITCH + item] = q < depth && m0 + item < m ? a[(k0 + q) * m + m0 + item] : 0.0f;
            }
        } else {
            int q = item % DEPTH;
            for (int p = item / DEPTH; p < TILE; p += ITEMS / DEPTH) {
                as[q * PITCH + p] = q < depth && m0 + p < m ? a[(m0 + p) * k + k0 + q] : 0.0f;
            }
        }
        if (transposeB) {
            int q = item % DEPTH;
            for (int p = item / DEPTH; p < TILE; p += ITEMS / DEPTH) {
                bs[q * PITCH + p] = q < depth && n0 + p < n ? b[(n0 + p) * k + k0 + q] : 0.0f;
            }
        } else {
            for (int q = 0; q < DEPTH; q++) {
                bs[q * PITCH + item] = q < depth && n0 + item < n ? b[(k0 + q) * n + n0 + item] : 0.0f;
            }
        }
        BARRIER;
        for (int q = 0; q < SERIAL(DEPTH); q++) {
            FLOAT8 v = LOAD8(bs + q * PITCH + column);
            #pragma unroll // registers have no index
            for (int i = 0; i < 8; i++) {
                sums[i] = FMA8(as[q * PITCH + row + i], v, sums[i]);
            }
        }
        BARRIER;
    }
    #pragma unroll // registers have no index
    for (int i = 0; i < 8; i++) {
        float line[8];
        STORE8(sums[i], line);
        for (int j = 0; j < 8; j++) {
            int p = m0 + row + i;
            int q = n0 + column + j;
            if (p < m && q < n) {
                int at = (GROUP_ID(1) * m + p) * n + q;
                y[at] = epilogue(line[j], q, at, scale, shift, r, f);
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
