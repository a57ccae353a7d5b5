package earshot.kernels.gpu;

/// What a driver tells of a device.
///
/// @param name how to ask for it: {@code opencl:0}
/// @param model the maker's name for it
/// @param version of the driver, which compiled code depends on
/// @param memory bytes that it has
/// @param largest bytes of the largest buffer that it gives
public record GpuDevice(String name, String model, String version, long memory, long largest) {

    @Override
    public String toString() {
        return name + " (" + model + ")";
    }
}
