package io.tandem.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.kit.Contexts;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CamelPartsTest {

    @TempDir
    Path folder;

    private final List<String> asked = new ArrayList<>();
    private final String part = "META-INF/services/org/apache/camel/" + UUID.randomUUID();

    /** Of another context, whose class path has what the folder has. */
    private CamelParts parts() {
        DefaultCamelContext camel = Contexts.bare();
        camel.setApplicationContextClassLoader(new ClassLoader(null) {
            @Override
            public URL getResource(String name) {
                asked.add(name);
                try {
                    Path file = folder.resolve(name);
                    return Files.exists(file) ? file.toUri().toURL() : null;
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        });
        return new CamelParts(camel);
    }

    @Test
    void areLookedForOnce_byAllContextsOfAProcess() throws IOException {
        Files.createDirectories(folder.resolve(part).getParent());
        Files.writeString(folder.resolve(part), "class=one");
        for (int context = 0; context < 3; context++) {
            try (InputStream found = parts().loadResourceAsStream(part)) {
                assertThat(found).hasContent("class=one");
            }
        }
        assertThat(asked).containsExactly(part);
    }

    @Test
    void areLookedForOnce_alsoWhereThereAreNone() {
        assertThat(parts().loadResourceAsStream(part)).isNull();
        asked.clear();
        assertThat(parts().loadResourceAsStream(part)).isNull();
        assertThat(asked).isEmpty();
    }
}
