package earshot.kernels.gpu;

import earshot.kernels.DeviceStorage;
import earshot.kernels.matmul.MatmulGeometry;

/// Matrix products by the maker's own library, where a driver has one.
public interface GpuProducts {

    /// {@code y[t] = op(a[t]) · op(b[t])} for every {@code t < batch}; no size is 0.
    void multiply(MatmulGeometry g, DeviceStorage a, DeviceStorage b, DeviceStorage y);
}
