// OptimKernels: up to eight storages to a launch, an element to a work item. A network has many small parameters, and every launch has
// its cost.

#define ITEMS 128
#define BLOCK (64 * ITEMS)

// Parameters of a kernel, and what it does, for each of its storages.
#define LIST(EACH) EACH(0), EACH(1), EACH(2), EACH(3), EACH(4), EACH(5), EACH(6), EACH(7)
#define TURNS(EACH) EACH(0) EACH(1) EACH(2) EACH(3) EACH(4) EACH(5) EACH(6) EACH(7)

// The groups of a launch belong to the first storage, then to the second, and so on, one to every share elements. Each goes through all turns; in
// the one of its own storage, group is its number among the groups of that storage.
#define TURN(n, share, work) \
    if (group >= 0 && group < (n + share - 1) / share) { \
        work; \
    } \
    group -= (n + share - 1) / share;

DEVICE void adam_w_step(int i, int n, GLOBAL float *w, float keep, float beta1, float rest1, float beta2, float rest2, float eps, float rate,
        float unbias, GLOBAL const float *dw, GLOBAL float *m, GLOBAL float *v) {
    if (i < n) {
        float d = dw[i];
        float first = beta1 * m[i] + rest1 * d;
        float second = beta2 * v[i] + rest2 * (d * d);
        m[i] = first;
        v[i] = second;
        w[i] = w[i] * keep - rate * first / (SQRT(second) * unbias + eps);
    }
}

#define ADAM_W(k) int n##k, GLOBAL float *w##k, float keep##k, float beta1_##k, float rest1_##k, float beta2_##k, float rest2_##k, \
        float eps##k, float rate##k, float unbias##k, GLOBAL const float *dw##k, GLOBAL float *m##k, GLOBAL float *v##k
#define ADAM_W_TURN(k) TURN(n##k, ITEMS, adam_w_step(group * ITEMS + LOCAL_ID(0), n##k, w##k, keep##k, beta1_##k, rest1_##k, beta2_##k, \
        rest2_##k, eps##k, rate##k, unbias##k, dw##k, m##k, v##k))

KERNEL adam_w(LIST(ADAM_W)) {
    int group = GROUP_ID(0);
    TURNS(ADAM_W_TURN)
}

// Without momentum there is no v.
DEVICE void sgd_step(int i, int n, GLOBAL float *w, float lr, float decay, float momentum, float rest, int nesterov, GLOBAL const float *dw,
        GLOBAL float *v) {
    if (i < n) {
        float d = dw[i] + decay * w[i];
        if (v) {
            float velocity = momentum * v[i] + rest * d;
            v[i] = velocity;
            d = nesterov ? d + momentum * velocity : velocity;
        }
        w[i] -= lr * d;
    }
}

#define SGD(k) int n##k, GLOBAL float *w##k, float lr##k, float decay##k, float momentum##k, float rest##k, int nesterov##k, \
        GLOBAL const float *dw##k, GLOBAL float *v##k
#define SGD_TURN(k) TURN(n##k, ITEMS, sgd_step(group * ITEMS + LOCAL_ID(0), n##k, w##k, lr##k, decay##k, momentum##k, rest##k, nesterov##k, \
        dw##k, v##k))

KERNEL sgd(LIST(SGD)) {
    int group = GROUP_ID(0);
    TURNS(SGD_TURN)
}

DEVICE void average_step(int i, int n, GLOBAL const float *x, float rest, GLOBAL float *average) {
    if (i < n) {
        average[i] += rest * (x[i] - average[i]);
    }
}

#define AVERAGE(k) int n##k, GLOBAL const float *x##k, float rest##k, GLOBAL float *average##k
#define AVERAGE_TURN(k) TURN(n##k, ITEMS, average_step(group * ITEMS + LOCAL_ID(0), n##k, x##k, rest##k, average##k))

KERNEL average(LIST(AVERAGE)) {
    int group = GROUP_ID(0);
    TURNS(AVERAGE_TURN)
}

// A number as the sum of two, the second a rounding error of the first: twice the digits of a float (Dekker, 1971).
typedef struct {
    float high;
    float low;
} Twofold;

// The sum of both; the error of high + d.high is exact (Knuth's two-sum).
DEVICE Twofold plus(Twofold s, Twofold d) {
    float sum = s.high + d.high;
    float part = sum - s.high;
    float error = (s.high - (sum - part)) + (d.high - part);
    Twofold t;
    t.high = sum;
    t.low = s.low + d.low + error;
    return t;
}

// The square, its rounding error exact. The product is an FMA too, so that no compiler joins it with a later sum.
DEVICE Twofold squared(float x) {
    Twofold t;
    t.high = FMA(x, x, 0.0f);
    t.low = FMA(x, x, -t.high);
    return t;
}

#define SQUARES(k) int n##k, GLOBAL const float *x##k, int firstBlock##k, GLOBAL float *y##k
#define SQUARES_TURN(k) TURN(n##k, BLOCK, x = x##k + group * BLOCK; n = n##k - group * BLOCK; y = y##k + 3 * (firstBlock##k + group))

// The sum of squares of each block in three numbers: high and low part, and by which power of two the numbers were multiplied before, so that
// their squares neither overflow nor vanish. Block b of storage k gets triple firstBlock + b.
KERNEL squares(LIST(SQUARES)) {
    LOCAL float largest[ITEMS];
    LOCAL Twofold sums[ITEMS];
    int item = LOCAL_ID(0);
    int group = GROUP_ID(0);
    int n = 0;
    GLOBAL const float *x = x0;
    GLOBAL float *y = y0;
    TURNS(SQUARES_TURN)
    int end = n < BLOCK ? n : BLOCK;
    float own = 0.0f;
    for (int i = item; i < end; i += ITEMS) {
        own = FMAX(own, FABS(x[i]));
    }
    largest[item] = own;
    for (int apart = ITEMS / 2; apart > 0; apart /= 2) {
        BARRIER;
        if (item < apart) {
            largest[item] = FMAX(largest[item], largest[item + apart]);
        }
    }
    BARRIER;
    float scale = largest[0] > 0x1p60f ? 0x1p-80f : largest[0] < 0x1p-32f ? 0x1p80f : 1.0f;
    Twofold s = {0.0f, 0.0f};
    for (int i = item; i < end; i += ITEMS) {
        s = plus(s, squared(scale * x[i]));
    }
    sums[item] = s;
    for (int apart = ITEMS / 2; apart > 0; apart /= 2) {
        BARRIER;
        if (item < apart) {
            sums[item] = plus(sums[item], sums[item + apart]);
        }
    }
    if (item == 0) {
        float high = sums[0].high;
        y[0] = high;
        y[1] = high - high == 0.0f ? sums[0].low : 0.0f; // infinity has no rounding error
        y[2] = scale;
    }
}
