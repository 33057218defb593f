package io.tandem.app;

import io.tandem.config.TextFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The configuration's files as they stood at one moment: descriptors, flow files and route files.
 *
 * @param texts by path below home
 */
record ConfigurationFiles(Map<String, String> texts) {

    private static final Map<String, String> FOLDERS = Map.of(
            "config/flows", ".yaml",
            "config/systems", ".yaml",
            "config/sandbox/flows", ".yaml",
            "routes", ".camel.yaml");

    ConfigurationFiles {
        texts = Map.copyOf(texts);
    }

    /** Reads them all. A file that can't be read equals no text, so the check sees it. Cost: some 30 small files. */
    static ConfigurationFiles read(Path home) {
        Map<String, String> texts = new TreeMap<>();
        FOLDERS.forEach((folder, suffix) -> {
            try (Stream<Path> files = Files.list(home.resolve(folder))) {
                files.filter(file -> file.toString().endsWith(suffix))
                        .forEach(file -> texts.put(folder + "/" + file.getFileName(), text(file)));
            } catch (IOException gone) {
                texts.put(folder, "\0");
            }
        });
        return new ConfigurationFiles(texts);
    }

    private static String text(Path file) {
        try {
            return new String(TextFile.bytes(file), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            return "\0";
        }
    }

    /** The route files alone, by path. */
    Map<String, String> routes() {
        return texts.entrySet().stream()
                .filter(file -> file.getKey().startsWith("routes/"))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** Files that the other has differently, or that only one of the two has. */
    Set<String> differing(ConfigurationFiles other) {
        Set<String> all = new TreeSet<>(texts.keySet());
        all.addAll(other.texts.keySet());
        all.removeIf(file -> texts.containsKey(file) && texts.get(file).equals(other.texts.get(file)));
        return all;
    }

    /** Names only. */
    @Override
    public String toString() {
        return "ConfigurationFiles" + new TreeSet<>(texts.keySet());
    }
}
