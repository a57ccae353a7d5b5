package earshot.audio.file;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/// Reads damaged sound files, many of them: nothing but [UnreadableAudioException] may come out, whatever the damage, none may take
/// longer than two seconds, and none may allocate far beyond what it holds. A run of its own, in a machine with little memory:
/// `mvn -pl audio test -Dtest=SoundFuzzTest -Dearshot.fuzz=1000000`.
///
/// Every mutation is a function of the seed and its number; one that fails is kept in a file.
public final class SoundFuzz {
    private static final long SLOW_NANOS = 2_000_000_000L;
    private static final com.sun.management.ThreadMXBean THREADS = (com.sun.management.ThreadMXBean) ManagementFactory
            .getThreadMXBean();

    /// A file to damage.
    ///
    /// @param ogg whether checksums can be made to fit again
    private record Specimen(String name, byte[] bytes, boolean ogg) {
    }

    private final List<Specimen> specimens = new ArrayList<>();
    private final Path scratch;
    private volatile long started;
    private volatile byte[] current;
    private long accepted;
    private long refused;
    private long slowest;
    private long greediest;

    private SoundFuzz(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(f -> !f.toString().endsWith(".json")).sorted().toList()) {
                byte[] bytes = Files.readAllBytes(file);
                boolean ogg = bytes.length > 4 && bytes[0] == 'O' && bytes[1] == 'g';
                specimens.add(new Specimen(file.getFileName().toString(), bytes, ogg));
            }
        }
        Path memory = Path.of("/dev/shm");
        scratch = Files.isWritable(memory)
                ? Files.createTempFile(memory, "earshot-fuzz-", ".bin")
                : Files.createTempFile("earshot-fuzz-", ".bin");
        scratch.toFile().deleteOnExit();
    }

    /// @param args number of mutations, seed, folder of specimens
    public static void main(String[] args) throws IOException {
        SoundFuzz fuzz = new SoundFuzz(Path.of(args[2]));
        fuzz.watch();
        long count = Long.parseLong(args[0]);
        long begin = System.nanoTime();
        for (long i = 0; i < count; i++) {
            fuzz.one(Long.parseLong(args[1]), i);
        }
        System.out.println(String.format(Locale.ROOT,
                "%d mutations of %d files in %.0f s: %d read, %d refused; slowest %.0f ms, most memory %.1f MB", count,
                fuzz.specimens.size(), (System.nanoTime() - begin) * 1e-9, fuzz.accepted, fuzz.refused, fuzz.slowest * 1e-6,
                fuzz.greediest * 1e-6));
    }

    private void one(long seed, long number) throws IOException {
        SplittableRandom random = new SplittableRandom(seed * 0x9E37_79B9_7F4A_7C15L + number);
        Specimen specimen = specimens.get(random.nextInt(specimens.size()));
        byte[] bytes = damaged(specimen, random);
        Files.write(scratch, bytes);
        current = bytes;
        long before = THREADS.getCurrentThreadAllocatedBytes();
        // Of the processor: another program may take it away.
        started = THREADS.getCurrentThreadCpuTime();
        long samples = 0;
        try (AudioStream stream = AudioFile.open(scratch)) {
            for (float[][] block; (block = stream.nextBlock()) != null;) {
                samples += (long) block.length * block[0].length;
            }
            AudioInfo info = stream.info();
            accepted++;
            if (info.frames().isPresent() && info.frames().getAsLong() * info.channels() != samples) {
                throw new AssertionError(
                        "mutation " + number + " of " + specimen.name() + ": " + info + ", read " + samples + kept());
            }
        } catch (UnreadableAudioException e) {
            refused++;
            if (!e.getMessage().startsWith(scratch.toString()) || e.getMessage().lines().count() != 1
                    || e.getMessage().contains("Java heap")) {
                throw new AssertionError("not a line that names the file: " + e.getMessage() + kept(), e);
            }
        } catch (RuntimeException | Error e) {
            throw new AssertionError("mutation " + number + " of " + specimen.name() + ": " + e + kept(), e);
        }
        long nanos = THREADS.getCurrentThreadCpuTime() - started;
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        started = 0;
        slowest = Math.max(slowest, nanos);
        greediest = Math.max(greediest, allocated);
        // All that was ever allocated, which is more than was held at one time.
        if (nanos > SLOW_NANOS || allocated > 64_000_000 + 40 * samples) {
            throw new AssertionError(
                    "mutation " + number + " of " + specimen.name() + ": " + nanos / 1_000_000 + " ms, " + allocated
                            + " bytes for " + bytes.length + kept());
        }
    }

    private byte[] damaged(Specimen specimen, SplittableRandom random) {
        byte[] bytes = specimen.bytes().clone();
        int changes = 1 + random.nextInt(6);
        // Headers are where damage is worth most.
        boolean early = random.nextBoolean();
        for (int i = 0; i < changes && bytes.length > 0; i++) {
            int at = random.nextInt(early ? Math.min(bytes.length, 200) : bytes.length);
            switch (random.nextInt(6)) {
                case 0 -> bytes[at] = (byte) random.nextInt(256);
                case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> bytes[at] = (byte) (random.nextBoolean() ? 0xFF : 0);
                case 3 -> System.arraycopy(bytes, at, bytes, random.nextInt(at + 1), Math.min(16, bytes.length - at));
                case 4 -> bytes = inserted(bytes, at, random);
                default -> bytes = random.nextInt(4) == 0 ? Arrays.copyOf(bytes, at) : bytes;
            }
        }
        if (specimen.ogg() && random.nextInt(4) > 0) {
            try {
                OggForgery.fitChecksums(bytes);
            } catch (RuntimeException _) {
                // No pages are left to be found.
            }
        }
        return bytes;
    }

    /// Some bytes of another file in between, as after a broken download.
    private byte[] inserted(byte[] bytes, int at, SplittableRandom random) {
        byte[] other = specimens.get(random.nextInt(specimens.size())).bytes();
        int count = Math.min(other.length, 1 + random.nextInt(64));
        int from = random.nextInt(other.length - count + 1);
        byte[] longer = Arrays.copyOf(bytes, bytes.length + count);
        System.arraycopy(other, from, longer, at, count);
        System.arraycopy(bytes, at, longer, at + count, bytes.length - at);
        return longer;
    }

    /// Ends the program when one file takes for ever.
    private void watch() {
        long reader = Thread.currentThread().threadId();
        Thread.ofPlatform().daemon().start(() -> {
            while (true) {
                try {
                    Thread.sleep(1000);
                } catch (InterruptedException _) {
                    return;
                }
                long since = started;
                if (since != 0 && THREADS.getThreadCpuTime(reader) - since > 10 * SLOW_NANOS) {
                    System.err.println("an endless loop" + kept());
                    Runtime.getRuntime().halt(3);
                }
            }
        });
    }

    private String kept() {
        try {
            return "; the file is kept as " + Files.write(Files.createTempFile("earshot-fuzz-", ".bin"), current);
        } catch (IOException e) {
            return "; the file could not be kept: " + e;
        }
    }
}
