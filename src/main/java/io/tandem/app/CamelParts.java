package io.tandem.app;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.engine.DefaultClassResolver;

/**
 * Finds the files in which Camel's jars name their parts, each once for all contexts of a process. A context asks for a
 * hundred of them, most are nowhere, and to know that, all jars have to be looked into.
 */
public final class CamelParts extends DefaultClassResolver {

    private static final String FOLDER = "META-INF/services/org/apache/camel/";

    /** By name; empty if the class path has none. The class path doesn't change while a process lives. */
    private static final Map<String, Optional<byte[]>> FOUND = new ConcurrentHashMap<>();

    public CamelParts(CamelContext camel) {
        super(camel);
    }

    @Override
    public InputStream loadResourceAsStream(String name) {
        if (!name.startsWith(FOLDER)) {
            return super.loadResourceAsStream(name);
        }
        return FOUND.computeIfAbsent(name, unknown -> read(super.loadResourceAsStream(unknown)))
                .map(ByteArrayInputStream::new)
                .orElse(null);
    }

    private static Optional<byte[]> read(InputStream found) {
        if (found == null) {
            return Optional.empty();
        }
        try (found) {
            return Optional.of(found.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
