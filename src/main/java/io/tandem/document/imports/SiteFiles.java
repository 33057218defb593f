package io.tandem.document.imports;

import io.tandem.config.ConfigurationFault;
import io.tandem.config.Fault;
import io.tandem.config.FileTrouble;
import io.tandem.config.TextFile;
import java.io.IOException;
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

    /** @throws ConfigurationFault if it is there and can't be read */
    Optional<String> text(String path) {
        Path file = home.resolve(path);
        try {
            return Files.exists(file) ? Optional.of(TextFile.read(file)) : Optional.empty();
        } catch (IOException e) {
            throw new ConfigurationFault(List.of(new Fault(path, 0, "can't be read: " + FileTrouble.of(e))));
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
            throw new ConfigurationFault(List.of(new Fault(folder, 0, "can't be read: " + FileTrouble.of(e))));
        }
    }

    /**
     * Writes all or nothing: new texts stand in files beside the old ones before the first of those is replaced.
     *
     * @throws ConfigurationFault if that fails; then everything is as it was before
     */
    public void write(List<FileChange> changes) {
        Map<Path, Path> made = new LinkedHashMap<>();
        List<FileChange> done = new ArrayList<>();
        String path = "";
        try {
            for (FileChange change : changes) {
                path = change.path();
                if (change.after().isPresent()) {
                    Path file = home.resolve(change.path());
                    Files.createDirectories(file.getParent());
                    Path beside = file.resolveSibling("." + made.size() + ".import");
                    made.put(file, beside);
                    Files.writeString(beside, change.after().get());
                }
            }
            for (FileChange change : changes) {
                path = change.path();
                Path file = home.resolve(path);
                done.add(change);
                if (change.after().isPresent()) {
                    Files.move(
                            made.get(file), file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
                } else {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            throw new ConfigurationFault(
                    List.of(new Fault(path, 0, "can't be written: " + FileTrouble.of(e) + ". " + putBack(done, made))));
        }
    }

    /** @return what is the case now */
    private String putBack(List<FileChange> done, Map<Path, Path> made) {
        String path = "";
        try {
            for (FileChange change : done) {
                path = change.path();
                Path file = home.resolve(path);
                if (change.before().isPresent()) {
                    Files.writeString(file, change.before().get());
                } else {
                    Files.deleteIfExists(file);
                }
            }
            for (Path beside : made.values()) {
                path = beside.toString();
                Files.deleteIfExists(beside);
            }
            return "All files are as they were before the import";
        } catch (IOException also) {
            return "Nor can " + path + " be put back: " + FileTrouble.of(also)
                    + ". Compare the files with your version control";
        }
    }
}
