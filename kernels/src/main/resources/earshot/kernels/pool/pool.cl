// PoolKernels: an element of the result to a work item, neighbouring channels to neighbours.

// See PoolGeometry and Window.
typedef struct {
    int n;
    int h;
    int w;
    int c;
    int outH;
    int outW;
    int kh;
    int kw;
    int strideH;
    int strideW;
    int padH;
    int padW;
} Pooling;

KERNEL pool_max(Pooling g, GLOBAL const float *x, GLOBAL float *y, GLOBAL int *argmax) {
    int at = GLOBAL_ID(0);
    if (at < g.n * g.outH * g.outW * g.c) {
        int position = at / g.c;
        GLOBAL const float *image = x + position / (g.outH * g.outW) * g.h * g.w * g.c + at % g.c;
        int top = position / g.outW % g.outH * g.strideH - g.padH;
        int left = position % g.outW * g.strideW - g.padW;
        int best = max(top, 0) * g.w + max(left, 0);
        float most = image[best * g.c];
        for (int h = max(top, 0); h < min(top + g.kh, g.h); h++) {
            for (int w = max(left, 0); w < min(left + g.kw, g.w); w++) {
                float value = image[(h * g.w + w) * g.c];
                // What is unequal to itself is not a number, and counts as largest.
                if (value > most || (value != value && most == most)) {
                    best = h * g.w + w;
                    most = value;
                }
            }
        }
        y[at] = most;
        argmax[at] = best;
    }
}

// A pixel looks for the windows that found their maximum there: none need be added to by two.
KERNEL pool_max_backward(Pooling g, GLOBAL const float *dy, GLOBAL const int *argmax, GLOBAL float *dx) {
    int at = GLOBAL_ID(0);
    if (at < g.n * g.h * g.w * g.c) {
        int pixel = at / g.c % (g.h * g.w);
        int h = pixel / g.w + g.padH;
        int w = pixel % g.w + g.padW;
        int image = at / (g.h * g.w * g.c) * g.outH * g.outW * g.c + at % g.c;
        float sum = 0.0f;
        // From the first window that reaches so far to the last one that begins before.
        for (int i = max(0, (h - g.kh + g.strideH) / g.strideH); i <= min(h / g.strideH, g.outH - 1); i++) {
            for (int j = max(0, (w - g.kw + g.strideW) / g.strideW); j <= min(w / g.strideW, g.outW - 1); j++) {
                int from = image + (i * g.outW + j) * g.c;
                sum += argmax[from] == pixel ? dy[from] : 0.0f;
            }
        }
        dx[at] = sum;
    }
}

// See Spans: windows of k pixels, or where k is 0, count nearly equal pieces.
typedef struct {
    int size;
    int count;
    int k;
    int stride;
    int pad;
    int countPad;
} Spans;

DEVICE int span_first(Spans g, int i) {
    return g.k > 0 ? max(0, i * g.stride - g.pad) : (int) ((ulong) i * g.size / g.count);
}

DEVICE int span_end(Spans g, int i) {
    return g.k > 0 ? min(g.size, i * g.stride - g.pad + g.k) : (int) (((ulong) (i + 1) * g.size + g.count - 1) / g.count);
}

DEVICE int span_divisor(Spans g, int i) {
    return g.countPad ? g.k : span_end(g, i) - span_first(g, i);
}

// The first position that spans a pixel.
DEVICE int first_position(Spans g, int pixel) {
    return g.k > 0 ? max(0, (pixel + g.pad - g.k + g.stride) / g.stride) : (int) ((ulong) pixel * g.count / g.size);
}

// One more than the last position that spans a pixel.
DEVICE int end_position(Spans g, int pixel) {
    return g.k > 0 ? min(g.count, (pixel + g.pad) / g.stride + 1)
            : (int) (((ulong) (pixel + 1) * g.count + g.size - 1) / g.size);
}

KERNEL pool_average(int n, int c, Spans rows, Spans columns, GLOBAL const float *x, GLOBAL float *y) {
    int at = GLOBAL_ID(0);
    if (at < n * rows.count * columns.count * c) {
        int position = at / c;
        int i = position / columns.count % rows.count;
        int j = position % columns.count;
        GLOBAL const float *image = x + position / (rows.count * columns.count) * rows.size * columns.size * c + at % c;
        float sum = 0.0f;
        for (int h = span_first(rows, i); h < span_end(rows, i); h++) {
            for (int w = span_first(columns, j); w < span_end(columns, j); w++) {
                sum += image[(h * columns.size + w) * c];
            }
        }
        y[at] = sum / (float) (span_divisor(rows, i) * span_divisor(columns, j));
    }
}

KERNEL pool_average_backward(int n, int c, Spans rows, Spans columns, GLOBAL const float *dy, GLOBAL float *dx) {
    int at = GLOBAL_ID(0);
    if (at < n * rows.size * columns.size * c) {
        int pixel = at / c;
        int h = pixel / columns.size % rows.size;
        int w = pixel % columns.size;
        GLOBAL const float *image = dy + pixel / (rows.size * columns.size) * rows.count * columns.count * c + at % c;
        float sum = 0.0f;
        for (int i = first_position(rows, h); i < end_position(rows, h); i++) {
            for (int j = first_position(columns, w); j < end_position(columns, w); j++) {
                sum += image[(i * columns.count + j) * c] / (float) (span_divisor(rows, i) * span_divisor(columns, j));
            }
        }
        dx[at] = sum;
    }
}
