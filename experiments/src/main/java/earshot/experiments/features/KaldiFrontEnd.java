package earshot.experiments.features;

import earshot.audio.mel.KaldiFbank;

/// Kaldi's filter banks as BEATs wants them: 128 bands from 20 Hz on, natural logarithms of energies on the 16-bit scale. Pictures lie
/// as all others do, band by band.
///
/// @param rate    sampling rate in hertz that everything is brought to
/// @param seconds length that everything is brought to
/// @param mels    bands of the picture
public record KaldiFrontEnd(int rate, double seconds, int mels) implements FrontEnd {

    /// 16 kHz, 5 s, 128 bands.
    public static final KaldiFrontEnd STANDARD = new KaldiFrontEnd(16000, 5, 128);

    public KaldiFrontEnd {
        int frame = KaldiFbank.Settings.of(rate, mels).frameLength();
        if (!(seconds * rate >= frame) || seconds > 600) {
            throw new IllegalArgumentException("frontEnd: expected seconds between one frame (" + frame + " samples at " + rate
                    + " Hz) and 600, got " + seconds);
        }
    }

    @Override
    public int frames() {
        return KaldiFbank.Settings.of(rate, mels).frames(samples());
    }

    @Override
    public Transform transform() {
        KaldiFbank fbank = new KaldiFbank(KaldiFbank.Settings.of(rate, mels));
        int frames = frames();
        return samples -> {
            float[] byFrame = fbank.apply(samples);
            float[] picture = new float[byFrame.length];
            for (int t = 0; t < frames; t++) {
                for (int m = 0; m < mels; m++) {
                    picture[m * frames + t] = byFrame[t * mels + m];
                }
            }
            return picture;
        };
    }
}
