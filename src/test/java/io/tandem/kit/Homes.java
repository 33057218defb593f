package io.tandem.kit;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Home folders for tests: copies of the shipped configuration and routes. */
public final class Homes {

    private Homes() {}

    public static Path copy(Path home) throws IOException {
        for (String folder : List.of("config", "routes")) {
            for (Map.Entry<String, String> file : files(Path.of(""), folder).entrySet()) {
                Path copy = home.resolve(file.getKey());
                Files.createDirectories(copy.getParent());
                Files.writeString(copy, file.getValue());
            }
        }
        return home;
    }

    /** The texts of all files below a home folder, by path. */
    public static Map<String, String> files(Path home) throws IOException {
        Map<String, String> files = files(home, "config");
        files.putAll(files(home, "routes"));
        return files;
    }

    private static Map<String, String> files(Path home, String folder) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> found = Files.walk(home.resolve(folder))) {
            found.filter(Files::isRegularFile).forEach(file -> {
                try {
                    files.put(
                            home.relativize(file).toString().replace(File.separatorChar, '/'), Files.readString(file));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
        return files;
    }
}
