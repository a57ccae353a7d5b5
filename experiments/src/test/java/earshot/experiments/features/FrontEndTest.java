package earshot.experiments.features;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import earshot.audio.file.AudioClip;
import earshot.audio.mel.KaldiFbank;
import earshot.experiments.files.Json;
import org.junit.jupiter.api.Test;

/// The kinds of pictures, and how they are written down.
class FrontEndTest {

    @Test
    void kaldisBanksLieBandByBand() {
        var frontEnd = new KaldiFrontEnd(16000, 0.5, 128);
        float[] sound = new float[8000];
        for (int i = 0; i < sound.length; i++) {
            sound[i] = (float) (0.3 * Math.sin(i * 0.3) + 0.1 * Math.sin(i * i * 1e-4));
        }
        float[] picture = frontEnd.apply(AudioClip.mono(16000, sound), frontEnd.transform());
        float[] byFrame = new KaldiFbank(KaldiFbank.Settings.of(16000, 128)).apply(sound);
        int frames = 1 + (8000 - 400) / 160;
        assertEquals(frames, frontEnd.frames());
        assertEquals(128 * frames, picture.length);
        for (int m = 0; m < 128; m++) {
            for (int t = 0; t < frames; t++) {
                assertEquals(byFrame[t * 128 + m], picture[m * frames + t]);
            }
        }
    }

    @Test
    void kindsAreToldApartInJson() {
        for (FrontEnd frontEnd : new FrontEnd[]{LogMelFrontEnd.STANDARD, KaldiFrontEnd.STANDARD}) {
            assertEquals(frontEnd, Json.parse("front end", Json.line(frontEnd), FrontEnd.class));
        }
        assertEquals(new LogMelFrontEnd(22050, 5, 64, 1024, 512, 80), Json.parse("front end of old",
                "{\"rate\":22050,\"seconds\":5,\"mels\":64,\"fftLength\":1024,\"hop\":512,\"topDb\":80}", FrontEnd.class));
    }

    @Test
    void lengthsThatHoldNoFrameAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new KaldiFrontEnd(16000, 0.02, 128));
        assertThrows(IllegalArgumentException.class, () -> new KaldiFrontEnd(16000, 601, 128));
        assertThrows(IllegalArgumentException.class, () -> new KaldiFrontEnd(16000, Double.NaN, 128));
        assertThrows(IllegalArgumentException.class, () -> new KaldiFrontEnd(16000, 5, 0));
    }
}
