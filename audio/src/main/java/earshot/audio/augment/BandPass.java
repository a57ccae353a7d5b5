package earshot.audio.augment;

import java.util.random.RandomGenerator;

/// Sends a recording through a random band-pass, as if through a wall or a small loudspeaker: a filter of second order whose centre is
/// uniform in its logarithm between two frequencies and lets pass 0 dB. Source: Bristow-Johnson, *Audio EQ cookbook*.
///
/// @param probability how often, 0 for off
/// @param minHertz lowest centre, above 0
/// @param maxHertz highest centre; kept below half the recording's rate
/// @param octaves bandwidth between the points of -3 dB, above 0
public record BandPass(double probability, double minHertz, double maxHertz, double octaves) implements WaveChange {

    public static final BandPass OFF = new BandPass(0, 300, 4000, 4);

    public BandPass {
        Ranges.probability("band-pass", probability);
        Ranges.require(minHertz > 0 && minHertz <= maxHertz && maxHertz < 1e9, "band-pass", "0 < minHertz <= maxHertz",
                minHertz + " and " + maxHertz);
        Ranges.require(octaves > 0 && octaves <= 12, "band-pass", "a width above 0 and up to 12 octaves", octaves);
    }

    @Override
    public float[] apply(float[] samples, int rate, RandomGenerator random) {
        boolean on = random.nextDouble() < probability;
        double hertz = minHertz * Math.pow(maxHertz / minHertz, random.nextDouble());
        return on ? filtered(samples, Math.min(hertz, 0.49 * rate), rate) : samples.clone();
    }

    float[] filtered(float[] samples, double hertz, int rate) {
        double w = 2 * Math.PI * hertz / rate;
        double alpha = Math.sin(w) * Math.sinh(Math.log(2) / 2 * octaves * w / Math.sin(w));
        double b = alpha / (1 + alpha);
        double a1 = -2 * Math.cos(w) / (1 + alpha);
        double a2 = (1 - alpha) / (1 + alpha);
        float[] passed = new float[samples.length];
        double x1 = 0;
        double x2 = 0;
        double y1 = 0;
        double y2 = 0;
        for (int i = 0; i < samples.length; i++) {
            double y = b * (samples[i] - x2) - a1 * y1 - a2 * y2;
            x2 = x1;
            x1 = samples[i];
            y2 = y1;
            y1 = y;
            passed[i] = (float) y;
        }
        return passed;
    }
}
