package earshot.audio.resample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import earshot.audio.golden.GoldenAudio;
import tools.jackson.databind.JsonNode;

/// The high-quality kernel, measured: tones go in, and what comes out is split into the tone itself and everything else.
class KaiserResamplerTest {

    private static final int[][] RATES = {{44100, 22050}, {44100, 16000}, {44100, 32000}, {48000, 44100}, {44100, 48000},
            {16000, 44100}, {22050, 44100}};
    private static final int SAMPLES = 12000;

    /// What became of a tone.
    ///
    /// @param gain of the tone in decibels
    /// @param rest of the power that is not the tone, in decibels below the input
    private record Passed(double gain, double rest) {
    }

    @TestFactory
    Stream<DynamicTest> figures() {
        return Stream.of(RATES).map(r -> dynamicTest(r[0] + " to " + r[1], () -> {
            Resampler resampler = Resampler.of(r[0], r[1], Kernel.KAISER);
            double edge = Math.min(r[0], r[1]) / 2.0;
            double ripple = 0;
            double rest = -300;
            for (double part = 0.013; part <= 0.91; part += 0.0299) {
                Passed tone = pass(resampler, part * edge);
                ripple = Math.max(ripple, Math.abs(tone.gain));
                rest = Math.max(rest, tone.rest);
            }
            Passed last = pass(resampler, 0.91 * edge);
            ripple = Math.max(ripple, Math.abs(last.gain));
            double stop = -300;
            for (double hertz = edge; hertz < r[0] / 2.0; hertz += edge / 41) {
                stop = Math.max(stop, power(resampler, hertz));
            }
            String figures = String.format(Locale.ROOT, "%d to %d Hz: ripple %.5f dB, aliases and images %.1f dB, stop band %s",
                    r[0], r[1], ripple, Math.max(rest, last.rest),
                    r[1] < r[0] ? String.format(Locale.ROOT, "%.1f dB", stop) : "none");
            System.out.println(figures);
            assertTrue(ripple <= 0.01 && Math.max(rest, last.rest) <= -120 && (r[1] >= r[0] || stop <= -120), figures);
        }));
    }

    /// soxr's own filter is another one, which differs between 0.91 and 1 of the lower half: recordings have little there.
    @TestFactory
    Stream<DynamicTest> soxrIsNearlyTheSame() {
        GoldenAudio golden = GoldenAudio.golden();
        return golden.cases("resample_soxr_hq").entrySet().stream().map(e -> dynamicTest(e.getKey(), () -> {
            JsonNode a = e.getValue();
            float[] y = Resampler.of(a.get("from").asInt(), a.get("to").asInt(), Kernel.KAISER).apply(golden.samples(a));
            float[] expected = golden.floats(e.getKey() + "/out/y");
            assertEquals(expected.length, y.length, 1);
            double error = 0;
            double power = 0;
            for (int i = 200; i < Math.min(y.length, expected.length) - 200; i++) {
                error += Math.pow(expected[i] - y[i], 2);
                power += Math.pow(expected[i], 2);
            }
            double decibels = 10 * Math.log10(error / power);
            assertTrue(decibels < -45, "differs from soxr by " + decibels + " dB");
        }));
    }

    /// Noise without anything above 0.9 of the lower half comes back from another rate as it was.
    @Property(tries = 10)
    void thereAndBackLosesNothing(@ForAll @IntRange(min = 8000, max = 16000) int rate,
            @ForAll @IntRange(min = 40, max = 300) int percent, @ForAll long seed) {
        int other = rate * percent / 100;
        double edge = 0.9 * Math.min(rate, other) / 2.0;
        Random random = new Random(seed);
        float[] x = new float[3000];
        for (int tone = 0; tone < 12; tone++) {
            double hertz = random.nextDouble() * edge;
            double phase = 2 * Math.PI * random.nextDouble();
            for (int i = 0; i < x.length; i++) {
                x[i] += (float) (0.1 * Math.cos(2 * Math.PI * hertz * i / rate + phase));
            }
        }
        float[] back = Resampler.of(other, rate, Kernel.KAISER).apply(Resampler.of(rate, other, Kernel.KAISER).apply(x));
        int margin = 190 * Math.max(1, rate / other) + 200;
        for (int i = margin; i < x.length - margin; i++) {
            assertEquals(x[i], back[i], 2e-6, "sample " + i + " through " + other + " Hz");
        }
    }

    private static float[] tone(int rate, double hertz) {
        float[] x = new float[SAMPLES];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) Math.cos(2 * Math.PI * hertz * i / rate);
        }
        return x;
    }

    private static int margin(Resampler resampler) {
        return 200 * Math.max(1, resampler.toRate() / Math.min(resampler.fromRate(), resampler.toRate()) + 1);
    }

    /// Power of all that a tone becomes, in decibels below the tone.
    private static double power(Resampler resampler, double hertz) {
        float[] y = resampler.apply(tone(resampler.fromRate(), hertz));
        double sum = 0;
        int margin = margin(resampler);
        for (int i = margin; i < y.length - margin; i++) {
            sum += (double) y[i] * y[i];
        }
        return 10 * Math.log10(2 * sum / (y.length - 2 * margin));
    }

    /// The least-squares fit of the tone, and what it leaves.
    private static Passed pass(Resampler resampler, double hertz) {
        float[] y = resampler.apply(tone(resampler.fromRate(), hertz));
        int margin = margin(resampler);
        double cc = 0;
        double cs = 0;
        double ss = 0;
        double yc = 0;
        double ys = 0;
        double yy = 0;
        for (int i = margin; i < y.length - margin; i++) {
            double angle = 2 * Math.PI * hertz * i / resampler.toRate();
            double c = Math.cos(angle);
            double s = Math.sin(angle);
            cc += c * c;
            cs += c * s;
            ss += s * s;
            yc += y[i] * c;
            ys += y[i] * s;
            yy += (double) y[i] * y[i];
        }
        double determinant = cc * ss - cs * cs;
        double a = (yc * ss - ys * cs) / determinant;
        double b = (ys * cc - yc * cs) / determinant;
        double rest = 0;
        for (int i = margin; i < y.length - margin; i++) {
            double angle = 2 * Math.PI * hertz * i / resampler.toRate();
            rest += Math.pow(y[i] - a * Math.cos(angle) - b * Math.sin(angle), 2);
        }
        return new Passed(10 * Math.log10(a * a + b * b), 10 * Math.log10(2 * rest / (y.length - 2 * margin)));
    }
}
