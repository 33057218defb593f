package io.tandem.document.imports;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The files of a site's home folder, as an import reads and writes them. */
public final class SiteFiles {

    private final Path home;

    public SiteFiles(Path home) {
        this.home = home;
    }

    /** @throws UncheckedIOException if it is there and can't be read */
    Optional<String> text(String path) {
        Path file = home.resolve(path);
        try {
            return Files.exists(file)
                    ? Optional.of(new String(Files.readAllBytes(file), StandardCharsets.UTF_8))
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(path + " can't be read", e);
        }
    }

    /** The names of a folder's files with such an ending, sorted; none if there is no such folder. */
    List<String> names(String folder, String ending) {
        if (!Files.isDirectory(home.resolve(folder))) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(home.resolve(folder))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(ending))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("the folder " + folder + " can't be read", e);
        }
    }

    /**
     * Writes all or nothing: new texts stand in files beside the old ones before the first of those is replaced.
     *
     * @throws UncheckedIOException if that fails; then everything is as it was before
     */
    public void write(List<FileChange> changes) {
        Map<Path, Path> made = new LinkedHashMap<>();
        List<FileChange> done = new ArrayList<>();
        try {
            for (FileChange change : changes) {
                if (change.after().isPresent()) {
                    Path file = home.resolve(change.path());
                    Files.createDirectories(file.getParent());
                    Path beside = Files.writeString(
                            file.resolveSibling("." + file.getFileName() + ".import"),
                            change.after().get());
                    made.put(file, beside);
                }
            }
            for (FileChange change : changes) {
                Path file = home.resolve(change.path());
                done.add(change);
                if (change.after().isPresent()) {
                    Files.move(
                            made.get(file), file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
                } else {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            putBack(done, made, e);
            throw new UncheckedIOException("the files of the import can't be written; all is as it was before", e);
        }
    }

    private void putBack(List<FileChange> done, Map<Path, Path> made, IOException cause) {
        try {
            for (FileChange change : done) {
                Path file = home.resolve(change.path());
                if (change.before().isPresent()) {
                    Files.writeString(file, change.before().get());
                } else {
                    Files.deleteIfExists(file);
                }
            }
            for (Path beside : made.values()) {
                Files.deleteIfExists(beside);
            }
        } catch (IOException also) {
            cause.addSuppressed(also);
        }
    }
}
