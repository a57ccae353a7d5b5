// ConvKernels: images x [n, h, w, c], weights w [kh, kw, c / groups, o], results y [n, outH, outW, o].
//
// A convolution is a product of gathered patches with the weights, one for each group ("implicit GEMM"). So is the gradient of its
// input, phase by phase (see Phase): conv_product. The gradient of its weights is the product of the patches, transposed, with
// that of the results: conv_weight. As in matmul.cl, a tile of 64x64 goes to a group, 8x8 of it to an item; where the product has
// up to 32 columns, one of 128x32.

#include "../elementwise/activation.cl"
#include "../conv/axis.cl"
#include "../conv/depthwise.cl"

#define DEPTH 16
#define ITEMS 64
#define ACROSS(n) ((n) > 32 ? 8 : 4) // items side by side in a tile of a product of n columns
#define MOST_ROWS 128
#define MOST_COLUMNS 64
// From one row of a slice to the next: a little more than there is in it, so that items that write down a column meet different banks.
#define PITCH (MOST_COLUMNS + 4)
#define LONG_PITCH (MOST_ROWS + 4)
#define SHORT_PITCH (DEPTH + 4)
#define OUTSIDE (-(1 << 30)) // a row of no image, however far a window reaches

// Channel c at tap (u, v): one of the terms that a sum has.
typedef struct {
    int u;
    int v;
    int c;
} Term;

// The term n after one, with so many channels and so many taps in a row.
DEVICE Term later(Term t, int n, int channels, int taps) {
    t.c += n;
    while (t.c >= channels) {
        t.c -= channels;
        t.v++;
        if (t.v == taps) {
            t.v = 0;
            t.u++;
        }
    }
    return t;
}

// The tap of the weights that a term meets.
DEVICE int tap_of(Term t, Target toRows, Target toColumns) {
    return (toRows.tap + t.u * toRows.tapStep) * toColumns.taps + toColumns.tap + t.v * toColumns.tapStep;
}

// Takes eight terms from one on of the patch that begins at row h and column l of an image, with zeros where the image or the
// patch ends. Of the pixel's channels, groups * channels, those from the channel from on count. Where their number is a multiple of
// eight, the terms are neighbours.
DEVICE void gather(LOCAL_REF float *to, GLOBAL const float *x, int image, int h, int l, Axis rows, Axis columns, Term t, int groups,
        int channels, int from) {
    int one = channels % 8 == 0;
    for (int i = 0; i < (one ? 1 : 8); i++) {
        int row = h + t.u * rows.dilation;
        int column = l + t.v * columns.dilation;
        int there = t.u < rows.taps && (uint) row < (uint) rows.size && (uint) column < (uint) columns.size;
        GLOBAL const float *at = x + (image + row * columns.size + column) * groups * channels + from + t.c;
        if (one) {
            STORE8(there ? LOAD8(at) : ZERO8, to);
        } else {
            to[i] = there ? *at : 0.0f;
            t = later(t, 1, channels, columns.taps);
        }
    }
}

// Takes eight neighbours from the i-th of n on, with zeros from the end on. Where n is a multiple of eight they are read at once.
DEVICE void take(LOCAL_REF float *to, GLOBAL const float *x, int i, int n) {
    if (n % 8 == 0) {
        STORE8(i < n ? LOAD8(x + i) : ZERO8, to);
    } else {
        for (int j = 0; j < 8; j++) {
            to[j] = i + j < n ? x[i + j] : 0.0f;
        }
    }
}

