package io.tandem.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import picocli.CommandLine.IVersionProvider;

/** Version, commit and build, as the build wrote them down. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[] {"tandem " + text()};
    }

    /** The document of {@code --version --json}; its texts are empty where the classes run without a build. */
    static Map<String, String> parts() {
        Properties build = build();
        Map<String, String> parts = new TreeMap<>();
        List.of("version", "commit", "built").forEach(name -> parts.put(name, build.getProperty(name, "")));
        return parts;
    }

    /** Number, commit, time of the build. */
    static String text() {
        Properties build = build();
        return build.isEmpty()
                ? "from classes without a build"
                : build.getProperty("version") + ", commit " + build.getProperty("commit") + ", built "
                        + build.getProperty("built");
    }

    private static Properties build() {
        Properties build = new Properties();
        try (InputStream file = Version.class.getResourceAsStream("/io/tandem/build.properties")) {
            if (file != null) {
                build.load(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the program's own build.properties can't be read", e);
        }
        return build;
    }
}
