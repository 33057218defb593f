package io.tandem.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassArchiveTest {

    private static final String PROPERTY = "tandem.archive";

    @TempDir
    Path folder;

    @AfterEach
    void restore() {
        System.clearProperty(PROPERTY);
    }

    private Path wanted(String name) {
        Path file = folder.resolve(name);
        System.setProperty(PROPERTY, file.toString());
        return file;
    }

    @Test
    void anArchiveThatCannotBeMadeDisturbsNobody() {
        wanted("classes-" + "x".repeat(250) + ".jsa");
        ClassArchive.begin();
        assertThat(folder).isEmptyDirectory();
    }

    /** Under systemd all processes of a command end with it: each sync would begin an archive, and none would be made. */
    @Test
    void aCommandThatEndsDoesNotBeginWhatWasBegunLately() throws Exception {
        Path unfinished = folder.resolve("classes-1.jsa.unfinished");
        wanted("classes-1.jsa");
        Files.createFile(unfinished);
        FileTime before = Files.getLastModifiedTime(unfinished);
        ClassArchive.beginUnlessTriedLately();
        assertThat(Files.getLastModifiedTime(unfinished)).isEqualTo(before);
        assertThat(folder).isDirectoryContaining(unfinished::equals);
    }
}
