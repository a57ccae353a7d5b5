package earshot.audio.file;

import java.util.Objects;

/// Sound in memory.
///
/// @param rate frames per second (hertz), at least 1
/// @param channels samples as `[channel][frame]`, full scale is ±1 but nothing is clipped; every channel has the same length, which
///     may be 0. The arrays are shared with the caller, not copied.
public record AudioClip(int rate, float[][] channels) {

    /// @throws IllegalArgumentException if there is no channel, the rate is below 1 or the channels differ in length
    public AudioClip {
        Objects.requireNonNull(channels, "channels");
        if (rate < 1) {
            throw new IllegalArgumentException("audio clip: expected a rate of at least 1 Hz, got " + rate);
        }
        if (channels.length == 0) {
            throw new IllegalArgumentException("audio clip: expected at least one channel, got none");
        }
        for (int c = 1; c < channels.length; c++) {
            if (channels[c].length != channels[0].length) {
                throw new IllegalArgumentException("audio clip: channel " + c + " has " + channels[c].length
                        + " frames, channel 0 has " + channels[0].length + "; all channels must have one length");
            }
        }
    }

    /// A clip of one channel.
    public static AudioClip mono(int rate, float[] samples) {
        return new AudioClip(rate, new float[][]{samples});
    }

    /// Length in frames (one sample of every channel each).
    public int frames() {
        return channels[0].length;
    }

    /// Length in seconds.
    public double seconds() {
        return (double) frames() / rate;
    }

    /// The average of all channels, `[frame]`. With one channel this is the channel itself, not a copy.
    public float[] mono() {
        if (channels.length == 1) {
            return channels[0];
        }
        float[] mixed = new float[frames()];
        for (int i = 0; i < mixed.length; i++) {
            double sum = 0;
            for (float[] channel : channels) {
                sum += channel[i];
            }
            mixed[i] = (float) (sum / channels.length);
        }
        return mixed;
    }
}
