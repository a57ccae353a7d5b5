package earshot.audio.file;

/// Formats of sound files that are read.
public enum AudioFormat {
    WAV("WAV"), OGG_VORBIS("Ogg Vorbis"), FLAC("FLAC"), MP3("MP3");

    private final String title;

    AudioFormat(String title) {
        this.title = title;
    }

    /// The name as people write it.
    @Override
    public String toString() {
        return title;
    }
}
