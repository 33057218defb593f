package io.tandem.app;

import io.tandem.config.Surroundings;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where an application finds its files: routes and configuration beside the jar or in the current folder.
 *
 * @param folder holds {@code routes/} and {@code config/}
 * @param overrides of {@code --set}, which win over all else
 * @param sandbox whether {@code --sandbox} was given
 * @param around where the command was typed, and what it found there
 */
public record Home(Path folder, Map<String, String> overrides, boolean sandbox, Surroundings around) {

    public Home(Path folder, Map<String, String> overrides, boolean sandbox) {
        this(folder, overrides, sandbox, Surroundings.ofThisProcess());
    }

    /** Beside the jar, or else the current folder. */
    public static Path found(Path current) {
        return installation().orElse(current);
    }

    /** The folder of the jar, with configuration beside it; empty if the classes run from a checkout. */
    private static Optional<Path> installation() {
        try {
            Path jar = Path.of(Home.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return Files.isRegularFile(jar)
                    ? Optional.of(jar.getParent()).filter(beside -> Files.isDirectory(beside.resolve("config")))
                    : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /** The launcher that belongs to this program, as it is typed in the current folder; empty in a checkout. */
    public static Optional<Path> launcher() {
        Path here = Path.of("").toAbsolutePath();
        return installation()
                .map(folder -> folder.resolve("bin").resolve(File.separatorChar == '/' ? "tandem" : "tandem.cmd"))
                .filter(Files::exists)
                .map(file -> file.startsWith(here) ? here.relativize(file) : file);
    }
}
