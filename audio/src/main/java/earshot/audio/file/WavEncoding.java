package earshot.audio.file;

/// How [WavWriter] stores a sample.
public enum WavEncoding {
    /// Signed 16-bit integers, scaled by 2^15, rounded to the nearest even and clipped to their range.
    PCM16(1, 2),
    /// IEEE floats of 32 bits, stored as they are.
    FLOAT32(3, 4);

    private final int formatTag;
    private final int sampleBytes;

    WavEncoding(int formatTag, int sampleBytes) {
        this.formatTag = formatTag;
        this.sampleBytes = sampleBytes;
    }

    int formatTag() {
        return formatTag;
    }

    int sampleBytes() {
        return sampleBytes;
    }
}
