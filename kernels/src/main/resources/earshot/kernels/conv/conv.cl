// ConvKernels: images x [n, h, w, c], weights w [kh, kw, c / groups, o], results y [n, outH, outW, o].
//
// A convolution is a product of gathered patches with the weights, one for each group ("implicit GEMM"). So is the gradient of its
// input, phase by phase (see Phase): conv_product. The gradient of its weights is the product of the patches, transposed, with
// that of the results: conv_weight. As in matmul.cl, a tile of 64x64 goes to a group, 8x8 of it to an item.

#include "../elementwise/activation.cl"
#include "../conv/axis.cl"
#include "../conv/depthwise.cl"

#define TILE 64
#define DEPTH 16
#define ITEMS 64
#define PITCH (TILE + 4)
#define OUTSIDE (-(1 << 30)) // a row of no image, however far a window reaches

// Adds the product of a slice of each operand, DEPTH deep, to an item's sums.
DEVICE void multiply(LOCAL_REF const float *as, LOCAL_REF const float *bs, FLOAT8 *sums) {
    int row = LOCAL_ID(0) / 8 * 8;
    int column = LOCAL_ID(0) % 8 * 8;
    for (int q = 0; q < SERIAL(DEPTH); q++) {
        FLOAT8 v = LOAD8(bs + q * PITCH + column);
        for (int i = 0; i < 8; i++) {
            sums[i] = FMA8(as[q * PITCH + row + i], v, sums[i]);
        }
    }
}

// y = e(patches of x · w), or the gradient of the input, where x is that of the results and w is read transposed. Groups are tiles
// of positions, tiles of channels, and groups of the convolution.
//
// A pixel of x has groups * inner channels, a pixel of y groups * outer.
KERNEL conv_product(int images, Axis rows, Axis columns, Target toRows, Target toColumns, int groups, int inner, int outer,
        int transposed, GLOBAL const float *x, GLOBAL const float *w, GLOBAL const float *scale, GLOBAL const float *shift,
        GLOBAL const float *r, int f, GLOBAL float *y) {
    LOCAL float as[DEPTH * PITCH];
    LOCAL float bs[DEPTH * PITCH];
    LOCAL int atImage[TILE];
    LOCAL int atRow[TILE];
    LOCAL int atColumn[TILE];
    int positions = images * rows.out * columns.out;
    int terms = rows.taps * columns.taps * inner;
    int m0 = GROUP_ID(0) * TILE;
    int n0 = GROUP_ID(1) * TILE;
    int from = GROUP_ID(2) * inner;
    int to = GROUP_ID(2) * outer;
    int item = LOCAL_ID(0);
    int position = m0 + item;
    atImage[item] = position / (rows.out * columns.out) * rows.size * columns.size;
    atRow[item] = position < positions ? position / columns.out % rows.out * rows.stride - rows.pad : OUTSIDE;
    atColumn[item] = position % columns.out * columns.stride - columns.pad;
    FLOAT8 sums[8];
    for (int i = 0; i < 8; i++) {
        sums[i] = ZERO8;
    }
    // Sixteen neighbouring items gather neighbouring channels; term k0 + q of an item is channel c at tap (u, v).
    int q = item % DEPTH;
    int u = 0;
    int v = 0;
    int c = q;
    for (int k0 = 0; k0 < terms; k0 += DEPTH) {
        while (c >= inner) {
            c -= inner;
            v++;
            if (v == columns.taps) {
                v = 0;
                u++;
            }
        }
        BARRIER;
        for (int p = item / DEPTH; p < TILE; p += ITEMS / DEPTH) {
            int h = atRow[p] + u * rows.dilation;
            int l = atColumn[p] + v * columns.dilation;
            int there = u < rows.taps && (uint) h < (uint) rows.size && (uint) l < (uint) columns.size;
            as[q * PITCH + p] = there ? x[(atImage[p] + h * columns.size + l) * groups * inner + from + c] : 0.0f;
        }
        if (transposed) {
            int tap = (toRows.tap + u * toRows.tapStep) * toColumns.taps + toColumns.tap + v * toColumns.tapStep;
            for (int p = item / DEPTH; p < TILE; p += ITEMS / DEPTH) {
                int there = u < rows.taps && n0 + p < outer;
                bs[q * PITCH + p] = there ? w[(tap * outer + n0 + p) * groups * inner + from + c] : 0.0f;
            }
        } else {
            for (int t = 0; t < DEPTH; t++) {
                int there = k0 + t < terms && n0 + item < outer;
                bs[t * PITCH + item] = there ? w[(k0 + t) * groups * outer + to + n0 + item] : 0.0f;
            }
        }
        BARRIER;
        multiply(as, bs, sums);
        c += DEPTH;
    }
    #pragma unroll // registers have no index
    for (int i = 0; i < 8; i++) {
        float line[8];
        STORE8(sums[i], line);
        int m = m0 + item / 8 * 8 + i;
        int pixel = target(m, rows, columns, toRows, toColumns);
        for (int j = 0; j < 8; j++) {
            int n = n0 + item % 8 * 8 + j;
            if (m < positions && n < outer) {
                int at = pixel * groups * outer + to + n;
                y[at] = epilogue(line[j], to + n, at, scale, shift, r, f);
            }
        }
    }
}

