package earshot.experiments.fetch;

import earshot.engine.files.MalformedFileException;
import earshot.experiments.ExperimentException;
import earshot.experiments.UsageException;
import earshot.experiments.files.Sha256;
import earshot.experiments.weights.KnownWeights;
import earshot.experiments.weights.WeightsCheck;
import earshot.experiments.weights.WeightsFolder;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.regex.Pattern;

/// Fetches a public file of weights into the user's folder: from an address or from a file that is on this machine already. It appears
/// there when it is whole and verified, by its SHA-256 where one is known, and by what it holds in any case.
///
/// @param weights what to fetch
/// @param folder  where to
public record WeightsFetch(KnownWeights weights, WeightsFolder folder) {
    private static final Pattern HAS_SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:");

    /// What was fetched.
    ///
    /// @param check   what the file is
    /// @param already whether it was there before
    public record Fetched(WeightsCheck check, boolean already) {
    }

    /// Fetches the file from the place where it is known to be, unless it is here already. An interrupted download goes on where it
    /// stopped.
    ///
    /// @throws ExperimentException if no such place is known, the server refuses, the connection fails, or the file is not what it
    ///                             should be, saying what to look for; a wrong file is kept as `NAME.rejected`
    /// @throws IOException         if something cannot be written
    public Fetched fromKnownPlace(FetchListener listener) throws IOException {
        Path place = folder.place(weights);
        if (Files.isRegularFile(place)) {
            WeightsCheck there = WeightsCheck.of(place);
            Optional<String> fault = fault(there);
            if (fault.isPresent()) {
                throw new ExperimentException(place + ": " + fault.get() + "; remove it and fetch again");
            }
            return new Fetched(there, true);
        }
        if (weights.address() == null) {
            throw new ExperimentException(weights.name() + ": no address is known that a program can download it from; "
                    + weights.lookFor());
        }
        return download(weights.address(), listener);
    }

    /// Fetches the file from elsewhere.
    ///
    /// @param source an address (http, https, file) or a path
    /// @throws UsageException      if it is neither
    /// @throws ExperimentException as for [#fromKnownPlace]
    /// @throws IOException         if something cannot be read or written
    public Fetched from(String source, FetchListener listener) throws IOException {
        if (!HAS_SCHEME.matcher(source).lookingAt()) {
            return copy(Path.of(source));
        }
        URI address = address(source);
        return address.getHost() == null ? copy(Path.of(address)) : download(address, listener);
    }

    /// An address that leads somewhere: one of the web with a host, one of a file without.
    private static URI address(String source) {
        try {
            URI address = URI.create(source);
            boolean web = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
            if (web ? address.getHost() != null : "file".equals(address.getScheme()) && Path.of(address).isAbsolute()) {
                return address;
            }
            throw new IllegalArgumentException(source);
        } catch (IllegalArgumentException useless) {
            throw new UsageException("--url: expected an address (http, https, file) or a path, got '" + source + "'");
        }
    }

    private Fetched download(URI address, FetchListener listener) throws IOException {
        Files.createDirectories(folder.folder());
        var download = new Download(address, part(), weights.lookFor());
        download.complete(listener);
        WeightsCheck check;
        try {
            check = WeightsCheck.of(part());
        } catch (MalformedFileException | ExperimentException broken) {
            throw rejected(address, broken.getMessage(), download);
        }
        Optional<String> fault = fault(check);
        if (fault.isPresent()) {
            throw rejected(address, fault.get(), download);
        }
        Fetched fetched = appear(check);
        download.discard();
        return fetched;
    }

    private ExperimentException rejected(URI address, String why, Download download) throws IOException {
        return new ExperimentException(address + ": is not " + weights.file() + ": " + why + "; what came is kept as "
                + download.reject() + "; " + weights.lookFor());
    }

    /// A file of this machine is looked at where it is, so that a wrong one is not copied.
    private Fetched copy(Path source) throws IOException {
        if (!Files.isRegularFile(source)) {
            throw new NoSuchFileException(source.toString());
        }
        WeightsCheck check = WeightsCheck.of(source);
        Optional<String> fault = fault(check);
        if (fault.isPresent()) {
            throw new ExperimentException(source + ": is not " + weights.file() + ": " + fault.get() + "; " + weights.lookFor());
        }
        Files.createDirectories(folder.folder());
        Files.copy(source, part(), StandardCopyOption.REPLACE_EXISTING);
        if (!Sha256.of(part()).equals(check.sha256())) {
            Files.delete(part());
            throw new ExperimentException(source + ": changed while it was copied; run the same command again");
        }
        Fetched fetched = appear(check);
        Files.deleteIfExists(Download.tag(part()));
        return fetched;
    }

    private Fetched appear(WeightsCheck check) throws IOException {
        Path place = folder.place(weights);
        Files.move(part(), place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return new Fetched(check.at(place), false);
    }

    private Path part() {
        return folder.place(weights).resolveSibling(weights.file() + ".part");
    }

    /// What speaks against a file being the one wanted.
    private Optional<String> fault(WeightsCheck check) {
        if (!weights.sha256().isEmpty() && !weights.is(check.sha256())) {
            return Optional.of("expected " + weights.hash() + ", got " + check.sha256());
        }
        if (check.network() != weights.network()) {
            return Optional.of("expected " + weights.network() + ", got "
                    + (check.network() == null ? "a network unknown here" : check.network()));
        }
        return check.fault().map(fault -> fault + (check.fit().good() ? "" : ": " + check.fit().summary()));
    }
}
