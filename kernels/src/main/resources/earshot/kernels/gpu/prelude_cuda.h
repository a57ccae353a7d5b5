// The common subset in CUDA C++. Its twin is prelude_opencl.h; nothing else may differ between the two.

#define KERNEL extern "C" __global__ void
#define DEVICE static __device__ __forceinline__
#define GLOBAL
#define LOCAL __shared__
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

// Sizes or strides of up to 8 axes, passed by value.
typedef struct {
    int at[8];
} Axes;
