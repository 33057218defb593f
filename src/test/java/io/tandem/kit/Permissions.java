package io.tandem.kit;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Who may read a file, where the file system knows owner, group and others; Windows does not. */
public final class Permissions {

    private Permissions() {}

    private static boolean areKnown() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    }

    /** @param permissions e.g. {@code rw-------}; without effect where there are none of this kind */
    public static void set(Path file, String permissions) throws IOException {
        if (areKnown()) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
        }
    }

    /** Whether only its owner may read and write a file, as far as the file system can say so. */
    public static boolean areOwnersAlone(Path file) throws IOException {
        return !areKnown()
                || PosixFilePermissions.toString(Files.getPosixFilePermissions(file))
                        .equals("rw-------");
    }
}
