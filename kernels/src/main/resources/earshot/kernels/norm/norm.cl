// NormKernels: batch normalisation here, group normalisation in group.cl.
//
// Sums over rows go in three levels, always in the same order: the rows of an item, the lines of its group, the parts
// of the rows that work-groups have. A group of 32 x 8 items has 32 channels side by side, so that neighbours read
// neighbours.

#include "../elementwise/activation.cl"

#define LANES 32
#define LINES 8
#define RUN 8 // rows whose moments are taken at once

// The channel of an item, and the rows of its group.
#define CHANNEL (GROUP_ID(1) * LANES + LOCAL_ID(0))
#define FIRST_ROW (GROUP_ID(0) * part)
#define END_ROW min((GROUP_ID(0) + 1) * part, rows)

// Of n numbers: their mean, what rounding took off it, and the sum of squares about it.
typedef struct {
    float mean;
    float rest;
    float squares;
    int n;
} Moments;

// Two sets in one (Chan, Golub and LeVeque, 1983): neither a mean far above the spread nor an outlier costs digits.
DEVICE Moments join(Moments a, Moments b) {
    if (a.n == 0 || b.n == 0) {
        return a.n == 0 ? b : a;
    }
    Moments both;
    float d = b.mean - a.mean + (b.rest - a.rest);
    float share = (float) b.n / (float) (a.n + b.n);
    float step = FMA(d, share, a.rest);
    both.n = a.n + b.n;
    both.mean = a.mean + step;
    both.rest = a.mean - both.mean + step;
    both.squares = a.squares + FMA(d * d, a.n * share, b.squares);
    return both;
}

// Of up to RUN rows of a channel.
DEVICE Moments moments_of_run(GLOBAL const float *x, int channels, int n) {
    Moments run;
    float values[RUN];
    float sum = 0.0f;
    for (int i = 0; i < RUN; i++) {
        values[i] = i < n ? x[i * channels] : 0.0f;
        sum += values[i];
    }
    run.n = n;
    run.mean = sum / (float) n;
    run.squares = 0.0f;
    sum = 0.0f;
    for (int i = 0; i < RUN; i++) {
        float d = i < n ? values[i] - run.mean : 0.0f;
        sum += d;
        run.squares = FMA(d, d, run.squares);
    }
    run.rest = sum / (float) n;
    run.squares = FMA(-sum, run.rest, run.squares);
    return run;
}

// Moments [parts, 3, channels] of every channel over part of the rows.
KERNEL norm_moments(int rows, int channels, int part, GLOBAL const float *x, GLOBAL float *moments) {
    LOCAL Moments lines[LINES * LANES];
    int c = CHANNEL;
    int end = END_ROW;
    Moments mine = {0.0f, 0.0f, 0.0f, 0};
    for (int row = FIRST_ROW + LOCAL_ID(1) * RUN; row < end && c < channels; row += LINES * RUN) {
        mine = join(mine, moments_of_run(x + row * channels + c, channels, min(RUN, end - row)));
    }
    int at = LOCAL_ID(1) * LANES + LOCAL_ID(0);
    lines[at] = mine;
    BARRIER;
    if (LOCAL_ID(1) == 0 && c < channels) {
        for (int line = 1; line < LINES; line++) {
            mine = join(mine, lines[line * LANES + at]);
        }
        moments[3 * GROUP_ID(0) * channels + c] = mine.mean;
        moments[(3 * GROUP_ID(0) + 1) * channels + c] = mine.rest;
        moments[(3 * GROUP_ID(0) + 2) * channels + c] = mine.squares;
    }
}

// Mean and variance from the moments of the parts.
KERNEL norm_statistics(int rows, int channels, int part, GLOBAL const float *moments, GLOBAL float *mean, GLOBAL float *var) {
    int c = GLOBAL_ID(0);
    if (c < channels) {
        Moments whole = {0.0f, 0.0f, 0.0f, 0};
        for (int p = 0; p * part < rows; p++) {
            Moments next;
            next.mean = moments[3 * p * channels + c];
            next.rest = moments[(3 * p + 1) * channels + c];
            next.squares = moments[(3 * p + 2) * channels + c];
            next.n = min(part, rows - p * part);
            whole = join(whole, next);
        }
        mean[c] = whole.mean + whole.rest;
        var[c] = (whole.squares < 0.0f ? 0.0f : whole.squares) / (float) rows; // NaN stays
    }
}

