package earshot.experiments.fetch;

import earshot.experiments.ExperimentException;
import earshot.experiments.UsageException;
import earshot.experiments.data.Dataset;
import earshot.experiments.files.NewFolder;
import earshot.experiments.files.Sha256;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/// Fetches a data set: download, check, unpack, look whether it is one, and only then let the folder appear.
///
/// @param address where the zip archive is
/// @param sha256  its SHA-256 in hexadecimal digits; null if it is not known
public record DatasetFetch(URI address, String sha256) {
    /// The public archive of ESC-50: the newest state of its repository, packed by the server on demand, so its checksum may change.
    public static final String ESC50 = "https://github.com/karoldvl/ESC-50/archive/master.zip";

    public DatasetFetch {
        if (sha256 != null) {
            sha256 = sha256.strip().toLowerCase(Locale.ROOT);
            if (!sha256.matches("[0-9a-f]{64}")) {
                throw new UsageException("--sha256: expected 64 hexadecimal digits, got '" + sha256 + "'");
            }
        }
        if (address.getHost() == null || !("http".equals(address.getScheme()) || "https".equals(address.getScheme()))) {
            throw new UsageException("--url: expected an http or https address, got '" + address + "'");
        }
    }

    /// What was fetched.
    ///
    /// @param dataset the data set
    /// @param sha256  of the archive that it came in
    public record Fetched(Dataset dataset, String sha256) {
    }

    /// Fetches the data set into a folder. An interrupted download goes on where it stopped; the folder appears when it is complete.
    ///
    /// @param folder where; must not exist or be empty
    /// @throws ExperimentException if the folder is not empty, the server refuses, the connection fails, or the archive is not what it
    ///                             should be; a wrong archive is kept as `FOLDER.zip.rejected`
    /// @throws IOException         if something cannot be written
    public Fetched into(Path folder, FetchListener listener) throws IOException {
        NewFolder.requireFree(folder);
        Path place = folder.toAbsolutePath().normalize();
        Files.createDirectories(place.getParent());
        Path part = place.resolveSibling(place.getFileName() + ".zip.part");
        var download = new Download(address, part, "check the address given with --url");
        download.complete(listener);
        String got = Sha256.of(part);
        if (sha256 != null && !got.equals(sha256)) {
            throw rejected(address + ": SHA-256 expected " + sha256 + ", got " + got, download);
        }
        try (NewFolder made = NewFolder.at(folder)) {
            try (ZipArchive archive = new ZipArchive(part)) {
                listener.stage("unpacking", 0, archive.size());
                archive.unpack(made.work(), listener::advance);
            } catch (ZipArchive.BadArchiveException bad) {
                throw rejected(bad.getMessage(), download);
            }
            requireDataset(made.work(), download);
            made.finish();
        }
        download.discard();
        return new Fetched(Dataset.read(folder), got);
    }

    private void requireDataset(Path work, Download download) throws IOException {
        try {
            Dataset.read(work);
        } catch (ExperimentException none) {
            throw rejected(address + ": the archive holds no data set (" + none.getMessage().replace(work + "/", "") + ")",
                    download);
        }
    }

    private static ExperimentException rejected(String what, Download download) throws IOException {
        return new ExperimentException(
                what + "; the archive is kept as " + download.reject() + ", fetch again or give another --url");
    }
}
