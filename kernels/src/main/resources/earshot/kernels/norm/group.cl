// Group and layer normalisation of x [items, positions, groups * width]: see GroupNormGeometry. Where all values of a group are
// summed up, a work-group of 128 items has one.

#include "../reduce/items.cl"

#define ITEMS 128

typedef struct {
    int items;
    int positions;
    int groups;
    int width;
} Groups;

// Where value i of a group stands.
DEVICE int value_of_group(Groups g, int group, int i) {
    int position = group / g.groups * g.positions + i / g.width;
    return (position * g.groups + group % g.groups) * g.width + i % g.width;
}

// The group that element i belongs to.
DEVICE int group_of(Groups g, int i) {
    return i / (g.positions * g.groups * g.width) * g.groups + i / g.width % g.groups;
}

// Moments [items, groups, 3]: the mean, what rounding took off it, and 1 / √(var + eps).
KERNEL group_moments(Groups g, float eps, GLOBAL const float *x, GLOBAL float *moments) {
    LOCAL float shared[ITEMS];
    int group = GROUP_ID(0);
    int count = g.positions * g.width;
    float sum = 0.0f;
    for (int i = LOCAL_ID(0); i < count; i += ITEMS) {
        sum += x[value_of_group(g, group, i)];
    }
    float mean = sum_of_items(shared, sum) / (float) count;
    float rest = 0.0f;
    float squares = 0.0f;
    for (int i = LOCAL_ID(0); i < count; i += ITEMS) {
        float d = x[value_of_group(g, group, i)] - mean;
        rest += d;
        squares = FMA(d, d, squares);
    }
    rest = sum_of_items(shared, rest) / (float) count;
    float var = sum_of_items(shared, squares) / (float) count - rest * rest;
    if (LOCAL_ID(0) == 0) {
        moments[3 * group] = mean;
        moments[3 * group + 1] = rest;
        moments[3 * group + 2] = 1.0f / SQRT((var < 0.0f ? 0.0f : var) + eps);
    }
}

// Element i, normalised.
DEVICE float normalized(Groups g, GLOBAL const float *x, GLOBAL const float *moments, int i) {
    int at = 3 * group_of(g, i);
    return (x[i] - moments[at] - moments[at + 1]) * moments[at + 2];
}

// w and b may both be null.
KERNEL group_normalize(Groups g, GLOBAL const float *x, GLOBAL const float *moments, GLOBAL const float *w,
        GLOBAL const float *b, GLOBAL float *y) {
    int i = GLOBAL_ID(0);
    int c = i % (g.groups * g.width);
    if (i < g.items * g.positions * g.groups * g.width) {
        float xHat = normalized(g, x, moments, i);
        y[i] = w ? FMA(w[c], xHat, b[c]) : xHat;
    }
}

// The gradient of element i, normalised.
DEVICE float slope(Groups g, GLOBAL const float *w, GLOBAL const float *dy, int i) {
    return w ? w[i % (g.groups * g.width)] * dy[i] : dy[i];
}

// Means [items, groups, 2]: of w · dy, and of w · dy times the normalised x.
KERNEL group_means(Groups g, GLOBAL const float *x, GLOBAL const float *moments, GLOBAL const float *w, GLOBAL const float *dy,
        GLOBAL float *means) {
    LOCAL float shared[ITEMS];
    int group = GROUP_ID(0);
    int count = g.positions * g.width;
    float sum = 0.0f;
    float dot = 0.0f;
    for (int i = LOCAL_ID(0); i < count; i += ITEMS) {
        int at = value_of_group(g, group, i);
        float s = slope(g, w, dy, at);
        sum += s;
        dot = FMA(s, normalized(g, x, moments, at), dot);
    }
    sum = sum_of_items(shared, sum) / (float) count;
    dot = sum_of_items(shared, dot) / (float) count;
    if (LOCAL_ID(0) == 0) {
        means[2 * group] = sum;
        means[2 * group + 1] = dot;
    }
}

// Sums [parts, 2, channels] over part of the positions of all items: of dy, and of dy times the normalised x.
KERNEL group_sums(int rows, int channels, int part, Groups g, GLOBAL const float *x, GLOBAL const float *moments,
        GLOBAL const float *dy, GLOBAL float *sums) {
    LOCAL float dbs[LINES * LANES];
    LOCAL float dws[LINES * LANES];
    int c = CHANNEL;
    float db = 0.0f;
    float dw = 0.0f;
    if (c < channels) {
        int end = END_ROW;
        for (int row = FIRST_ROW + LOCAL_ID(1); row < end; row += LINES) {
            int i = row * channels + c;
            db += dy[i];
            dw = FMA(dy[i], normalized(g, x, moments, i), dw);
        }
    }
    put_sums(dbs, dws, db, dw, c, channels, sums);
}

KERNEL group_backward(Groups g, GLOBAL const float *x, GLOBAL const float *moments, GLOBAL const float *means,
        GLOBAL const float *w, GLOBAL const float *dy, GLOBAL float *dx) {
    int i = GLOBAL_ID(0);
    if (i < g.items * g.positions * g.groups * g.width) {
        int group = group_of(g, i);
        float xHat = normalized(g, x, moments, i);
        dx[i] = moments[3 * group + 2] * (slope(g, w, dy, i) - means[2 * group] - xHat * means[2 * group + 1]);
    }
}
