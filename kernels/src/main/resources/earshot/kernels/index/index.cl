// IndexKernels.

// Element (i_0, i_1, ...) of a row-major walk over shape goes from `from` + Σ i_k fromStride_k to `to` + Σ i_k toStride_k.
KERNEL copy(int n, int axes, Axes shape, int from, Axes fromStride, int to, Axes toStride, GLOBAL const float *x, GLOBAL float *y) {
    int i = GLOBAL_ID(0);
    if (i < n) {
        int rest = i;
        for (int axis = axes - 1; axis > 0; axis--) {
            int step = rest % shape.at[axis];
            rest /= shape.at[axis];
            from += step * fromStride.at[axis];
            to += step * toStride.at[axis];
        }
        y[to + rest * toStride.at[0]] = x[from + rest * fromStride.at[0]];
    }
}

// y[o, j, i] = x[o, index[j], i]
KERNEL take(int n, int size, int count, int inner, GLOBAL const float *x, GLOBAL const int *index, GLOBAL float *y) {
    int at = GLOBAL_ID(0);
    if (at < n) {
        int row = at / inner;
        y[at] = x[(row / count * size + index[row % count]) * inner + at % inner];
    }
}

// y[o, j, i] = x[o, index[o, j, i], i]
KERNEL gather(int n, int size, int count, int inner, GLOBAL const float *x, GLOBAL const int *index, GLOBAL float *y) {
    int at = GLOBAL_ID(0);
    if (at < n) {
        y[at] = x[(at / (count * inner) * size + index[at]) * inner + at % inner];
    }
}

// x[o, index[j], i] += y[o, j, i], all j of one o and i by one item
KERNEL add_at(int n, int size, int count, int inner, GLOBAL const float *y, GLOBAL const int *index, GLOBAL float *x) {
    int column = GLOBAL_ID(0);
    if (column < n) {
        int o = column / inner;
        int i = column % inner;
        for (int j = 0; j < count; j++) {
            x[(o * size + index[j]) * inner + i] += y[(o * count + j) * inner + i];
        }
    }
}

// x[o, index[o, j, i], i] += y[o, j, i], likewise
KERNEL scatter_add(int n, int size, int count, int inner, GLOBAL const float *y, GLOBAL const int *index, GLOBAL float *x) {
    int column = GLOBAL_ID(0);
    if (column < n) {
        int o = column / inner;
        int i = column % inner;
        for (int j = 0; j < count; j++) {
            int at = (o * count + j) * inner + i;
            x[(o * size + index[at]) * inner + i] += y[at];
        }
    }
}
