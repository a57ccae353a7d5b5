package earshot.experiments.data;

import earshot.experiments.ExperimentException;
import earshot.experiments.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/// A set of labelled clips divided into folds, read from a folder laid out like the ESC-50 repository: `meta/esc50.csv` names file,
/// fold and category of every clip, `audio/` holds the files.
///
/// @param name    the folder's name, e.g. `esc10`
/// @param classes the categories that occur, sorted; a clip's label is a place in this list
/// @param clips   all clips, in the order of the metadata
public record Dataset(String name, List<String> classes, List<Clip> clips) {
    public Dataset {
        classes = List.copyOf(classes);
        clips = List.copyOf(clips);
    }

    /// Reads the metadata and makes sure that every file is there; no file is opened.
    ///
    /// @param folder the data set's folder
    /// @throws ExperimentException naming file and line: missing folder, file or column, contradicting or empty class, number that is
    ///                             none, file listed twice, file listed but absent
    /// @throws IOException         if the metadata cannot be read
    public static Dataset read(Path folder) throws IOException {
        List<Clip> clips = Metadata.read(folder);
        List<Clip> absent = clips.stream().filter(clip -> !Files.isRegularFile(clip.file())).toList();
        if (!absent.isEmpty()) {
            throw new ExperimentException(absent.getFirst().file() + ": listed in meta/esc50.csv but absent"
                    + (absent.size() > 1 ? ", as are " + (absent.size() - 1) + " more" : "")
                    + "; restore the file or remove its line (earshot data check "
                    + folder + " lists all)");
        }
        return of(folder, clips);
    }

    static Dataset of(Path folder, List<Clip> clips) {
        Path last = folder.toAbsolutePath().normalize().getFileName();
        var classes = new TreeSet<String>();
        clips.forEach(clip -> classes.add(clip.category()));
        return new Dataset(last == null ? "data" : last.toString(), List.copyOf(classes), clips);
    }

    /// The folds that have clips, ascending.
    public List<Integer> folds() {
        return List.copyOf(new TreeSet<>(clips.stream().map(Clip::fold).toList()));
    }

    /// The clips of one fold: what a network is judged on.
    ///
    /// @throws ExperimentException if there are none
    public List<Clip> heldOut(int fold) {
        List<Clip> chosen = clips.stream().filter(clip -> clip.fold() == fold).toList();
        if (chosen.isEmpty()) {
            throw noClips(fold);
        }
        return chosen;
    }

    /// The clips of all other folds: what a network is trained on.
    ///
    /// @throws ExperimentException if there are none, or none in the fold itself
    public List<Clip> training(int fold) {
        heldOut(fold);
        List<Clip> chosen = clips.stream().filter(clip -> clip.fold() != fold).toList();
        if (chosen.isEmpty()) {
            throw new ExperimentException("data set " + name + ": all clips are in fold " + fold
                    + ", none is left to train on; give it at least two folds");
        }
        return chosen;
    }

    /// Reads a choice of folds: `all`, or numbers separated by commas such as `1,3`.
    ///
    /// @param choice what the user typed
    /// @return the folds in the order given, each once
    /// @throws UsageException      if the choice is not understood
    /// @throws ExperimentException if a fold has no clips
    public List<Integer> chooseFolds(String choice) {
        if (choice.strip().equalsIgnoreCase("all")) {
            return folds();
        }
        var chosen = new ArrayList<Integer>();
        for (String word : choice.split(",", -1)) {
            int fold;
            try {
                fold = Integer.parseInt(word.strip());
            } catch (NumberFormatException wrong) {
                throw new UsageException("folds: expected 'all' or numbers such as 1,3, got '" + choice + "'");
            }
            if (!folds().contains(fold)) {
                throw noClips(fold);
            }
            if (!chosen.contains(fold)) {
                chosen.add(fold);
            }
        }
        return chosen;
    }

    private ExperimentException noClips(int fold) {
        return new ExperimentException(
                "data set " + name + ": fold " + fold + " has no clips; it has the folds " + folds() + ", choose among these");
    }
}
