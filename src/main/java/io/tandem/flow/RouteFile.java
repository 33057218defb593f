package io.tandem.flow;

import io.tandem.config.TextFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A route file as an engineer sees it: placeholders stand as they are, so a secret that is a setting is not in it.
 *
 * @param name under the home folder, with /
 */
public record RouteFile(String name, String text) {

    /** The file that has a flow's forward route, as it stands now; empty if there is none. Cost: reads the route files. */
    public static Optional<RouteFile> of(Path home, Flow flow) {
        Pattern id = Pattern.compile("(?m)^\\s+id: [\"']?" + Pattern.quote(flow.id()) + "[\"']?\\s*$");
        return files(home).stream()
                .map(file -> new RouteFile(RouteFiles.name(file), text(file)))
                .filter(file -> id.matcher(file.text()).find())
                .findFirst();
    }

    private static List<Path> files(Path home) {
        try {
            return RouteFiles.in(home);
        } catch (IOException e) {
            throw new UncheckedIOException("the folder routes can't be read", e);
        }
    }

    private static String text(Path file) {
        try {
            return TextFile.read(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file.getFileName() + " can't be read", e);
        }
    }
}
