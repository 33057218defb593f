package io.tandem.cli;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Where an application finds its files: routes and configuration beside the jar or in the current folder.
 *
 * @param folder holds {@code routes/} and {@code config/}
 * @param overrides of {@code --set}, which win over all else
 * @param sandbox whether {@code --sandbox} was given
 */
record Home(Path folder, Map<String, String> overrides, boolean sandbox) {

    static Home of(Options options) {
        return new Home(options.home != null ? options.home : found(), Map.copyOf(options.set), options.sandbox);
    }

    private static Path found() {
        Path here = Path.of("").toAbsolutePath();
        try {
            Path jar = Path.of(Home.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            Path beside = jar.getParent();
            return Files.isRegularFile(jar) && Files.isDirectory(beside.resolve("config")) ? beside : here;
        } catch (URISyntaxException e) {
            return here;
        }
    }
}
