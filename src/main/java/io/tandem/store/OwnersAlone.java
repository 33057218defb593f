package io.tandem.store;

import io.tandem.config.ConfigurationFault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** The files of an H2 store hold values: they are their owner's alone, also in a folder that others may read (rule 19). */
final class OwnersAlone {

    private OwnersAlone() {}

    static void protect(Path file) {
        try {
            if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the rights of the store's file can't be set", e);
        }
    }

    /** @throws ConfigurationFault if the store could not be made there, or is there and can't be written to */
    static void checkWritable(StoreUrl url) {
        if (Files.exists(url.file())) {
            if (!Files.isWritable(url.file())) {
                throw new ConfigurationFault("the store at " + url.shown() + " can't be written to. Let this user"
                        + " write to its file, or run as the user whose file it is");
            }
            return;
        }
        Path folder = url.file().toAbsolutePath().getParent();
        while (folder != null && !Files.exists(folder)) {
            folder = folder.getParent();
        }
        if (folder == null || !Files.isDirectory(folder) || !Files.isWritable(folder)) {
            throw new ConfigurationFault("the store at " + url.shown() + " can't be made: the folder " + folder
                    + " can't be written to. Start in another folder, or set store.url");
        }
    }
}
