package earshot.experiments.synth;

import java.util.List;
import java.util.random.RandomGenerator;

/// One kind of environmental sound, made from oscillators, noise and envelopes. Every clip draws its own pitch, tempo and colour, so
/// that no two are alike and a network has something to learn.
interface SoundKind {

    /// All kinds, sorted by category.
    List<SoundKind> ALL = List.of(new AlarmBeep(), new BirdChirps(), new ClockTick(), new CracklingFire(), new DogBark(),
            new Engine(), new Footsteps(),
            new Rain(), new Siren(), new Wind());

    /// Name of the class, in the style of ESC-50: lower case, words joined by underscores.
    String category();

    /// Adds the sound to a buffer. Level and background are somebody else's business.
    ///
    /// @param out    mono samples, silent on entry; loudness is free, it is levelled afterwards
    /// @param rate   samples per second
    /// @param random the only source of chance
    void render(float[] out, int rate, RandomGenerator random);
}
