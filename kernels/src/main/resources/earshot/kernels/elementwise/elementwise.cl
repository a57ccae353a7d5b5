// ElementwiseKernels: one number to a work item.

#include "../elementwise/activation.cl"

#define UNARY(NAME, Y) \
    KERNEL unary_##NAME(int n, GLOBAL const float *xs, GLOBAL float *ys) { \
        int i = GLOBAL_ID(0); \
        if (i < n) { \
            float x = xs[i]; \
            ys[i] = Y; \
        } \
    }

UNARY(relu, relu(x))
UNARY(exp, EXP(x))
UNARY(log, LOG(x))
UNARY(sqrt, SQRT(x))
UNARY(abs, FABS(x))
UNARY(tanh, TANH(x))
UNARY(sigmoid, sigmoid(x))
UNARY(silu, silu(x))
UNARY(softplus, FMAX(x, 0.0f) + LOG1P(EXP(-FABS(x))))
UNARY(gelu, gelu(x))
UNARY(gelu_tanh, gelu_tanh(x))

// Of the value v that the derivative reads: the input x or the output y.
#define BACKWARD(NAME, V, SLOPE) \
    KERNEL backward_##NAME(int n, GLOBAL const float *vs, GLOBAL const float *dys, GLOBAL float *dxs) { \
        int i = GLOBAL_ID(0); \
        if (i < n) { \
            float V = vs[i]; \
            dxs[i] = dys[i] * (SLOPE); \
        } \
    }

BACKWARD(relu, y, y <= 0.0f ? 0.0f : 1.0f)
BACKWARD(exp, y, y)
BACKWARD(log, x, 1.0f / x)
BACKWARD(sqrt, y, 1.0f / (2.0f * y))
BACKWARD(abs, x, x > 0.0f ? 1.0f : x < 0.0f ? -1.0f : x)
BACKWARD(tanh, y, (1.0f - y) * (1.0f + y))
BACKWARD(sigmoid, y, y * (1.0f - y))
BACKWARD(silu, x, silu_slope(x))
BACKWARD(softplus, x, sigmoid(x))
BACKWARD(gelu, x, gelu_slope(x))
BACKWARD(gelu_tanh, x, gelu_tanh_slope(x))

// Where element i of a row-major result lies in an operand with these strides is the sum of its steps along each axis.
#define BINARY(NAME, Y) \
    KERNEL binary_##NAME(int n, int axes, Axes shape, Axes strideA, Axes strideB, GLOBAL const float *as, \
            GLOBAL const float *bs, GLOBAL float *ys) { \
        int i = GLOBAL_ID(0); \
        if (i < n) { \
            int atA = 0; \
            int atB = 0; \
            int rest = i; \
            for (int axis = axes - 1; axis > 0; axis--) { \
                int step = rest % shape.at[axis]; \
                rest /= shape.at[axis]; \
                atA += step * strideA.at[axis]; \
                atB += step * strideB.at[axis]; \
            } \
            float a = as[atA + rest * strideA.at[0]]; \
            float b = bs[atB + rest * strideB.at[0]]; \
            ys[i] = Y; \
        } \
    }

BINARY(add, a + b)
BINARY(sub, a - b)
BINARY(mul, a * b)
BINARY(div, a / b)
BINARY(max, a > b || a != a ? a : b)
BINARY(min, a < b || a != a ? a : b)
BINARY(less, a < b ? 1.0f : 0.0f)
BINARY(less_equal, a <= b ? 1.0f : 0.0f)
BINARY(equal, a == b ? 1.0f : 0.0f)

KERNEL affine(int n, float scale, float shift, GLOBAL const float *x, GLOBAL float *y) {
    int i = GLOBAL_ID(0);
    if (i < n) {
        y[i] = scale * x[i] + shift;
    }
}

// The exponent is high + low: what a float cannot hold of it would be magnified by the logarithm of the base.
KERNEL power(int n, float high, float low, GLOBAL const float *x, GLOBAL float *y) {
    int i = GLOBAL_ID(0);
    if (i < n) {
        float v = x[i];
        float p = high == 2.0f ? v * v : high == -1.0f ? 1.0f / v : high == 0.5f ? SQRT(v) : POW(v, high);
        y[i] = low != 0.0f && v > 0.0f ? p * FMA(low, LOG(v), 1.0f) : p;
    }
}

KERNEL select_by(int n, GLOBAL const float *mask, GLOBAL const float *a, GLOBAL const float *b, GLOBAL float *y) {
    int i = GLOBAL_ID(0);
    if (i < n) {
        y[i] = mask[i] != 0.0f ? a[i] : b[i];
    }
}

KERNEL fill(int n, float value, GLOBAL float *y) {
    int i = GLOBAL_ID(0);
    if (i < n) {
        y[i] = value;
    }
}
