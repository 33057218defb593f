package io.tandem.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.kit.Permissions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code bin/tandem} gives to Java; a script stands in for Java and says what it was given. */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {

    @TempDir
    Path folder;

    private Path data;

    @BeforeEach
    void install() throws IOException {
        Files.createDirectories(folder.resolve("home/bin"));
        Files.copy(Path.of("src/dist/bin/tandem"), folder.resolve("home/bin/tandem"));
        Files.writeString(folder.resolve("home/tandem.jar"), "");
        Path java = Files.createDirectories(folder.resolve("java/bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\necho \"$@\"\n");
        allow(java, "rwxr-xr-x");
        data = Files.createDirectories(folder.resolve("work/data"));
        allow(data, "rwx------");
    }

    private static void allow(Path file, String permissions) throws IOException {
        Permissions.set(file, permissions);
    }

    private String given() throws Exception {
        return given("run");
    }

    private String given(String command) throws Exception {
        ProcessBuilder launcher = new ProcessBuilder(
                        "sh", folder.resolve("home/bin/tandem").toString(), command)
                .directory(folder.resolve("work").toFile());
        launcher.environment().put("JAVA_HOME", folder.resolve("java").toString());
        Process process = launcher.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return said;
    }

    private Path archive() throws Exception {
        Matcher wanted = Pattern.compile("-Dtandem\\.archive=(\\S+)").matcher(given());
        assertThat(wanted.find()).isTrue();
        return Files.writeString(folder.resolve("work").resolve(wanted.group(1)), "classes");
    }

    /** A short command would be over long before the archive is made. */
    @ParameterizedTest
    @CsvSource({"run, true", "sync, true", "links, false"})
    void wantsAnArchive_ofWhatTakesLonger(String command, boolean wanted) throws Exception {
        assertThat(given(command).contains("-Dtandem.archive=")).isEqualTo(wanted);
    }

    @Test
    void takesTheArchiveThatIsThisUsersAlone() throws Exception {
        allow(archive(), "r--r--r--");
        assertThat(given()).contains("-XX:SharedArchiveFile=data/classes-");
    }

    @ParameterizedTest
    @CsvSource({"rw-rw-r--, rwx------", "rw-r--rw-, rwx------", "rw-------, rwxrwx---", "rw-------, rwx---rwx"})
    void leavesTheArchive_whereOthersMayWrite(String file, String dataFolder) throws Exception {
        allow(archive(), file);
        allow(data, dataFolder);
        assertThat(given()).doesNotContain("SharedArchiveFile");
    }

    @Test
    void leavesAnArchiveThatLeadsElsewhere() throws Exception {
        Path archive = archive();
        Path elsewhere = Files.move(archive, folder.resolve("elsewhere"));
        Files.createSymbolicLink(archive, elsewhere);
        assertThat(given()).doesNotContain("SharedArchiveFile");
    }
}
