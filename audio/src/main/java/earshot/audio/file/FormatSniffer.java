package earshot.audio.file;

import java.util.Locale;

/// Recognises a sound file by what is in it, never by its name.
final class FormatSniffer {

    private static final String CONVERT = "convert it to WAV, FLAC or Ogg Vorbis";

    private FormatSniffer() {
    }

    static AudioFormat format(AudioBytes bytes) throws UnreadableAudioException {
        if (bytes.length() == 0) {
            throw bytes.broken(UnreadableAudioException.NO_OFFSET, "the file is empty", "copy or download it again");
        }
        if (bytes.has(0, "RIFF") || bytes.has(0, "RIFX") || bytes.has(0, "RF64") || bytes.has(0, "BW64")) {
            return AudioFormat.WAV;
        }
        if (bytes.has(0, "OggS")) {
            return AudioFormat.OGG_VORBIS;
        }
        // Tags of players stand before FLAC as well as before MP3.
        long start = Id3Tag.end(bytes, 0);
        if (bytes.has(start, "fLaC")) {
            return AudioFormat.FLAC;
        }
        if (start > 0 || MpegHeader.at(bytes, 0) != null) {
            return AudioFormat.MP3;
        }
        String known = knownFormat(bytes);
        if (known != null) {
            throw bytes.broken(0, known + " is not supported", CONVERT + ", for example with ffmpeg -i in."
                    + known.toLowerCase(Locale.ROOT) + " out.wav");
        }
        throw bytes.broken(0, "expected WAV, Ogg Vorbis, FLAC or MP3, got something that starts with '" + bytes.tag(0) + "'",
                "convert it to WAV or remove it");
    }

    static FrameSource source(AudioFormat format, AudioBytes bytes) throws UnreadableAudioException {
        return switch (format) {
            case WAV -> new WavReader(bytes);
            case OGG_VORBIS -> new VorbisReader(bytes);
            case FLAC -> new FlacReader(bytes);
            case MP3 -> new Mp3Reader(bytes);
        };
    }

    /// The name of a format that is recognised but not read, or null.
    private static String knownFormat(AudioBytes bytes) throws UnreadableAudioException {
        if (bytes.has(0, "FORM") && (bytes.has(8, "AIFF") || bytes.has(8, "AIFC"))) {
            return "AIFF";
        }
        return bytes.has(4, "ftyp") ? "M4A" : null;
    }
}
