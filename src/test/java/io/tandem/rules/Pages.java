package io.tandem.rules;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The pages that people write. */
final class Pages {

    private Pages() {}

    /** Those of {@code src/docs}, without what is generated in its folders. */
    static List<Path> ofDocs() throws IOException {
        try (Stream<Path> docs = Files.list(Path.of("src/docs"))) {
            return docs.filter(file -> file.toString().endsWith(".md")).toList();
        }
    }

    static List<Path> all() throws IOException {
        return Stream.concat(ofDocs().stream(), Stream.of(Path.of("README.md"), Path.of(".github/CONTRIBUTING.md")))
                .toList();
    }
}
