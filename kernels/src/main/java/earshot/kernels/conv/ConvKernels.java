package earshot.kernels.conv;

import earshot.kernels.Storage;
import earshot.kernels.elementwise.Epilogue;

/// Two-dimensional convolution (cross-correlation, as in PyTorch) and its two gradients. With {@code s} the stride, {@code p} the
/// padding, {@code d} the dilation, {@code C} and {@code O} the input and output channels of a group, {@code g} the group that an
/// output channel belongs to ({@code g = o / O}), and terms outside the image left out:
///
/// ```
/// z [n, i, j, o]         = Σ_{u,v,c} x[n, i·s + u·d - p, j·s + v·d - p, g·C + c] · w[u, v, c, o]
/// dx[n, h, w, g·C + c]   = Σ_{u,v,o: i·s + u·d - p = h, j·s + v·d - p = w} dy[n, i, j, o] · w[u, v, c, o]
/// dw[u, v, c, o]         = Σ_{n,i,j} x[n, i·s + u·d - p, j·s + v·d - p, g·C + c] · dy[n, i, j, o]
/// ```
///
/// where {@code dy} is the gradient of the sums.
public interface ConvKernels {

    /// Writes {@code y = e(z)}.
    void forward(ConvGeometry g, Storage x, Storage w, Epilogue e, Storage y);

    /// Writes {@code dx}, all of it: pixels that no window reaches get 0.
    void backwardData(ConvGeometry g, Storage w, Storage dy, Storage dx);

    /// Writes {@code dw}.
    void backwardWeight(ConvGeometry g, Storage x, Storage dy, Storage dw);
}
