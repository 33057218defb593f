package io.tandem.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;

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

    /** Here no rehearsal is there, and what is loaded are Java's own classes: each start would take those few for all. */
    @Test
    void whatARehearsalThatFailedHasLoaded_isNotKept() throws Exception {
        Path file = folder.resolve("classes-1.jsa");
        Files.createFile(folder.resolve("classes-1.jsa.unfinished"));
        String logging = Path.of(Logger.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .toString();
        String classpath = withoutRehearsal() + File.pathSeparator + logging;

        Process maker = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        classpath,
                        ClassArchive.class.getName(),
                        file.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("said").toFile())
                .start();

        assertThat(maker.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(maker.exitValue())
                .as(Files.readString(folder.resolve("said")))
                .isZero();
        assertThat(file).doesNotExist();
    }

    /** A jar, as Java makes no archive of what stands in folders. */
    private Path withoutRehearsal() throws Exception {
        Path jar = folder.resolve("some.jar");
        String name = ClassArchive.class.getName().replace('.', '/') + ".class";
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                InputStream code = ClassArchive.class.getResourceAsStream("/" + name)) {
            out.putNextEntry(new JarEntry(name));
            code.transferTo(out);
        }
        return jar;
    }
}
