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

// Of each block the largest magnitude and the sum of squares in units of that: squares themselves could overflow or vanish. The results of
// the first block go to pair firstPair.
KERNEL squares(int n, int firstPair, GLOBAL const float *x, GLOBAL float *y) {
    LOCAL float parts[ITEMS];
    int item = LOCAL_ID(0);
    int first = GROUP_ID(0) * BLOCK;
    int end = first + BLOCK < n ? first + BLOCK : n;
    float largest = 0.0f;
    for (int i = first + item; i < end; i += ITEMS) {
        largest = FMAX(largest, FABS(x[i]));
    }
    parts[item] = largest;
    for (int apart = ITEMS / 2; apart > 0; apart /= 2) {
        BARRIER;
        if (item < apart) {
            parts[item] = FMAX(parts[item], parts[item + apart]);
        }
    }
    BARRIER;
    largest = parts[0];
    BARRIER;
    float s = 0.0f;
    for (int i = first + item; i < end; i += ITEMS) {
        float a = FABS(x[i]);
        float unit = a == 0.0f ? 0.0f : a == largest ? 1.0f : a / largest;
        s += unit * unit;
    }
    parts[item] = s;
    for (int apart = ITEMS / 2; apart > 0; apart /= 2) {
        BARRIER;
        if (item < apart) {
            parts[item] += parts[item + apart];
        }
    }
    if (item == 0) {
        int at = 2 * (firstPair + GROUP_ID(0));
        y[at] = largest;
        y[at + 1] = parts[0];
    }
}
