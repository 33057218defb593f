package io.tandem.system.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.config.Fault;
import io.tandem.kit.Contexts;
import io.tandem.kit.MemoryLedger;
import io.tandem.kit.SystemRoutes;
import io.tandem.record.EntityKey;
import io.tandem.system.CallLedger;
import io.tandem.system.EntityClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** Clients of invented systems, from a descriptor and the shipped route of a system, for tests that bring the server. */
public final class RestClients implements AutoCloseable {

    static final String SHELF = """
            system: shelf
            title: Shelf, an invented library system
            settings:
              url: {}
              key: {secret: true}
            clients:
              api:
                url: "{shelf.url}"
                auth:
                  - bearer: "{shelf.key}"
            entities:
              book:
                modified: touched
                overlap: 10s
                properties:
                  title: writable
                fetch:
                  call: GET /books
                  paging: link
                  since: {since: "{since}"}
                  items: items
                  next: next
            """;

    private final DefaultCamelContext camel = Contexts.bare();
    private final Systems systems;

    /** @param descriptors by system */
    public RestClients(
            Path home,
            Map<String, String> descriptors,
            Map<String, String> settings,
            long mostAnswerBytes,
            CallLedger ledger)
            throws Exception {
        this(home, descriptors, settings, mostAnswerBytes, ledger, Clock.systemUTC(), UnaryOperator.identity());
    }

    /**
     * @param clock that pauses and budgets go by
     * @param changed how the shipped route file differs: shorter waits
     */
    RestClients(
            Path home,
            Map<String, String> descriptors,
            Map<String, String> settings,
            long mostAnswerBytes,
            CallLedger ledger,
            Clock clock,
            UnaryOperator<String> changed)
            throws Exception {
        Files.createDirectories(home.resolve("config/systems"));
        for (Map.Entry<String, String> descriptor : descriptors.entrySet()) {
            Files.writeString(home.resolve("config/systems/" + descriptor.getKey() + ".yaml"), descriptor.getValue());
        }
        List<Fault> faults = new ArrayList<>();
        systems = Systems.load(home, faults);
        systems.configure(key -> Optional.ofNullable(settings.get(key)), faults);
        assertThat(faults).isEmpty();
        systems.connect(camel, clock, mostAnswerBytes, ledger);
        camel.getPropertiesComponent().addInitialProperty("calls.first-pause", "10");
        String routes = changed.apply(routes(descriptors.keySet()));
        PluginHelper.getRoutesLoader(camel).loadRoutes(ResourceHelper.fromString(SystemRoutes.FILE, routes));
        camel.start();
    }

    /** The shipped file's templates, and its routes of CustomPMS once for each system. */
    private static String routes(Collection<String> systems) {
        String templates = SystemRoutes.templates();
        String pair = SystemRoutes.of(List.of("custompms")).substring(templates.length());
        return templates
                + systems.stream()
                        .map(system -> pair.replace("custompms", system))
                        .collect(Collectors.joining());
    }

    /** A list of books, {@code {"items": [{id, title, touched}], "next": link}}. */
    public static RestClients shelf(Path home, String url) throws Exception {
        return shelf(home, url, 1 << 20);
    }

    public static RestClients shelf(Path home, String url, long mostAnswerBytes) throws Exception {
        return new RestClients(
                home,
                Map.of("shelf", SHELF),
                Map.of("shelf.url", url, "shelf.key", "opensesame"),
                mostAnswerBytes,
                new MemoryLedger());
    }

    public EntityClient entity(EntityKey key) {
        return systems.entity(key);
    }

    public Systems systems() {
        return systems;
    }

    @Override
    public void close() {
        camel.stop();
    }
}
