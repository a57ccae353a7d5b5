// MatmulKernels by tensor cores: y[t] = e(op(a[t]) op(b[t])), the operands rounded to TF32, products and sums in single precision. A tile of
// 128x128 to a group of eight warps, 64x32 of it to a warp, in 4x4 products of the cores.
// CUDA: compute_80

#include "../elementwise/activation.cl"

#define TILE 128
#define DEPTH 16
#define ITEMS 256
#define WARPS_ACROSS 4
#define BELOW 4
#define BESIDE 4
// Elements of a slice that an item brings.
#define SHARE (TILE * DEPTH / ITEMS)
// From one row of a slice to the next: eight banks more than the tile, so that the 32 numbers that a warp reads at once lie in 32 banks.
#define PITCH (TILE + 8)

// Where element i of an item lies in a slice of 16 columns of an operand, seen as it is multiplied: p along the tile, q along the sum. Items read
// neighbouring words of memory, whichever way it is stored.
DEVICE int along_tile(int i, int stepQ) {
    return stepQ == 1 ? LOCAL_ID(0) / DEPTH + i * (ITEMS / DEPTH) : LOCAL_ID(0) % TILE;
}

DEVICE int along_sum(int i, int stepQ) {
    return stepQ == 1 ? LOCAL_ID(0) % DEPTH : LOCAL_ID(0) / TILE + i * (ITEMS / TILE);
}

// From memory to registers: nothing waits for it until store.
DEVICE void fetch(float *share, GLOBAL const float *x, int p0, int pEnd, int stepP, int q0, int qEnd, int stepQ) {
    for (int i = 0; i < SHARE; i++) {
        int p = p0 + along_tile(i, stepQ);
        int q = q0 + along_sum(i, stepQ);
        share[i] = p < pEnd && q < qEnd ? x[p * stepP + q * stepQ] : 0.0f;
    }
}

DEVICE void store(const float *share, LOCAL_REF float *slice, int stepQ) {
    for (int i = 0; i < SHARE; i++) {
        slice[along_sum(i, stepQ) * PITCH + along_tile(i, stepQ)] = TF32(share[i]);
    }
}

KERNEL tensor(int m, int n, int k, int transposeA, int transposeB, GLOBAL const float *a, GLOBAL const float *b,
        GLOBAL const float *scale, GLOBAL const float *shift, GLOBAL const float *r, int f, GLOBAL float *y) {
    LOCAL float as[DEPTH * PITCH];
    LOCAL float bs[DEPTH * PITCH];
    LOCAL float exchange[EXCHANGE(ITEMS)];
    int warp = LOCAL_ID(0) / 32;
    int quad = LOCAL_ID(0) % 32 / 4;
    int place = LOCAL_ID(0) % 4;
    int row = warp / WARPS_ACROSS * 16 * BELOW + quad;
    int column = warp % WARPS_ACROSS * 8 * BESIDE;
    int across = (n + TILE - 1) / TILE;
    int m0 = GROUP_ID(0) / across * TILE;
    int n0 = GROUP_ID(0) % across * TILE;
    int stepA = transposeA ? m : 1;
    int stepB = transposeB ? 1 : n;
    a += GROUP_ID(1) * m * k;
    b += GROUP_ID(1) * k * n;
    float sums[BELOW][BESIDE][4];
    for (int i = 0; i < BELOW; i++) {
        for (int j = 0; j < BESIDE; j++) {
            for (int e = 0; e < 4; e++) {
                sums[i][j][e] = 0.0f;
            }
        }
    }
    float nextA[SHARE];
    float nextB[SHARE];
    fetch(nextA, a, m0, m, transposeA ? 1 : k, 0, k, stepA);
    fetch(nextB, b, n0, n, transposeB ? k : 1, 0, k, stepB);
    for (int k0 = 0; k0 < k; k0 += DEPTH) {
        BARRIER;
        store(nextA, as, stepA);
        store(nextB, bs, stepB);
        BARRIER;
        fetch(nextA, a, m0, m, transposeA ? 1 : k, k0 + DEPTH, k, stepA);
        fetch(nextB, b, n0, n, transposeB ? k : 1, k0 + DEPTH, k, stepB);
        for (int q = 0; q < DEPTH; q += 8) {
            float left[BELOW][4];
            float right[BESIDE][2];
            for (int i = 0; i < BELOW; i++) {
                LOCAL_REF const float *from = as + (q + place) * PITCH + row + 16 * i;
                left[i][0] = from[0];
                left[i][1] = from[8];
                left[i][2] = from[4 * PITCH];
                left[i][3] = from[4 * PITCH + 8];
            }
            for (int j = 0; j < BESIDE; j++) {
                LOCAL_REF const float *from = bs + (q + place) * PITCH + column + 8 * j + quad;
                right[j][0] = from[0];
                right[j][1] = from[4 * PITCH];
            }
            for (int i = 0; i < BELOW; i++) {
                for (int j = 0; j < BESIDE; j++) {
                    MULTIPLY_ADD(sums[i][j], left[i], right[j], exchange);
                }
            }
        }
    }
    // The sums are in registers, which have no index; here they get places that have.
    float results[BELOW * BESIDE * 4];
    #pragma unroll
    for (int i = 0; i < BELOW * BESIDE * 4; i++) {
        results[i] = sums[i / (4 * BESIDE)][i / 4 % BESIDE][i % 4];
    }
    for (int i = 0; i < BELOW * BESIDE * 4; i++) {
        int p = m0 + row + i / (4 * BESIDE) * 16 + i % 4 / 2 * 8;
        int q = n0 + column + i / 4 % BESIDE * 8 + 2 * place + i % 2;
        if (p < m && q < n) {
            int at = (GROUP_ID(1) * m + p) * n + q;
            y[at] = epilogue(results[i], q, at, scale, shift, r, f);
        }
    }
}
