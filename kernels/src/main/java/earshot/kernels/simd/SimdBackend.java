package earshot.kernels.simd;

import earshot.kernels.Backend;
import earshot.kernels.attention.SimdAttention;
import earshot.kernels.conv.SimdConv;
import earshot.kernels.elementwise.SimdElementwise;
import earshot.kernels.index.SimdIndex;
import earshot.kernels.matmul.SimdMatmul;
import earshot.kernels.norm.SimdNorm;
import earshot.kernels.optim.SimdOptim;
import earshot.kernels.pool.SimdPool;
import earshot.kernels.random.SimdRandom;
import earshot.kernels.reduce.SimdReduce;
import earshot.kernels.reference.HostMemory;
import earshot.kernels.softmax.SimdSoftmax;

/// The CPU at its own speed: single precision, the Vector API, all threads of one team.
public final class SimdBackend {

    private SimdBackend() {
    }

    /// A backend with a memory and a team of its own.
    ///
    /// @param threads size of the team, at least 1
    public static Backend create(int threads) {
        return create("cpu", threads, false);
    }

    /// The same, but for convolutions as plain sums: a tenth of the rounding error for a part of the speed.
    ///
    /// @param threads size of the team, at least 1
    public static Backend exact(int threads) {
        return create("cpu-exact", threads, true);
    }

    private static Backend create(String name, int threads, boolean exact) {
        Workers workers = new Workers(threads);
        String description = "single precision, " + Lanes.FLOATS.vectorBitSize() + "-bit vectors, " + threads
                + (threads == 1 ? " thread" : " threads") + (exact ? ", convolutions as plain sums" : "");
        return new Backend(name, description, HostMemory.inFloat(), new SimdElementwise(workers), new SimdReduce(workers),
                new SimdMatmul(workers), new SimdConv(workers, exact), new SimdPool(workers), new SimdNorm(workers),
                new SimdSoftmax(workers), new SimdOptim(workers), new SimdRandom(workers),
                new SimdIndex(workers), new SimdAttention(workers));
    }
}
