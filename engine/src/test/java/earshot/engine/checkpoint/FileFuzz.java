package earshot.engine.checkpoint;

import earshot.engine.Shape;
import earshot.engine.files.Contents;
import earshot.engine.files.MalformedFileException;
import earshot.engine.files.StoredTensor;
import earshot.engine.files.TensorData;
import earshot.engine.numpy.Npy;
import earshot.engine.numpy.Npz;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/// Reads damaged files, many of them: nothing but [MalformedFileException] may come out, whatever the damage, none may take long, and
/// none may allocate far beyond its size. A run of its own, in a machine with little memory:
/// `mvn -pl engine -am test -Dtest=FileFuzzTest -Dearshot.fuzz=1000000`.
///
/// Every mutation is a function of the seed and its number; one that fails is kept in a file.
public final class FileFuzz {
    private static final long SLOW_NANOS = 5_000_000_000L;
    private static final int LARGE = 8_000; // larger specimens take their turn less often
    private static final com.sun.management.ThreadMXBean THREADS = (com.sun.management.ThreadMXBean) ManagementFactory
            .getThreadMXBean();

    private final List<Specimen> small = new ArrayList<>();
    private final List<Specimen> good = new ArrayList<>(); // small ones that are read
    private final List<Specimen> large = new ArrayList<>();
    private final List<byte[]> all = new ArrayList<>();
    private volatile long started;
    private volatile byte[] current;
    private long accepted;
    private long refused;
    private long slowest;
    private long greediest;

    private FileFuzz() {
    }

    /// @param args number of mutations, seed, folder of specimens
    public static void main(String[] args) throws IOException {
        FileFuzz fuzz = new FileFuzz();
        fuzz.load(Path.of(args[2]));
        fuzz.watch();
        long count = Long.parseLong(args[0]);
        long begin = System.nanoTime();
        for (long i = 0; i < count; i++) {
            fuzz.one(Long.parseLong(args[1]), i);
        }
        System.out.println(String.format(Locale.ROOT,
                "%d mutations of %d files in %.0f s: %d read, %d refused; slowest %.0f ms, most memory %.1f MB",
                count, fuzz.small.size() + fuzz.large.size(), (System.nanoTime() - begin) * 1e-9, fuzz.accepted, fuzz.refused,
                fuzz.slowest * 1e-6, fuzz.greediest * 1e-6));
    }

    private void load(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(f -> !f.toString().endsWith(".json")).sorted().toList()) {
                add(Specimen.of(file, Files.readAllBytes(file)));
            }
        }
        Path temporary = Files.createTempDirectory("earshot-fuzz-");
        StoredTensor array = StoredTensor.of(TensorData.of(Shape.of(2, 3), 1f, 2f, 3f, 4f, 5f, 6f));
        StoredTensor wide = StoredTensor.of(TensorData.of(Shape.of(4), 1L, -2L, 3L, 4L));
        Npy.write(temporary.resolve("c.npy"), array, false);
        Npy.write(temporary.resolve("fortran.npy"), array, true);
        Npz.write(temporary.resolve("both.npz"), Map.of("a", array, "b", wide));
        for (String name : List.of("c.npy", "fortran.npy", "both.npz")) {
            add(Specimen.of(Path.of(name), Files.readAllBytes(temporary.resolve(name))));
            Files.delete(temporary.resolve(name));
        }
        Files.delete(temporary);
    }

    private void add(Specimen specimen) {
        (specimen.bytes().length > LARGE ? large : small).add(specimen);
        if (specimen.bytes().length <= LARGE && isRead(specimen)) {
            good.add(specimen);
        }
        if (specimen.entries() == null) {
            all.add(specimen.bytes());
        } else {
            all.addAll(specimen.entries().values());
        }
    }

    private static boolean isRead(Specimen specimen) {
        try {
            CheckpointFile.contents(Path.of(specimen.name()), MemorySegment.ofArray(specimen.bytes()));
            return true;
        } catch (MalformedFileException _) {
            return false;
        }
    }

    private void one(long seed, long number) throws IOException {
        SplittableRandom random = new SplittableRandom(seed * 0x9E37_79B9_7F4A_7C15L + number);
        List<Specimen> from = random.nextInt(50) == 0 ? large : random.nextInt(4) > 0 ? good : small;
        Specimen specimen = from.get(random.nextInt(from.size()));
        byte[] bytes = specimen.damaged(new Mutation(random, all));
        current = bytes;
        long before = THREADS.getCurrentThreadAllocatedBytes();
        started = System.nanoTime();
        try {
            look(CheckpointFile.contents(Path.of(specimen.name()), MemorySegment.ofArray(bytes)));
            accepted++;
        } catch (MalformedFileException e) {
            refused++;
            if (!e.getMessage().startsWith(specimen.name() + ", ") || e.getMessage().lines().count() != 1) {
                throw new AssertionError("not a line that names the file: " + e.getMessage() + kept(), e);
            }
        } catch (RuntimeException | Error e) {
            throw new AssertionError("mutation " + number + " of " + specimen.name() + ": " + e + kept(), e);
        }
        long nanos = System.nanoTime() - started;
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        started = 0;
        slowest = Math.max(slowest, nanos);
        greediest = Math.max(greediest, allocated);
        if (nanos > SLOW_NANOS || allocated > 40_000_000 + 64L * bytes.length) {
            throw new AssertionError("mutation " + number + " of " + specimen.name() + ": " + nanos / 1_000_000 + " ms, "
                    + allocated + " bytes for " + bytes.length + kept());
        }
    }

    /// Uses everything that a file holds.
    private static void look(Contents contents) {
        for (StoredTensor tensor : contents.tensors().values()) {
            tensor.head(4);
            tensor.sum();
            if (tensor.bytes() < 1 << 16) {
                tensor.read();
            }
        }
        int hash = contents.values().hashCode() + contents.metadata().hashCode();
        if (hash == 0 && contents.tensors().size() == Integer.MAX_VALUE) {
            throw new AssertionError("never");
        }
    }

    /// Ends the program when one file takes for ever.
    private void watch() {
        Thread.ofPlatform().daemon().start(() -> {
            while (true) {
                try {
                    Thread.sleep(1000);
                } catch (InterruptedException _) {
                    return;
                }
                long since = started;
                if (since != 0 && System.nanoTime() - since > 4 * SLOW_NANOS) {
                    System.out.println("an endless loop" + kept());
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
