// ReduceKernels over [outer, count, inner]. A count is cut into parts of fixed length; y has a place for each of them.

#define ITEMS 128

// inner = 1: a group sums a part of a row. Each item adds every 128th term, then the items' sums are added in pairs.
KERNEL sum_rows(int count, int part, int parts, float scale, GLOBAL const float *x, GLOBAL float *y) {
    LOCAL float sums[ITEMS];
    int task = GROUP_ID(0);
    int item = LOCAL_ID(0);
    int first = task % parts * part;
    int end = first + part < count ? first + part : count;
    GLOBAL const float *row = x + task / parts * count;
    float s = 0.0f;
    for (int r = first + item; r < end; r += ITEMS) {
        s += row[r];
    }
    sums[item] = s;
    for (int apart = ITEMS / 2; apart > 0; apart /= 2) {
        BARRIER;
        if (item < apart) {
            sums[item] += sums[item + apart];
        }
    }
    if (item == 0) {
        y[task] = scale * sums[0];
    }
}

// An item sums a part of a column.
KERNEL sum_columns(int n, int count, int inner, int part, int parts, float scale, GLOBAL const float *x, GLOBAL float *y) {
    int i = GLOBAL_ID(0);
    if (i < n) {
        int task = i / inner;
        int first = task % parts * part;
        int end = first + part < count ? first + part : count;
        GLOBAL const float *column = x + task / parts * count * inner + i % inner;
        float s = 0.0f;
        for (int r = first; r < end; r++) {
            s += column[r * inner];
        }
        y[i] = scale * s;
    }
}

KERNEL expand(int n, int count, int inner, float scale, GLOBAL const float *y, GLOBAL float *x) {
    int i = GLOBAL_ID(0);
    if (i < n) {
        x[i] = scale * y[i / (count * inner) * inner + i % inner];
    }
}

// Whether b at position j goes before a at position i: NaN is the largest, of equals the first one counts.
DEVICE int beats(float b, int j, float a, int i) {
    int same = b == a || (b != b && a != a);
    return same ? j < i : b != b || b > a;
}

// inner = 1: a group takes a row.
KERNEL max_rows(int count, GLOBAL const float *x, GLOBAL float *y, GLOBAL int *at) {
    LOCAL float values[ITEMS];
    LOCAL int places[ITEMS];
    int item = LOCAL_ID(0);
    GLOBAL const float *row = x + GROUP_ID(0) * count;
    int best = item < count ? item : 0;
    for (int r = item + ITEMS; r < count; r += ITEMS) {
        if (beats(row[r], r, row[best], best)) {
            best = r;
        }
    }
    values[item] = row[best];
    places[item] = best;
    for (int apart = ITEMS / 2; apart > 0; apart /= 2) {
        BARRIER;
        if (item < apart && beats(values[item + apart], places[item + apart], values[item], places[item])) {
            values[item] = values[item + apart];
            places[item] = places[item + apart];
        }
    }
    if (item == 0) {
        y[GROUP_ID(0)] = values[0];
        at[GROUP_ID(0)] = places[0];
    }
}

// An item takes a column.
KERNEL max_columns(int n, int count, int inner, GLOBAL const float *x, GLOBAL float *y, GLOBAL int *at) {
    int i = GLOBAL_ID(0);
    if (i < n) {
        GLOBAL const float *column = x + i / inner * count * inner + i % inner;
        int best = 0;
        for (int r = 1; r < count; r++) {
            if (beats(column[r * inner], r, column[best * inner], best)) {
                best = r;
            }
        }
        y[i] = column[best * inner];
        at[i] = best;
    }
}
