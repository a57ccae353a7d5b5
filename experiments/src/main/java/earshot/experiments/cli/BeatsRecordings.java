package earshot.experiments.cli;

import earshot.audio.file.UnreadableAudioException;
import earshot.experiments.ExperimentException;
import earshot.experiments.Parallel;
import earshot.experiments.beats.BeatsSound;
import earshot.experiments.features.FrontEnd;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Decodes sound files for BEATs, a few at a time on all threads, and hands them on in order.
final class BeatsRecordings {
    private static final int GROUP = 16;

    private BeatsRecordings() {
    }

    /// Takes a recording.
    interface Consumer {
        /// @param samples mono at 16 kHz
        void accept(Path file, float[] samples);
    }

    /// Goes through files. Those that cannot be decoded are left out, and named at the end.
    ///
    /// @param threads how many may decode
    /// @throws ExperimentException naming the files that cannot be decoded, after all others were handed on
    static void each(List<Path> files, int threads, Consumer consumer) throws IOException {
        List<String> faults = new ArrayList<>();
        for (int from = 0; from < files.size(); from += GROUP) {
            List<Path> group = files.subList(from, Math.min(files.size(), from + GROUP));
            float[][] samples = new float[group.size()][];
            String[] unreadable = new String[group.size()];
            Parallel.forEach(group.size(), threads, i -> {
                try {
                    samples[i] = BeatsSound.samples(FrontEnd.read(group.get(i)));
                } catch (UnreadableAudioException fault) {
                    unreadable[i] = fault.getMessage();
                }
            });
            for (int i = 0; i < samples.length; i++) {
                if (samples[i] == null) {
                    faults.add(unreadable[i]);
                } else {
                    consumer.accept(group.get(i), samples[i]);
                }
            }
        }
        if (!faults.isEmpty()) {
            throw new ExperimentException(
                    (files.size() == 1 ? "" : faults.size() + " of " + files.size() + " files cannot be decoded: ")
                            + String.join(" | ", faults));
        }
    }
}
