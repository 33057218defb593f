package io.tandem.cli;

import io.tandem.app.Configuration;
import io.tandem.app.DemoReferences;
import io.tandem.app.Engine;
import io.tandem.app.Home;
import io.tandem.app.RoundGate;
import io.tandem.app.Rounds;
import io.tandem.app.Routes;
import io.tandem.app.SandboxRun;
import io.tandem.document.site.Example;
import io.tandem.flow.Flow;
import io.tandem.flow.Row;
import io.tandem.flow.Side;
import io.tandem.operator.Lists;
import io.tandem.record.EntityKey;
import io.tandem.record.Values;
import io.tandem.store.Database;
import io.tandem.store.StoredLedger;
import io.tandem.store.ThrowAwayFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Runs each flow once in a sandbox of its own, on a store that is thrown away, and shows one pair of each. No system of the
 * site's is called; the values are the sandbox's inventions.
 *
 * <p>Cost: a start of the engine and one sync of a few hundred records, some seconds.
 */
final class DocExamples implements AutoCloseable {

    private static final String NAME = "examples";
    private static final Map<String, String> SMALL =
            Map.of("sandbox.users", "60", "sandbox.tickets", "20", "sandbox.comments", "20");

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final Configuration configuration;
    private Engine engine;
    private Rounds rounds;

    private DocExamples(Configuration configuration) {
        this.configuration = configuration;
    }

    /** @return by flow; a flow that is off, or makes no pair in the sandbox, has none */
    static Map<String, Example> of(Home home) {
        Map<String, String> overrides = new HashMap<>(home.overrides());
        overrides.putAll(SMALL);
        try (DocExamples examples =
                new DocExamples(Configuration.load(new Home(home.folder(), overrides, true, home.around()))
                        .orThrow())) {
            examples.start();
            return examples.find();
        }
    }

    private void start() {
        Path folder = keep(new Folder()).path();
        ThrowAwayFolder data = keep(ThrowAwayFolder.in(folder));
        Database store = keep(Database.throwAway(data));
        engine = Engine.started(store, Engine.Wiring.of(configuration), store.clock(), configuration.tuning());
        keep(engine.leases());
        SandboxRun sandbox = keep(SandboxRun.start(configuration, data.path()));
        configuration.sandboxSettings().putAll(sandbox.settings());
        DemoReferences.importInto(engine.references(), configuration, store.clock());
        RoundGate gate = new RoundGate(engine.leases());
        Routes routes = keep(new Routes(
                Routes.Context.ofCommand(NAME),
                configuration,
                () -> engine,
                gate,
                new StoredLedger(engine.jdbi()),
                store.clock()));
        rounds = new Rounds(routes.camel(), gate, engine.counts(), store.clock());
    }

    private <T extends AutoCloseable> T keep(T resource) {
        opened.push(resource);
        return resource;
    }

    private Map<String, Example> find() {
        Map<String, Example> examples = new TreeMap<>();
        for (Flow flow : configuration.flowsOn()) {
            rounds.untilQuiet(List.of(flow), engine.counts().start());
            List<Lists.LinkRow> links = new ArrayList<>();
            new Lists(engine.jdbi(), engine.waiting()).eachLink(List.of(flow), links::add);
            links.stream()
                    .filter(link -> link.state().equals("linked"))
                    .findFirst()
                    .ifPresent(link -> examples.put(flow.id(), example(flow, link)));
        }
        return examples;
    }

    private Example example(Flow flow, Lists.LinkRow link) {
        Values source = values(flow.source(), link.source());
        Values target = values(flow.target(), link.target());
        return new Example(
                link.source(),
                link.target(),
                flow.matches() ? "they match" : "the second was made from the first",
                flow.rows().stream()
                        .filter(row -> row.source() != null)
                        .map(row -> new Example.Value(
                                row.source(),
                                shown(source, row, Side.SOURCE),
                                row.target(),
                                shown(target, row, Side.TARGET)))
                        .toList());
    }

    private Values values(EntityKey entity, String key) {
        String id = key.substring(entity.toString().length() + 1);
        return engine.feeds().snapshots(entity, List.of(id)).get(id).record().values();
    }

    private static String shown(Values values, Row row, Side side) {
        return Values.text(values.get(row.property(side)));
    }

    @Override
    public void close() {
        configuration.systems().end();
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception e) {
                throw new IllegalStateException("the examples' sandbox could not be cleaned up", e);
            }
        }
    }

    /** A folder that goes with the work. */
    private static final class Folder implements AutoCloseable {

        private final Path path;

        Folder() {
            try {
                path = Files.createTempDirectory("tandem-" + NAME);
            } catch (IOException e) {
                throw new UncheckedIOException("no folder for the examples' sandbox could be made", e);
            }
        }

        Path path() {
            return path;
        }

        @Override
        public void close() throws IOException {
            Files.deleteIfExists(path);
        }
    }
}
