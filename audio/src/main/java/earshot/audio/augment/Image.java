package earshot.audio.augment;

/// A log-mel picture to be changed in place.
///
/// @param values decibels (or what the caller made of them), row-major `[mels][frames]`; shared, not copied
/// @param mels rows
/// @param frames columns
public record Image(float[] values, int mels, int frames) {

    public Image {
        if (mels < 1 || frames < 1 || values.length != (long) mels * frames) {
            throw new IllegalArgumentException("image: expected " + mels + " x " + frames + " values, at least one, got "
                    + values.length);
        }
    }
}