// Part of dw = patches of x, transposed, · dy: the sums over part of the positions. Parts [kh, kw, c / groups, o] stand one after
// another. Groups are tiles of rows, tiles of channels, and for each part the groups of the convolution.
KERNEL conv_weight(int images, Axis rows, Axis columns, int groups, int groupC, int groupO, int part, GLOBAL const float *x,
        GLOBAL const float *dy, GLOBAL float *dw) {
    LOCAL float as[DEPTH * PITCH];
    LOCAL float bs[DEPTH * PITCH];
    LOCAL int atImage[DEPTH];
    LOCAL int atRow[DEPTH];
    LOCAL int atColumn[DEPTH];
    int terms = rows.taps * columns.taps * groupC;
    int o = groups * groupO;
    int m0 = GROUP_ID(0) * TILE;
    int n0 = GROUP_ID(1) * TILE;
    int group = GROUP_ID(2) % groups;
    int first = GROUP_ID(2) / groups * part;
    int end = min(first + part, images * rows.out * columns.out);
    // Every item gathers for one row (u, v, c) of the tile, and for one column of it.
    int item = LOCAL_ID(0);
    int tap = (m0 + item) / groupC;
    int offsetH = tap / columns.taps * rows.dilation;
    int offsetW = tap % columns.taps * columns.dilation;
    int channel = group * groupC + (m0 + item) % groupC;
    FLOAT8 sums[8];
    for (int i = 0; i < 8; i++) {
        sums[i] = ZERO8;
    }
    for (int p0 = first; p0 < end; p0 += DEPTH) {
        if (item < DEPTH) { // who has read this has passed a barrier since
            int p = p0 + item;
            atImage[item] = p / (rows.out * columns.out) * rows.size * columns.size;
            atRow[item] = p < end ? p / columns.out % rows.out * rows.stride - rows.pad : OUTSIDE;
            atColumn[item] = p % columns.out * columns.stride - columns.pad;
        }
        BARRIER;
        for (int q = 0; q < DEPTH; q++) {
            int h = atRow[q] + offsetH;
            int l = atColumn[q] + offsetW;
            int there = m0 + item < terms && (uint) h < (uint) rows.size && (uint) l < (uint) columns.size;
            as[q * PITCH + item] = there ? x[(atImage[q] + h * columns.size + l) * groups * groupC + channel] : 0.0f;
            there = p0 + q < end && n0 + item < groupO;
            bs[q * PITCH + item] = there ? dy[(p0 + q) * o + group * groupO + n0 + item] : 0.0f;
        }
        BARRIER;
        multiply(as, bs, sums);
    }
    #pragma unroll // registers have no index
    for (int i = 0; i < 8; i++) {
        float line[8];
        STORE8(sums[i], line);
        int m = m0 + item / 8 * 8 + i;
        for (int j = 0; j < 8; j++) {
            int n = n0 + item % 8 * 8 + j;
            if (m < terms && n < groupO) {
                dw[(GROUP_ID(2) / groups * terms + m) * o + group * groupO + n] = line[j];
            }
        }
    }
}

// Adds up the parts of a gradient, always in the same order.
KERNEL conv_sum(int size, int parts, GLOBAL const float *part, GLOBAL float *dw) {
    int i = GLOBAL_ID(0);
    if (i < size) {
        float sum = 0.0f;
        for (int p = 0; p < parts; p++) {
            sum += part[p * size + i];
        }
        dw[i] = sum;
    }
}
