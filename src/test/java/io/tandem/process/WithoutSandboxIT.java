package io.tandem.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A site deleted {@code lib/tandem-sandbox.jar}: its real systems need no simulators. */
class WithoutSandboxIT {

    private static final Path PACKAGED = Path.of("target/tandem").toAbsolutePath();

    @TempDir
    Path site;

    @Test
    void saysThatNoSystemHasAnAddress_andNamesTheFile() throws Exception {
        copyWithoutSandbox();
        Process check =
                check().directory(site.toFile()).redirectErrorStream(true).start();
        String text = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(check.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(text).contains("lib/tandem-sandbox.jar was deleted").contains("zendesk.url");
        assertThat(check.exitValue()).isEqualTo(2);
    }

    @Test
    void checksASiteWithAddresses() throws Exception {
        copyWithoutSandbox();
        ProcessBuilder command = check().directory(site.toFile()).redirectErrorStream(true);
        command.environment().put("CUSTOMPMS_URL", "https://pms.example.com");
        command.environment().put("CUSTOMPMS_TOKEN", "x");
        Process check = command.start();
        String text = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(check.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(text).doesNotContain("NoClassDefFoundError").doesNotContain("sandbox.jar");
        assertThat(check.exitValue()).isZero();
    }

    private static ProcessBuilder check() {
        return new ProcessBuilder("java", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-jar", "tandem.jar", "check");
    }

    private void copyWithoutSandbox() throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.walk(PACKAGED)) {
            files = found.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            Path target = site.resolve(PACKAGED.relativize(file));
            Files.createDirectories(target.getParent());
            if (!target.endsWith("lib/tandem-sandbox.jar")) {
                Files.copy(file, target);
            }
        }
    }
}
