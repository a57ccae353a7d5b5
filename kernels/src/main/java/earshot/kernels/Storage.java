package earshot.kernels;

/// A run of numbers that a kernel can read and write, in the memory and the precision of one backend.
///
/// A storage knows no shape: geometry records say how a kernel reads it. The memory behind it may be longer than [#size()], because
/// pooled memory comes in size classes; what lies beyond is undefined and never read.
public sealed interface Storage permits FloatStorage, DoubleStorage, DeviceStorage, IntStorage {

    /// Number of elements in use.
    int size();
}
