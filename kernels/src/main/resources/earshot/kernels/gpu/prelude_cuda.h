// The common subset in CUDA C++. Its twin is prelude_opencl.h; nothing else may differ between the two.

#define KERNEL extern "C" __global__ void
#define DEVICE static __device__ __forceinline__
#define GLOBAL
#define LOCAL __shared__ __align__(16)
#define LOCAL_REF // of a parameter that points there
#define CONSTANT __constant__

// Not as types: the headers of some systems have types of these names.
#define uchar unsigned char
#define uint unsigned int
#define ulong unsigned long long

#define AXIS_0 x
#define AXIS_1 y
#define AXIS_2 z
#define GLOBAL_ID(d) ((int) (blockIdx.AXIS_##d * blockDim.AXIS_##d + threadIdx.AXIS_##d))
#define LOCAL_ID(d) ((int) threadIdx.AXIS_##d)
#define GROUP_ID(d) ((int) blockIdx.AXIS_##d)
#define LOCAL_SIZE(d) ((int) blockDim.AXIS_##d)
#define GROUPS(d) ((int) gridDim.AXIS_##d)
#define BARRIER __syncthreads()

#ifndef INFINITY // which the run-time compiler does not know
#define INFINITY __int_as_float(0x7f800000)
#endif

#define MUL_HI(a, b) __umulhi(a, b)
#define FMA(a, b, c) fmaf(a, b, c)
#define EXP(x) expf(x)
#define LOG(x) logf(x)
#define LOG1P(x) log1pf(x)
#define SQRT(x) sqrtf(x)
#define RSQRT(x) rsqrtf(x)
#define TANH(x) tanhf(x)
#define ERF(x) erff(x)
#define POW(x, y) powf(x, y)
#define COSPI(x) cospif(x)
#define SINPI(x) sinpif(x)
#define FABS(x) fabsf(x)
#define FMIN(a, b) fminf(a, b)
#define FMAX(a, b) fmaxf(a, b)

// Eight neighbouring numbers that an item works on at once. LOAD8 reads them at a multiple of four from the start of an array.
typedef struct {
    float at[8];
} FLOAT8;
#define ZERO8 FLOAT8{}
DEVICE FLOAT8 LOAD8(const float *p) {
    float4 low = *(const float4 *) p;
    float4 high = *(const float4 *) (p + 4);
    return FLOAT8{{low.x, low.y, low.z, low.w, high.x, high.y, high.z, high.w}};
}
DEVICE void STORE8(FLOAT8 v, float *p) {
    for (int i = 0; i < 8; i++) {
        p[i] = v.at[i];
    }
}
DEVICE FLOAT8 FMA8(float a, FLOAT8 v, FLOAT8 s) {
    for (int i = 0; i < 8; i++) {
        s.at[i] = fmaf(a, v.at[i], s.at[i]);
    }
    return s;
}

// The end of a loop that every item shall run by itself, with its numbers in registers.
#define SERIAL(n) (n)

// Rounded to 10 bits after the point, as tensor cores take their operands.
#if __CUDA_ARCH__ >= 800
DEVICE float TF32(float x) {
    uint bits;
    asm("cvt.rna.tf32.f32 %0, %1;" : "=r"(bits) : "f"(x));
    return __uint_as_float(bits);
}

// sums += left * right by the 32 items of a warp together: 16x8 sums, 16x8 and 8x8 numbers that TF32 has rounded. Item l, with quad = l / 4 and
// place = l % 4, holds sums (quad, 2 place), (quad, 2 place + 1) and the same eight rows below; of the left those at (quad, place), (quad + 8, place),
// (quad, place + 4), (quad + 8, place + 4); of the right those at (place, quad), (place + 4, quad): PTX ISA, mma.m16n8k8. All items of a
// group must come here.
#define EXCHANGE(items) 1
DEVICE void MULTIPLY_ADD(float *sums, const float *left, const float *right, float *) {
    asm("mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};"
        : "+f"(sums[0]), "+f"(sums[1]), "+f"(sums[2]), "+f"(sums[3])
        : "r"(__float_as_uint(left[0])), "r"(__float_as_uint(left[1])), "r"(__float_as_uint(left[2])),
          "r"(__float_as_uint(left[3])), "r"(__float_as_uint(right[0])), "r"(__float_as_uint(right[1])));
}
#endif

// Sizes or strides of up to 8 axes, passed by value.
typedef struct {
    int at[8];
} Axes;
