// OptimKernels: one parameter to a work item.

KERNEL adam_w(int n, float keep, float beta1, float rest1, float beta2, float rest2, float eps, float rate, float unbias,
        GLOBAL float *w, GLOBAL const float *dw, GLOBAL float *m, GLOBAL float *v) {
    int i = GLOBAL_ID(0);
    if (i < n) {
        float d = dw[i];
        float first = beta1 * m[i] + rest1 * d;
        float second = beta2 * v[i] + rest2 * (d * d);
        m[i] = first;
        v[i] = second;
        w[i] = w[i] * keep - rate * first / (SQRT(second) * unbias + eps);
    }
}

// Without momentum there is no v.
KERNEL sgd(int n, float lr, float decay, float momentum, float rest, int nesterov, GLOBAL float *w, GLOBAL const float *dw,
        GLOBAL float *v) {
    int i = GLOBAL_ID(0);
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

KERNEL average(int n, float rest, GLOBAL const float *x, GLOBAL float *average) {
    int i = GLOBAL_ID(0);
    if (i < n) {
        average[i] += rest * (x[i] - average[i]);
    }
}

#define ITEMS 128
#define BLOCK (64 * ITEMS)

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

// The sum of squares of each block in three numbers: high and low part, and by which power of two the numbers were multiplied before, so that
// their squares neither overflow nor vanish. The results of the first block go to triple firstTriple.
KERNEL squares(int n, int firstTriple, GLOBAL const float *x, GLOBAL float *y) {
    LOCAL float largest[ITEMS];
    LOCAL Twofold sums[ITEMS];
    int item = LOCAL_ID(0);
    int first = GROUP_ID(0) * BLOCK;
    int end = first + BLOCK < n ? first + BLOCK : n;
    float own = 0.0f;
    for (int i = first + item; i < end; i += ITEMS) {
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
    for (int i = first + item; i < end; i += ITEMS) {
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
        int at = 3 * (firstTriple + GROUP_ID(0));
        float high = sums[0].high;
        y[at] = high;
        y[at + 1] = high - high == 0.0f ? sums[0].low : 0.0f; // infinity has no rounding error
        y[at + 2] = scale;
    }
}
