package earshot.experiments.features;

import earshot.audio.file.UnreadableAudioException;
import earshot.experiments.ExperimentException;
import earshot.experiments.Parallel;
import earshot.experiments.data.Clip;
import earshot.experiments.data.Dataset;
import earshot.experiments.files.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;

/// The pictures of all clips of a data set.
///
/// @param images one per clip, in the data set's order: row-major `[mels][frames]`
/// @param mels   height of a picture
/// @param frames width of a picture
/// @param padded clips that were shorter than the front end's length
/// @param cut    clips that were longer
public record Features(List<float[]> images, int mels, int frames, int padded, int cut) {
    public Features {
        images = List.copyOf(images);
    }

    /// Takes every clip through a front end that needs no network, or out of the cache.
    public static Features of(Dataset dataset, FrontEnd frontEnd, FeatureCache cache, int threads, Runnable done)
            throws IOException {
        return of(dataset, frontEnd, frontEnd.transform(), cache, threads, done);
    }

    /// Takes every clip through the front end, or out of the cache.
    ///
    /// @param transform what the front end's [FrontEnd#transform()] gave
    /// @param threads   how many may work on it
    /// @param done      called once per clip, from several threads
    /// @throws ExperimentException listing all clips that cannot be decoded, or if the cache cannot be written
    /// @throws IOException         if a file cannot be read
    public static Features of(Dataset dataset, FrontEnd frontEnd, FrontEnd.Transform transform, FeatureCache cache, int threads,
            Runnable done) throws IOException {
        List<Clip> clips = dataset.clips();
        FeatureCache.Entry[] entries = new FeatureCache.Entry[clips.size()];
        String[] faults = new String[clips.size()];
        Parallel.forEach(clips.size(), frontEnd.callers(threads), i -> {
            try {
                entries[i] = cache.get(clips.get(i).file(), frontEnd, transform);
            } catch (UnreadableAudioException unreadable) {
                faults[i] = unreadable.getMessage();
            }
            done.run();
        });
        refuse(faults);
        var images = new ArrayList<float[]>();
        int[] fits = new int[FrontEnd.Fit.values().length];
        for (FeatureCache.Entry entry : entries) {
            images.add(entry.image());
            fits[frontEnd.fit(entry.seconds()).ordinal()]++;
        }
        return new Features(images, frontEnd.mels(), frontEnd.frames(), fits[FrontEnd.Fit.PADDED.ordinal()],
                fits[FrontEnd.Fit.CUT.ordinal()]);
    }

    /// SHA-256 of all that a network learns from and is judged by: names, folds and classes of the clips, and their pictures.
    public String fingerprint(Dataset dataset) {
        return fingerprint(dataset, IntStream.range(0, images.size()).toArray());
    }

    /// The same of some clips alone.
    ///
    /// @param clips their places in the data set
    public String fingerprint(Dataset dataset, int[] clips) {
        MessageDigest digest = Sha256.digest();
        ByteBuffer bytes = ByteBuffer.allocate(mels * frames * Float.BYTES);
        for (int i : clips) {
            Clip clip = dataset.clips().get(i);
            digest.update((clip.name() + "\n" + clip.fold() + "\n" + clip.category() + "\n").getBytes(StandardCharsets.UTF_8));
            bytes.asFloatBuffer().put(images.get(i));
            digest.update(bytes.array());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void refuse(String[] faults) {
        List<String> all = new ArrayList<>();
        for (String fault : faults) {
            if (fault != null) {
                all.add(fault);
            }
        }
        if (!all.isEmpty()) {
            throw new ExperimentException(all.size() + (all.size() == 1 ? " clip cannot" : " clips cannot")
                    + " be decoded; restore each or take it out of meta/esc50.csv: " + String.join(" | ", all));
        }
    }
}
