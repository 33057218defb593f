package io.tandem.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.kit.Permissions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
class ThrowAwayFolderTest {

    @TempDir
    private Path data;

    @Test
    void isItsOwnersAlone_andGoesWithTheWork() throws IOException {
        Permissions.set(data, "rwxr-xr-x");
        Path path;
        try (ThrowAwayFolder folder = ThrowAwayFolder.in(data)) {
            path = folder.path();
            Files.writeString(path.resolve("store.mv.db"), "a copy");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                    .isEqualTo("rwx------");
        }
        assertThat(path).doesNotExist();
    }

    @Test
    void removesWhatAKilledProcessLeft_andNothingThatIsInUse() throws IOException {
        Path left = Files.createDirectory(data.resolve("plan-left"));
        Files.writeString(left.resolve("store.mv.db"), "a copy");
        Files.createFile(left.resolve("lock"));
        try (ThrowAwayFolder used = ThrowAwayFolder.in(data);
                ThrowAwayFolder other = ThrowAwayFolder.in(data)) {
            assertThat(left).doesNotExist();
            assertThat(used.path()).exists();
            assertThat(other.path()).exists().isNotEqualTo(used.path());
        }
    }
}