// r may be null.
KERNEL norm_normalize(int rows, int channels, int part, float eps, int f, GLOBAL const float *x, GLOBAL const float *mean,
        GLOBAL const float *var, GLOBAL const float *w, GLOBAL const float *b, GLOBAL const float *r, GLOBAL float *y) {
    int c = CHANNEL;
    if (c < channels) {
        float centre = mean[c];
        float scale = w[c] / SQRT(var[c] + eps);
        float shift = b[c];
        int end = END_ROW;
        for (int row = FIRST_ROW + LOCAL_ID(1); row < end; row += LINES) {
            int i = row * channels + c;
            float z = FMA(x[i] - centre, scale, shift);
            y[i] = activation(f, r ? z + r[i] : z);
        }
    }
}

KERNEL norm_fold(int channels, float eps, GLOBAL const float *mean, GLOBAL const float *var, GLOBAL const float *w,
        GLOBAL const float *b, GLOBAL float *scale, GLOBAL float *shift) {
    int c = GLOBAL_ID(0);
    if (c < channels) {
        float s = w[c] / SQRT(var[c] + eps);
        scale[c] = s;
        shift[c] = FMA(-mean[c], s, b[c]);
    }
}

// Sums up two numbers of every item line by line, to sums [parts, 2, channels].
DEVICE void put_sums(LOCAL_REF float *firsts, LOCAL_REF float *seconds, float first, float second, int c, int channels,
        GLOBAL float *sums) {
    int at = LOCAL_ID(1) * LANES + LOCAL_ID(0);
    firsts[at] = first;
    seconds[at] = second;
    BARRIER;
    if (LOCAL_ID(1) == 0 && c < channels) {
        for (int line = at + LANES; line < LINES * LANES; line += LANES) {
            first += firsts[line];
            second += seconds[line];
        }
        sums[2 * GROUP_ID(0) * channels + c] = first;
        sums[(2 * GROUP_ID(0) + 1) * channels + c] = second;
    }
}

// Sums [parts, 2, channels] over part of the rows: of dz = dy f'(z), and of dz times the normalised x.
KERNEL norm_sums(int rows, int channels, int part, float eps, int f, GLOBAL const float *x, GLOBAL const float *mean,
        GLOBAL const float *var, GLOBAL const float *w, GLOBAL const float *b, GLOBAL const float *dy, GLOBAL float *sums) {
    LOCAL float dbs[LINES * LANES];
    LOCAL float dws[LINES * LANES];
    int c = CHANNEL;
    float db = 0.0f;
    float dw = 0.0f;
    if (c < channels) {
        float centre = mean[c];
        float invStd = 1.0f / SQRT(var[c] + eps);
        int end = END_ROW;
        for (int row = FIRST_ROW + LOCAL_ID(1); row < end; row += LINES) {
            int i = row * channels + c;
            float xHat = (x[i] - centre) * invStd;
            float dz = dy[i] * activation_slope(f, FMA(w[c], xHat, b[c]));
            db += dz;
            dw = FMA(dz, xHat, dw);
        }
    }
    put_sums(dbs, dws, db, dw, c, channels, sums);
}

// db and dw from the sums of the parts.
KERNEL norm_parameters(int channels, int parts, GLOBAL const float *sums, GLOBAL float *dw, GLOBAL float *db) {
    int c = GLOBAL_ID(0);
    if (c < channels) {
        float sumDb = 0.0f;
        float sumDw = 0.0f;
        for (int p = 0; p < parts; p++) {
            sumDb += sums[2 * p * channels + c];
            sumDw += sums[(2 * p + 1) * channels + c];
        }
        db[c] = sumDb;
        dw[c] = sumDw;
    }
}

// dx; with fixed statistics the sums do not count.
KERNEL norm_backward(int rows, int channels, int part, float eps, int f, int fixed, GLOBAL const float *x,
        GLOBAL const float *mean, GLOBAL const float *var, GLOBAL const float *w, GLOBAL const float *b, GLOBAL const float *dy,
        GLOBAL const float *dw, GLOBAL const float *db, GLOBAL float *dx) {
    int c = CHANNEL;
    if (c < channels) {
        float centre = mean[c];
        float invStd = 1.0f / SQRT(var[c] + eps);
        float meanDb = fixed ? 0.0f : db[c] / (float) rows;
        float meanDw = fixed ? 0.0f : dw[c] / (float) rows;
        int end = END_ROW;
        for (int row = FIRST_ROW + LOCAL_ID(1); row < end; row += LINES) {
            int i = row * channels + c;
            float xHat = (x[i] - centre) * invStd;
            float dz = dy[i] * activation_slope(f, FMA(w[c], xHat, b[c]));
            dx[i] = w[c] * invStd * (dz - meanDb - xHat * meanDw);
        }
    }
}

#include "../norm/group.cl"