// Adds the product of a slice of each operand, DEPTH deep, to an item's sums: 8 rows of the first from row on, stepP apart and with
// terms stepQ apart, and 8 columns of the second.
DEVICE void multiply(LOCAL_REF const float *as, int row, int stepP, int stepQ, LOCAL_REF const float *bs, int column, FLOAT8 *sums) {
    for (int q = 0; q < SERIAL(DEPTH); q++) {
        FLOAT8 v = LOAD8(bs + q * PITCH + column);
        #pragma unroll // registers have no index
        for (int i = 0; i < 8; i++) {
            sums[i] = FMA8(as[(row + i) * stepP + q * stepQ], v, sums[i]);
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
    LOCAL float as[MOST_ROWS * SHORT_PITCH];
    LOCAL float bs[DEPTH * PITCH];
    LOCAL int atImage[MOST_ROWS];
    LOCAL int atRow[MOST_ROWS];
    LOCAL int atColumn[MOST_ROWS];
    int across = ACROSS(outer);
    int tileRows = ITEMS / across * 8;
    int positions = images * rows.out * columns.out;
    int terms = rows.taps * columns.taps * inner;
    int m0 = GROUP_ID(0) * tileRows;
    int n0 = GROUP_ID(1) * across * 8;
    int from = GROUP_ID(2) * inner;
    int to = GROUP_ID(2) * outer;
    int item = LOCAL_ID(0);
    int row = item / across * 8;
    int column = item % across * 8;
    for (int p = item; p < tileRows; p += ITEMS) {
        int m = m0 + p;
        atImage[p] = m / (rows.out * columns.out) * rows.size * columns.size;
        atRow[p] = m < positions ? m / columns.out % rows.out * rows.stride - rows.pad : OUTSIDE;
        atColumn[p] = m % columns.out * columns.stride - columns.pad;
    }
    FLOAT8 sums[8];
    for (int i = 0; i < 8; i++) {
        sums[i] = ZERO8;
    }
    // Two neighbouring items take one half each of the 16 terms of a row of patches, then of others.
    int q = item % 2 * 8;
    Term first = {0, 0, 0};
    first = later(first, q, inner, columns.taps);
    for (int k0 = 0; k0 < terms; k0 += DEPTH) {
        BARRIER;
        for (int p = item / 2; p < tileRows; p += ITEMS / 2) {
            gather(as + p * SHORT_PITCH + q, x, atImage[p], atRow[p], atColumn[p], rows, columns, first, groups, inner, from);
        }
        if (transposed) {
            for (int n = item / 2; n < across * 8; n += ITEMS / 2) {
                Term t = first;
                int tap = tap_of(t, toRows, toColumns);
                for (int i = 0; i < 8; i++) {
                    int there = t.u < rows.taps && n0 + n < outer;
                    bs[(q + i) * PITCH + n] = there ? w[(tap * outer + n0 + n) * groups * inner + from + t.c] : 0.0f;
                    t = later(t, 1, inner, columns.taps);
                    tap = t.c == 0 ? tap_of(t, toRows, toColumns) : tap;
                }
            }
        } else {
            for (int k = item / across; k < DEPTH; k += ITEMS / across) {
                take(bs + k * PITCH + column, w + (k0 + k) * groups * outer + to, n0 + column, k0 + k < terms ? outer : 0);
            }
        }
        BARRIER;
        multiply(as, row, SHORT_PITCH, 1, bs, column, sums);
        first = later(first, DEPTH, inner, columns.taps);
    }
    #pragma unroll // registers have no index
    for (int i = 0; i < 8; i++) {
        float line[8];
        STORE8(sums[i], line);
        int m = m0 + row + i;
        int pixel = target(m, rows, columns, toRows, toColumns);
        for (int j = 0; j < 8; j++) {
            int n = n0 + column + j;
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
    LOCAL float as[DEPTH * LONG_PITCH];
    LOCAL float bs[DEPTH * PITCH];
    LOCAL int atImage[DEPTH];
    LOCAL int atRow[DEPTH];
    LOCAL int atColumn[DEPTH];
    int terms = rows.taps * columns.taps * groupC;
    int o = groups * groupO;
    int across = ACROSS(groupO);
    int down = ITEMS / across;
    int m0 = GROUP_ID(0) * down * 8;
    int n0 = GROUP_ID(1) * across * 8;
    int group = GROUP_ID(2) % groups;
    int begin = GROUP_ID(2) / groups * part;
    int end = min(begin + part, images * rows.out * columns.out);
    int item = LOCAL_ID(0);
    int row = item / across * 8;
    int column = item % across * 8;
    // Of every position that an item gathers from it takes the same eight rows of the tile.
    int p = item % down * 8;
    Term first = {0, 0, 0};
    first = later(first, m0 + p, groupC, columns.taps);
    FLOAT8 sums[8];
    for (int i = 0; i < 8; i++) {
        sums[i] = ZERO8;
    }
    for (int k0 = begin; k0 < end; k0 += DEPTH) {
        if (item < DEPTH) { // who has read this has passed a barrier since
            int at = k0 + item;
            atImage[item] = at / (rows.out * columns.out) * rows.size * columns.size;
            atRow[item] = at < end ? at / columns.out % rows.out * rows.stride - rows.pad : OUTSIDE;
            atColumn[item] = at % columns.out * columns.stride - columns.pad;
        }
        BARRIER;
        for (int q = item / down; q < DEPTH; q += ITEMS / down) {
            gather(as + q * LONG_PITCH + p, x, atImage[q], atRow[q], atColumn[q], rows, columns, first, groups, groupC,
                    group * groupC);
        }
        for (int q = item / across; q < DEPTH; q += ITEMS / across) {
            take(bs + q * PITCH + column, dy + (k0 + q) * o + group * groupO, n0 + column, k0 + q < end ? groupO : 0);
        }
        BARRIER;
        multiply(as, row, 1, LONG_PITCH, bs, column, sums);
    }
    #pragma unroll // registers have no index
    for (int i = 0; i < 8; i++) {
        float line[8];
        STORE8(sums[i], line);
        int m = m0 + row + i;
        for (int j = 0; j < 8; j++) {
            int n = n0 + column + j;
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
