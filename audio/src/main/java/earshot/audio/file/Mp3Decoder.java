package earshot.audio.file;

import java.io.InputStream;
import java.util.Arrays;
import javazoom.jl.decoder.Bitstream;
import javazoom.jl.decoder.Decoder;
import javazoom.jl.decoder.Header;
import javazoom.jl.decoder.JavaLayerException;
import javazoom.jl.decoder.Obuffer;

/// The part of MP3 decoding that is jlayer's: frames to floats, before jlayer rounds them to 16 bits. The only class that needs jlayer.
final class Mp3Decoder {

    private static final String REMEDY = "copy or download the file again";

    private final Bitstream stream;
    private final Decoder decoder = new Decoder();
    private final Samples samples;

    /// What jlayer makes of full scale: a little less than 16 bits hold.
    private static final float FULL_SCALE = 32700;

    /// Takes what jlayer's synthesis gives, as ±1.
    private static final class Samples extends Obuffer {
        private final float[][] channels;
        private final int[] filled;

        Samples(int count) {
            channels = new float[count][1152];
            filled = new int[count];
        }

        @Override
        public void appendSamples(int channel, float[] given) {
            // Layer 3 alone says more than it may hold when a frame is damaged.
            for (int i = 0; i < 32 && filled[channel] < 1152; i++) {
                channels[channel][filled[channel]++] = given[i] / FULL_SCALE;
            }
        }

        @Override
        public void append(int channel, short value) {
            throw new IllegalStateException("jlayer appends 32 samples at once");
        }

        void clear() {
            for (float[] channel : channels) {
                Arrays.fill(channel, 0);
            }
            Arrays.fill(filled, 0);
        }

        @Override
        public void write_buffer(int value) {
            // Nothing is passed on.
        }

        @Override
        public void close() {
            // Nothing is open.
        }

        @Override
        public void clear_buffer() {
            // Cleared between frames.
        }

        @Override
        public void set_stop_flag() {
            // Nothing is played.
        }
    }

    /// @param frames begins at the first frame that is sound
    Mp3Decoder(InputStream frames, int channels) {
        this.stream = new Bitstream(frames);
        this.samples = new Samples(channels);
        decoder.setOutputBuffer(samples);
    }

    /// Decodes the next frame, `[channel][sample]`, as many as its header says; a frame whose bits lie in frames that were cut away is
    /// silent. The arrays are used again for the next.
    float[][] decode(MpegHeader header, AudioBytes bytes, long offset) throws UnreadableAudioException {
        samples.clear();
        try {
            Header found = stream.readFrame();
            if (found == null || found.calculate_framesize() + 4 != header.bytes()) {
                throw bytes.broken(offset, "jlayer finds no frame of " + header.bytes() + " bytes here", REMEDY);
            }
            decoder.decodeFrame(found, stream);
            stream.closeFrame();
        } catch (JavaLayerException | RuntimeException e) {
            throw new UnreadableAudioException(bytes.file(), offset,
                    "this MPEG frame does not decode (jlayer: " + e.getClass().getSimpleName() + ")", REMEDY, e);
        }
        for (float[] channel : samples.channels) {
            for (float x : channel) {
                if (!Float.isFinite(x)) {
                    throw bytes.broken(offset, "this MPEG frame decodes to what is not a number", REMEDY);
                }
            }
        }
        return samples.channels;
    }
}
