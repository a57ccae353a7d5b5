// RandomKernels: elements 4 i to 4 i + 3 come from block i of Philox 4x32-10.

typedef struct {
    uint at[4];
} Words;

// The counter is (index, stream), the key is the seed: see Philox.
DEVICE Words philox(ulong seed, ulong stream, uint index) {
    uint c0 = index;
    uint c1 = 0;
    uint c2 = (uint) stream;
    uint c3 = (uint) (stream >> 32);
    uint k0 = (uint) seed;
    uint k1 = (uint) (seed >> 32);
    for (int round = 0; round < 10; round++) {
        uint high0 = MUL_HI(0xD2511F53u, c0);
        uint high1 = MUL_HI(0xCD9E8D57u, c2);
        uint low0 = 0xD2511F53u * c0;
        uint low1 = 0xCD9E8D57u * c2;
        c0 = high1 ^ c1 ^ k0;
        c1 = low1;
        c2 = high0 ^ c3 ^ k1;
        c3 = low0;
        k0 += 0x9E3779B9u;
        k1 += 0xBB67AE85u;
    }
    Words w;
    w.at[0] = c0;
    w.at[1] = c1;
    w.at[2] = c2;
    w.at[3] = c3;
    return w;
}

// In [0, 1), with 24 bits.
DEVICE float fraction(uint word) {
    return (float) (word >> 8) * 5.9604644775390625e-8f;
}

KERNEL uniform(int n, ulong seed, ulong stream, float low, float range, float last, GLOBAL float *y) {
    int block = GLOBAL_ID(0);
    if (4 * block < n) {
        Words w = philox(seed, stream, (uint) block);
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
        Words w = philox(seed, stream, (uint) block);
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
        Words w = philox(seed, stream, (uint) block);
        for (int i = 0; i < 4 && 4 * block + i < n; i++) {
            y[4 * block + i] = (int) (w.at[i] >> 8) < below ? value : 0.0f;
        }
    }
}
