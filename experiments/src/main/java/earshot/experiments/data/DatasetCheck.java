package earshot.experiments.data;

import earshot.audio.file.AudioClip;
import earshot.audio.file.AudioFile;
import earshot.experiments.ExperimentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// What a data set is made of, and what is wrong with it. Every file is decoded, on all cores.
///
/// @param name       the data set's name
/// @param clips      number of clips listed
/// @param counts     clips per class and, within it, per fold
/// @param rates      clips per sampling rate in hertz
/// @param channels   clips per number of channels
/// @param shortest   length of the shortest clip in seconds; null if none can be read
/// @param longest    length of the longest; null if none can be read
/// @param unreadable one line per file that cannot be decoded or holds no sound
/// @param absent     files that are listed but not there
/// @param leaks      recordings that clips of several folds were cut from
public record DatasetCheck(String name, int clips, SortedMap<String, SortedMap<Integer, Integer>> counts,
        SortedMap<Integer, Integer> rates,
        SortedMap<Integer, Integer> channels, Double shortest, Double longest, List<String> unreadable, List<String> absent,
        List<Leak> leaks) {

    /// One recording whose clips stand in more than one fold: a network judged on one of them has heard the other.
    ///
    /// @param source the recording, as the metadata names it
    /// @param folds  the folds that share it
    /// @param files  the clips
    public record Leak(String source, List<Integer> folds, List<String> files) {
    }

    /// What one file is, or why it is none.
    private record Sound(int rate, int channels, double seconds, String trouble) {
    }

    /// Whether nothing is wrong.
    public boolean sound() {
        return unreadable.isEmpty() && absent.isEmpty() && leaks.isEmpty();
    }

    /// Looks at every clip of a data set.
    ///
    /// @param folder the data set's folder
    /// @param looked called once per clip, from several threads
    /// @throws ExperimentException if the metadata cannot be understood
    /// @throws IOException         if the metadata cannot be read
    public static DatasetCheck of(Path folder, Runnable looked) throws IOException {
        Dataset dataset = Dataset.of(folder, Metadata.read(folder));
        List<String> absent = dataset.clips().stream().filter(clip -> !Files.isRegularFile(clip.file()))
                .map(clip -> clip.file().toString()).toList();
        List<Sound> sounds = dataset.clips().parallelStream().filter(clip -> Files.isRegularFile(clip.file())).map(clip -> {
            Sound sound = sound(clip.file());
            looked.run();
            return sound;
        }).toList();
        var readable = sounds.stream().filter(sound -> sound.trouble() == null).toList();
        return new DatasetCheck(dataset.name(), dataset.clips().size(), counts(dataset),
                tally(readable.stream().map(Sound::rate).toList()),
                tally(readable.stream().map(Sound::channels).toList()),
                readable.stream().map(Sound::seconds).min(Double::compare).orElse(null),
                readable.stream().map(Sound::seconds).max(Double::compare).orElse(null),
                sounds.stream().map(Sound::trouble).filter(trouble -> trouble != null).toList(), absent, leaks(dataset));
    }

    private static Sound sound(Path file) {
        try {
            AudioClip clip = AudioFile.read(file);
            String trouble = clip.frames() == 0 ? file + ": holds no sound; replace it or remove its line" : null;
            return new Sound(clip.rate(), clip.channels().length, (double) clip.frames() / clip.rate(), trouble);
        } catch (IOException unreadable) {
            return new Sound(0, 0, 0, unreadable.getMessage());
        }
    }

    private static SortedMap<String, SortedMap<Integer, Integer>> counts(Dataset dataset) {
        var counts = new TreeMap<String, SortedMap<Integer, Integer>>();
        for (Clip clip : dataset.clips()) {
            counts.computeIfAbsent(clip.category(), category -> new TreeMap<>()).merge(clip.fold(), 1, Integer::sum);
        }
        return counts;
    }

    private static SortedMap<Integer, Integer> tally(List<Integer> values) {
        var tally = new TreeMap<Integer, Integer>();
        values.forEach(value -> tally.merge(value, 1, Integer::sum));
        return tally;
    }

    private static List<Leak> leaks(Dataset dataset) {
        Map<String, List<Clip>> bySource = new TreeMap<>();
        dataset.clips().stream().filter(clip -> !clip.source().isEmpty())
                .forEach(clip -> bySource.computeIfAbsent(clip.source(), source -> new ArrayList<>()).add(clip));
        var leaks = new ArrayList<Leak>();
        bySource.forEach((source, clips) -> {
            var folds = List.copyOf(new TreeSet<>(clips.stream().map(Clip::fold).toList()));
            if (folds.size() > 1) {
                leaks.add(new Leak(source, folds, clips.stream().map(Clip::name).toList()));
            }
        });
        return leaks;
    }
}
