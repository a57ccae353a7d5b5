// RandomKernels: elements 4 i to 4 i + 3 come from block i of Philox 4x32-10.

#include "../random/philox.cl"

// In [0, 1), with 24 bits.
DEVICE float fraction(uint word) {
    return (float) (word >> 8) * 5.9604644775390625e-8f;
}

KERNEL uniform(int n, ulong seed, ulong stream, float low, float range, float last, GLOBAL float *y) {
    int block = GLOBAL_ID(0);
    if (4 * block < n) {
        Words w = philox(seed, stream, (ulong) block);
        for (int i = 0; i < 4 && 4 * block + i < n; i++) {
            float value = FMA(range, fraction(w.at[i]), low);
            y[4 * block + i] = value < last ? value : last;
        }
    }
}

// By Box and Muller's transform, two from two words.
KERNEL normal(int n, ulong seed, ulong stream, float mean, float deviation, GLOBAL float *y) {
    int block = GLOBAL_ID(0);
    if (4 * block < n) {
        Words w = philox(seed, stream, (ulong) block);
        for (int i = 0; i < 4 && 4 * block + i < n; i++) {
            uint u = w.at[i & 2];
            uint v = w.at[(i & 2) + 1];
            float r = SQRT(-2.0f * LOG((float) ((u >> 8) + 1u) * 5.9604644775390625e-8f)); // of (0, 1]: finite
            float angle = 2.0f * fraction(v);
            y[4 * block + i] = mean + deviation * (r * ((i & 1) == 0 ? COSPI(angle) : SINPI(angle)));
        }
    }
}

KERNEL bernoulli(int n, ulong seed, ulong stream, int below, float value, GLOBAL float *y) {
    int block = GLOBAL_ID(0);
    if (4 * block < n) {
        Words w = philox(seed, stream, (ulong) block);
        for (int i = 0; i < 4 && 4 * block + i < n; i++) {
            y[4 * block + i] = (int) (w.at[i] >> 8) < below ? value : 0.0f;
        }
    }
}
