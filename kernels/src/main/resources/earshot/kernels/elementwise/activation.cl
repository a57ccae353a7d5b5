// Functions of one number: see UnaryFunction. What a product, a convolution or a norm applies on the way: see Epilogue.

DEVICE float relu(float x) {
    return x <= 0.0f ? 0.0f : x; // NaN passes
}

DEVICE float sigmoid(float x) {
    return 1.0f / (1.0f + EXP(-x));
}

DEVICE float silu(float x) {
    return x / (1.0f + EXP(-x));
}

DEVICE float silu_slope(float x) {
    return sigmoid(x) * (1.0f + x * sigmoid(-x));
}

// How far a tail of the normal distribution is followed: to where it is 0.
DEVICE float reach(float x) {
    float a = FABS(x);
    return a > 20.0f ? 20.0f : a;
}

// e^(-x² / 2), with what rounding has taken off the square put back: the exponential has magnified it.
DEVICE float bell(float x) {
    float a = reach(x);
    float square = a * a;
    float low = FMA(a, a, -square);
    return EXP(-0.5f * square) * FMA(low, -0.5f, 1.0f);
}

// The normal distribution Φ(x), given e^(-x² / 2): the tail is e^(-a² / 2) t P(t) with t = 1 / (1 + 0.35 a), P as in SimdGelu.
DEVICE float normal(float x, float e) {
    float t = 1.0f / FMA(reach(x), 0.35f, 1.0f);
    float p = FMA(t, -2.916418761e-02f, 1.440620720e-01f);
    p = FMA(p, t, -2.559044659e-01f);
    p = FMA(p, t, 1.593958586e-01f);
    p = FMA(p, t, -2.326584049e-02f);
    p = FMA(p, t, 1.055756435e-01f);
    p = FMA(p, t, 1.198152900e-01f);
    p = FMA(p, t, 1.398643702e-01f);
    p = FMA(p, t, 1.396212578e-01f);
    float tail = p * t * e;
    return x < 0.0f ? tail : 1.0f - tail;
}

DEVICE float gelu(float x) {
    return normal(x, bell(x)) * x;
}

DEVICE float gelu_slope(float x) {
    float e = bell(x);
    return FMA(e * 0.39894228f, x, normal(x, e));
}

// Twice what the older form of GELU takes the hyperbolic tangent of.
DEVICE float gelu_tanh_argument(float x) {
    return 1.59576912f * x * FMA(0.044715f * x, x, 1.0f);
}

DEVICE float gelu_tanh(float x) {
    return x * sigmoid(gelu_tanh_argument(x));
}

DEVICE float gelu_tanh_slope(float x) {
    float u = gelu_tanh_argument(x);
    float slope = 1.59576912f * FMA(0.134145f * x, x, 1.0f);
    return sigmoid(u) * (1.0f + x * (sigmoid(-u) * slope));
}

// By the number of Activation.
DEVICE float activation(int f, float x) {
    return f == 0 ? x : f == 1 ? relu(x) : f == 2 ? silu(x) : gelu(x);
}

// Its derivative at x.
DEVICE float activation_slope(int f, float x) {
    return f == 0 ? 1.0f : f == 1 ? (x <= 0.0f ? 0.0f : 1.0f) : f == 2 ? silu_slope(x) : gelu_slope(x);
}

// y = f(scale z + shift + r) for the sum z at position i of a result, in channel c; null pointers stand for 1 and 0.
DEVICE float epilogue(float z, int c, int i, GLOBAL const float *scale, GLOBAL const float *shift, GLOBAL const float *r, int f) {
    float y = scale ? scale[c] * z : z;
    y = shift ? y + shift[c] : y;
    y = r ? y + r[i] : y;
    return activation(f, y);
}
