package io.tandem.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.camel.util.function.Suppliers;

/** Home folders for tests: copies of the shipped configuration and routes. */
public final class Homes {

    private Homes() {}

    /** The shipped files, which no test changes: read once. */
    private static final Supplier<Map<String, String>> SHIPPED = Suppliers.memorize(() -> {
        try {
            return files(Path.of(""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    });

    public static Path copy(Path home) throws IOException {
        return copyThose(home, file -> true);
    }

    private static Path copyThose(Path home, Predicate<String> wanted) throws IOException {
        for (Map.Entry<String, String> file : SHIPPED.get().entrySet()) {
            if (wanted.test(file.getKey())) {
                Path copy = home.resolve(file.getKey());
                Files.createDirectories(copy.getParent());
                Files.writeString(copy, file.getValue());
            }
        }
        return home;
    }

    /** The same with these flows alone. */
    public static Path copy(Path home, List<String> flows) throws IOException {
        return copyThose(home, file -> {
            String name = file.replaceFirst(".*/", "").replaceFirst("\\..*", "");
            return !name.contains("--") || flows.contains(name);
        });
    }

    /**
     * A copy with short pauses: 10 ms before a second try, 2 s for a system that is left alone, 200 ms for reads that lag behind
     * writes; the simulators' reads don't lag unless a test asks for it.
     */
    public static Path impatient(Path home) throws IOException {
        copy(home);
        change(home.resolve("routes/systems.camel.yaml"), "{{calls.first-pause:500}}", "10");
        change(
                home.resolve("routes/systems.camel.yaml"),
                "defaultValue: \"30\"\n        name: openSeconds",
                "defaultValue: \"2\"\n        name: openSeconds");
        change(home.resolve("config/systems/powerofficego.yaml"), "read_lag: 3s", "read_lag: 200ms");
        return home;
    }

    private static void change(Path file, String from, String to) throws IOException {
        String text = Files.readString(file);
        assertThat(text).as("what is changed in " + file).contains(from);
        Files.writeString(file, text.replace(from, to));
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
