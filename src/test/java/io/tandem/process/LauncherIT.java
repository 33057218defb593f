package io.tandem.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.sandbox.Sandbox;
import io.tandem.sandbox.SandboxOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** {@code bin/tandem}, as an operator starts it. */
@Tag("thorough")
@DisabledOnOs(OS.WINDOWS)
class LauncherIT {

    private static final Path LAUNCHER = Path.of("target/tandem/bin/tandem").toAbsolutePath();

    private final Map<String, String> environment = new TreeMap<>();
    private final Path folder = Path.of("target/processes", "launcher-" + System.currentTimeMillis())
            .toAbsolutePath();

    @Test
    void theFirstRunKeepsItsClasses_andTheNextStartTakesThem() throws Exception {
        try (Sandbox sandbox = Sandbox.start(new SandboxOptions(3, 3, 0, false, null, Clock.systemUTC()))) {
            sandbox.settings()
                    .forEach((key, value) ->
                            environment.put(key.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_"), value));
            Process run = tandem("", "run", "--set=console.port=0");
            try {
                Awaitility.await()
                        .atMost(Duration.ofMinutes(5))
                        .until(() -> isMade(run) || !archives().isEmpty());
                // with a low priority: beside others it took from two minutes to more than a quarter of an hour
                Awaitility.await()
                        .atMost(Duration.ofMinutes(90))
                        .until(() -> !isMade(run) || !archives().isEmpty());
                assertThat(archives()).as("made by the process that ended").hasSize(1);
                run.destroy();
                assertThat(run.waitFor(1, TimeUnit.MINUTES)).isTrue();
            } finally {
                run.destroyForcibly();
            }
        }

        // with this option Java ends with 1 if it can't take what it is given
        Process next = tandem("-Xshare:on", "--version");
        assertThat(next.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(next.exitValue()).isZero();
    }

    /** Whether the process is at work that makes the archive. */
    private static boolean isMade(Process run) {
        return run.descendants().findAny().isPresent();
    }

    private List<Path> archives() throws IOException {
        Path data = folder.resolve("data");
        if (!Files.isDirectory(data)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(data)) {
            return files.filter(file -> file.toString().endsWith(".jsa")).toList();
        }
    }

    private Process tandem(String options, String... command) throws IOException {
        Files.createDirectories(folder);
        List<String> line = Stream.concat(Stream.of("sh", LAUNCHER.toString()), Stream.of(command))
                .toList();
        ProcessBuilder builder = new ProcessBuilder(line)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()));
        builder.environment().putAll(environment);
        builder.environment().put("TANDEM_OPTS", options);
        return builder.start();
    }
}
