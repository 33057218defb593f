package io.tandem.app;

import io.tandem.config.ConfigurationFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** The folder for what an application keeps: its store, its users, where it runs. Its owner's alone, as it holds values. */
final class DataFolder {

    private DataFolder() {}

    /** @throws ConfigurationFault if it is not there and can't be made */
    static void make(Path folder) {
        try {
            createPrivate(folder);
        } catch (IOException e) {
            throw unusable(folder);
        }
    }

    /** Makes nothing. @throws ConfigurationFault if it could not be made, or can't be written to */
    static void check(Path folder) {
        Path there = folder;
        while (there != null && !Files.exists(there)) {
            there = there.getParent();
        }
        if (there == null || !Files.isDirectory(there) || !Files.isWritable(there)) {
            throw unusable(folder);
        }
    }

    private static ConfigurationFault unusable(Path folder) {
        return new ConfigurationFault(
                "the data folder " + folder + " can't be made or written to: it or a folder above it"
                        + " is a file, is another user's, or is on a read-only disk. Start in a folder that you may write to");
    }

    static void createPrivate(Path folder) throws IOException {
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } else {
            Files.createDirectories(folder);
        }
    }
}
