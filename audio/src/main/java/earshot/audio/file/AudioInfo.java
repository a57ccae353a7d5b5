package earshot.audio.file;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/// What a sound file says of itself.
///
/// @param format recognised by content
/// @param rate frames per second (hertz)
/// @param channels samples per frame
/// @param frames length in frames; absent where only decoding would tell (a FLAC stream of unknown length)
public record AudioInfo(AudioFormat format, int rate, int channels, OptionalLong frames) {

    /// Length in seconds, absent as [#frames] is.
    public OptionalDouble seconds() {
        return frames.isPresent() ? OptionalDouble.of((double) frames.getAsLong() / rate) : OptionalDouble.empty();
    }
}
