package earshot.kernels.reference;

import earshot.kernels.Backend;
import earshot.kernels.attention.ReferenceAttention;
import earshot.kernels.conv.ReferenceConv;
import earshot.kernels.elementwise.ReferenceElementwise;
import earshot.kernels.index.ReferenceIndex;
import earshot.kernels.matmul.ReferenceMatmul;
import earshot.kernels.norm.ReferenceNorm;
import earshot.kernels.optim.ReferenceOptim;
import earshot.kernels.pool.ReferencePool;
import earshot.kernels.random.ReferenceRandom;
import earshot.kernels.reduce.ReferenceReduce;
import earshot.kernels.softmax.ReferenceSoftmax;

/// The specification: every family in double precision and plain loops, on one thread. Gradients are proved here, and every
/// other backend is compared with it.
public final class ReferenceBackend {

    private ReferenceBackend() {
    }

    /// A reference backend with a memory of its own.
    public static Backend create() {
        return new Backend("reference", "double precision, plain loops, 1 thread", HostMemory.inDouble(),
                new ReferenceElementwise(), new ReferenceReduce(), new ReferenceMatmul(), new ReferenceConv(),
                new ReferencePool(), new ReferenceNorm(), new ReferenceSoftmax(), new ReferenceOptim(), new ReferenceRandom(),
                new ReferenceIndex(), new ReferenceAttention());
    }
}
