package earshot.kernels;

import earshot.kernels.attention.AttentionKernels;
import earshot.kernels.conv.ConvKernels;
import earshot.kernels.elementwise.ElementwiseKernels;
import earshot.kernels.index.IndexKernels;
import earshot.kernels.matmul.MatmulKernels;
import earshot.kernels.norm.NormKernels;
import earshot.kernels.optim.OptimKernels;
import earshot.kernels.pool.PoolKernels;
import earshot.kernels.random.RandomKernels;
import earshot.kernels.reduce.ReduceKernels;
import earshot.kernels.softmax.SoftmaxKernels;

/// A device: a name, its memory, and one implementation of every kernel family.
///
/// Kernels trust their geometry records, which are always valid, and check nothing else. An output may be the same storage as
/// an input only where the method says so.
///
/// @param name {@code cpu}, {@code reference} …, as given to {@code --device}
/// @param description one line for people: precision, vector width, threads
/// @param memory where its numbers live
public record Backend(String name, String description, Memory memory, ElementwiseKernels elementwise, ReduceKernels reduce,
        MatmulKernels matmul, ConvKernels conv, PoolKernels pool, NormKernels norm, SoftmaxKernels softmax, OptimKernels optim,
        RandomKernels random, IndexKernels index, AttentionKernels attention) {

    @Override
    public String toString() {
        return name;
    }
}
