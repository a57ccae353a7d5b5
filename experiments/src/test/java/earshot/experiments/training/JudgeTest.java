package earshot.experiments.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import earshot.audio.augment.Image;
import earshot.engine.files.StateDict;
import earshot.engine.files.TensorData;
import earshot.experiments.features.Normalization;
import earshot.experiments.models.ResNet;
import earshot.kernels.Backend;
import earshot.kernels.Backends;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class JudgeTest {
    private static final int MELS = 8;
    private static final int FRAMES = 12;
    private static final Backend CPU = Backends.create("cpu", 2);
    private static final ResNet NETWORK = new ResNet(CPU, new ResNet.Config(1, 4, 3, List.of(1, 1)), 7);
    private static final Judge JUDGE = new Judge(CPU, NETWORK, new Normalization(-20, 11), MELS, FRAMES, 3);

    @AfterAll
    static void release() {
        NETWORK.release();
    }

    private static List<float[]> images(int n) {
        var random = new SplittableRandom(3);
        var images = new ArrayList<float[]>();
        for (int i = 0; i < n; i++) {
            float[] image = new float[MELS * FRAMES];
            for (int p = 0; p < image.length; p++) {
                image[p] = (float) (-80 * random.nextDouble());
            }
            images.add(image);
        }
        return images;
    }

    @Test
    void probabilitiesAreDistributionsThatDifferFromPictureToPicture() {
        float[][] p = JUDGE.plain(images(5));
        assertEquals(5, p.length);
        for (float[] row : p) {
            assertEquals(1, row[0] + row[1] + row[2], 1e-5);
        }
        assertFalse(Arrays.equals(p[0], p[1]));
    }

    /// More pictures than fit into one batch give what each gives alone.
    @Test
    void aPictureDoesNotDependOnItsNeighbours() {
        List<float[]> images = images(71);
        float[][] together = JUDGE.plain(images);
        assertEquals(71, together.length);
        for (int i : new int[]{0, 31, 32, 63, 64, 70}) {
            assertArrayEquals(JUDGE.plain(List.of(images.get(i)))[0], together[i], 1e-6f, "picture " + i);
        }
    }

    @Test
    void judgingChangesNeitherPicturesNorTheNetwork() {
        List<float[]> images = images(3);
        NETWORK.train();
        TensorData before = StateDict.of(NETWORK).get("bn1.running_mean");
        JUDGE.averaged(images, 2, (image, _, _) -> Arrays.fill(image.values(), 0));
        assertArrayEquals(before.doubles(), StateDict.of(NETWORK).get("bn1.running_mean").doubles());
        List<float[]> fresh = images(3);
        for (int i = 0; i < 3; i++) {
            assertArrayEquals(fresh.get(i), images.get(i));
        }
    }

    /// The mean of the probabilities over the views, and every view of every picture is asked for by its numbers.
    @Test
    void averagesProbabilitiesOverViews() {
        List<float[]> images = images(40);
        Set<String> asked = new HashSet<>();
        float[][] got = JUDGE.averaged(images, 3, (image, view, index) -> {
            asked.add(view + ":" + index);
            louder(image, view);
        });
        assertEquals(120, asked.size());
        assertTrue(asked.contains("0:0") && asked.contains("2:39"));
        float[][] expected = new float[40][3];
        for (int view = 0; view < 3; view++) {
            List<float[]> changed = images(40);
            for (float[] image : changed) {
                louder(new Image(image, MELS, FRAMES), view);
            }
            float[][] p = JUDGE.plain(changed);
            for (int i = 0; i < 40; i++) {
                for (int c = 0; c < 3; c++) {
                    expected[i][c] += p[i][c] / 3;
                }
            }
        }
        for (int i = 0; i < 40; i++) {
            assertArrayEquals(expected[i], got[i], 1e-6f);
        }
        assertFalse(Arrays.equals(JUDGE.plain(images)[0], got[0]));
    }

    private static void louder(Image image, int view) {
        for (int p = 0; p < image.values().length; p++) {
            image.values()[p] += 9 * view;
        }
    }

    /// View 0 is augmented like all others: the plain figure has no part in the averaged one.
    @Test
    void seededViewsDifferByViewPictureFoldAndSeed() {
        var augmentation = Recipe.RESNET34.views().of(0);
        var seen = new HashSet<Integer>();
        int n = 0;
        for (long seed : new long[]{0, 1}) {
            for (int fold : new int[]{1, 2}) {
                Judge.View views = Judge.views(augmentation, seed, fold);
                for (int view = 0; view < 3; view++) {
                    for (int index = 0; index < 3; index++, n++) {
                        float[] ramp = ramp();
                        views.apply(new Image(ramp, 1, ramp.length), view, index);
                        seen.add((int) ramp[0]);
                        float[] again = ramp();
                        Judge.views(augmentation, seed, fold).apply(new Image(again, 1, again.length), view, index);
                        assertArrayEquals(ramp, again);
                    }
                }
            }
        }
        assertEquals(36, n);
        assertEquals(n, seen.size(), "shifts, out of 100,000");
    }

    private static float[] ramp() {
        float[] ramp = new float[100_000];
        for (int i = 0; i < ramp.length; i++) {
            ramp[i] = i;
        }
        return ramp;
    }
}
