// The common subset in OpenCL C 1.2. Its twin is prelude_cuda.h; nothing else may differ between the two.

#define KERNEL __kernel void
#define DEVICE static inline
#define GLOBAL __global
#define LOCAL __local
#define LOCAL_REF __local // of a parameter that points there
#define CONSTANT __constant

#define GLOBAL_ID(d) ((int) get_global_id(d))
#define LOCAL_ID(d) ((int) get_local_id(d))
#define GROUP_ID(d) ((int) get_group_id(d))
#define LOCAL_SIZE(d) ((int) get_local_size(d))
#define GROUPS(d) ((int) get_num_groups(d))
#define BARRIER barrier(CLK_LOCAL_MEM_FENCE)

#define MUL_HI(a, b) mul_hi((uint) (a), (uint) (b))
#define FMA(a, b, c) fma(a, b, c)
#define EXP(x) exp(x)
#define LOG(x) log(x)
#define LOG1P(x) log1p(x)
#define SQRT(x) sqrt(x)
#define RSQRT(x) rsqrt(x)
#define TANH(x) tanh(x)
#define ERF(x) erf(x)
#define POW(x, y) pow(x, y)
#define COSPI(x) cospi(x)
#define SINPI(x) sinpi(x)
#define FABS(x) fabs(x)
#define FMIN(a, b) fmin(a, b)
#define FMAX(a, b) fmax(a, b)

// Eight neighbouring numbers that an item works on at once. LOAD8 reads them at a multiple of four from the start of an array.
#define FLOAT8 float8
#define ZERO8 ((float8) (0.0f))
#define LOAD8(p) vload8(0, p)
#define STORE8(v, p) vstore8(v, 0, p)
#define FMA8(a, v, s) fma((float8) (a), v, s)

// The end of a loop that every item shall run by itself, with its numbers in registers. PoCL would exchange a loop that all items run alike
// with the one over the items, and carry the numbers of all of them through memory; so here the end depends on the item, seemingly.
#define SERIAL(n) ((n) + (LOCAL_ID(0) >> 20))

// What CUDA's tensor cores do, as its prelude tells; here only so that kernels for them can be tested without any. Items show each other what
// they hold in exchange.
DEVICE float TF32(float x) {
    return isfinite(x) ? as_float((as_uint(x) + 0x1000u) & 0xffffe000u) : x;
}

#define EXCHANGE(items) ((items) / 32 * 192)
DEVICE void MULTIPLY_ADD(float *sums, const float *left, const float *right, __local float *exchange) {
    int quad = LOCAL_ID(0) % 32 / 4;
    int place = LOCAL_ID(0) % 4;
    __local float *lefts = exchange + LOCAL_ID(0) / 32 * 192;
    __local float *rights = lefts + 128;
    BARRIER;
    lefts[quad * 8 + place] = left[0];
    lefts[(quad + 8) * 8 + place] = left[1];
    lefts[quad * 8 + place + 4] = left[2];
    lefts[(quad + 8) * 8 + place + 4] = left[3];
    rights[place * 8 + quad] = right[0];
    rights[(place + 4) * 8 + quad] = right[1];
    BARRIER;
    for (int e = 0; e < 4; e++) {
        for (int q = 0; q < 8; q++) {
            sums[e] += lefts[(quad + e / 2 * 8) * 8 + q] * rights[q * 8 + 2 * place + e % 2];
        }
    }
}

// Sizes or strides of up to 8 axes, passed by value.
typedef struct {
    int at[8];
} Axes;
