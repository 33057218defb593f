package io.tandem.kit;

import io.tandem.app.ErrorsAsFailures;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.impl.engine.DefaultClassResolver;
import org.apache.camel.spi.ClassResolver;

/** Camel contexts for tests. */
public final class Contexts {

    /** What the class path has of Camel's own, by name; each context asks for a hundred of them, and most are nowhere. */
    private static final Map<String, Optional<byte[]>> FACTORIES = new ConcurrentHashMap<>();

    private Contexts() {}

    /** One that is not started yet, without MBeans: to describe each of its processors takes longer than most tests. */
    public static DefaultCamelContext bare() {
        DefaultCamelContext camel = new DefaultCamelContext(false) {
            @Override
            protected ClassResolver createClassResolver() {
                return resolver(this);
            }
        };
        camel.disableJMX();
        camel.getCamelContextExtension().addInterceptStrategy(new ErrorsAsFailures());
        camel.build();
        return camel;
    }

    private static ClassResolver resolver(CamelContext camel) {
        return new DefaultClassResolver(camel) {
            @Override
            public InputStream loadResourceAsStream(String name) {
                if (!name.startsWith("META-INF/services/org/apache/camel/")) {
                    return super.loadResourceAsStream(name);
                }
                return FACTORIES
                        .computeIfAbsent(name, unknown -> read(super.loadResourceAsStream(unknown)))
                        .map(ByteArrayInputStream::new)
                        .orElse(null);
            }
        };
    }

    private static Optional<byte[]> read(InputStream resource) {
        if (resource == null) {
            return Optional.empty();
        }
        try (resource) {
            return Optional.of(resource.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
