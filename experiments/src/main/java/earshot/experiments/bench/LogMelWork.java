package earshot.experiments.bench;

import earshot.audio.mel.LogMel;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;

/// Log-mel pictures of clips of 5 s at 44.1 kHz, transforms of 2048 every 512 samples, 128 bands; the clips on all threads, as the front
/// end takes a data set.
final class LogMelWork implements Work {
    private static final int RATE = 44100;
    private static final int SECONDS = 5;
    private static final int FFT_LENGTH = 2048;

    private final LogMel logMel = new LogMel(LogMel.Settings.of(RATE, FFT_LENGTH, 512, 128));
    private final ForkJoinPool pool;
    private final float[][] clips;

    private LogMelWork(int threads, int batch) {
        pool = new ForkJoinPool(threads);
        var random = new Random(0);
        clips = new float[batch][SECONDS * RATE];
        for (float[] clip : clips) {
            for (int i = 0; i < clip.length; i++) {
                clip[i] = (float) (0.1 * random.nextGaussian());
            }
        }
    }

    static List<Row> rows(int threads, Sizes sizes) {
        return List.of(new Row("5 s at 44.1 kHz", sizes.batch(), () -> new LogMelWork(threads, sizes.batch())));
    }

    @Override
    public void run() {
        pool.submit(() -> IntStream.range(0, clips.length).parallel().forEach(i -> logMel.apply(clips[i]))).join();
    }

    /// Of the real transforms, `2.5 n log2(n)` each; the bands are little beside them.
    @Override
    public double operations() {
        double transform = 2.5 * FFT_LENGTH * Math.log(FFT_LENGTH) / Math.log(2);
        return transform * logMel.frames(SECONDS * RATE) * clips.length;
    }

    @Override
    public double bytes() {
        return 0;
    }

    @Override
    public void close() {
        pool.close();
    }
}
