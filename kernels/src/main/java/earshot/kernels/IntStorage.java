package earshot.kernels;

/// Whole numbers, as positions are: in host memory or on a device.
public sealed interface IntStorage extends Storage permits HostIntStorage, DeviceIntStorage {
}
