package io.tandem.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Nobody else on the machine reads the store. */
@DisabledOnOs(OS.WINDOWS)
class PrivateFolderTest {

    @TempDir
    Path folder;

    @Test
    void letsOnlyItsOwnerIntoTheData() throws IOException {
        Path data = folder.resolve("data/sandbox");
        DataFolder.createPrivate(data);
        DataFolder.createPrivate(data);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.getParent())))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data)))
                .isEqualTo("rwx------");
    }
}
