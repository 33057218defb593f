package io.tandem.sim;

import io.tandem.chunk.Chunk;
import io.tandem.cli.Engine;
import io.tandem.config.Fault;
import io.tandem.feed.FetchStep;
import io.tandem.flow.Flow;
import io.tandem.flow.Side;
import io.tandem.record.EntityKey;
import io.tandem.store.StoredLedger;
import io.tandem.system.SystemException;
import io.tandem.system.Systems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.spi.Synchronization;
import org.apache.camel.support.DefaultExchange;
import org.jdbi.v3.core.Jdbi;

/** One simulated installation: two model systems, people who edit, and Tandem's own steps, system layer and store between them. */
final class World implements AutoCloseable {

    private static final long ANSWER_BYTES = 10_000_000;

    private final Worker worker;
    private final Chance chance;
    private final SimClock clock = new SimClock();
    private final Journal journal = new Journal();
    private final CrashPoints points = new CrashPoints();
    private final Map<String, ModelServer> servers = new TreeMap<>();
    private final Map<String, Wire> wires = new TreeMap<>();
    private final Scenario scenario;
    private final People people;
    private final ChunkLaws chunkLaws;
    private final Path home;
    private Engine engine;
    private int trouble;
    private boolean peopleAct;

    World(Worker worker, long seed) throws IOException {
        this.worker = worker;
        this.chance = new Chance(seed);
        this.scenario = Scenario.draw(chance);
        this.home = Files.createTempDirectory("tandem-sim");
        Files.createDirectories(home.resolve("config/systems"));
        for (String system : Worker.SYSTEMS) {
            Dialect dialect = Dialect.draw(chance);
            List<String> entities = scenario.entities(system);
            servers.put(system, new ModelServer(system, dialect, clock, chance, journal, entities));
            wires.put(system, new Wire(servers.get(system), this));
            Files.writeString(home.resolve("config/systems/" + system + ".yaml"), dialect.descriptor(system, entities));
            journal.tell(system + " speaks " + dialect);
        }
        journal.tell("flows: " + scenario.flows());
        this.people = new People(this);
        this.chunkLaws = new ChunkLaws(this);
        worker.begin(this);
        jdbi().setSqlLogger(points);
        start();
    }

    /** A process starts: everything that was only in memory is gone. */
    private void start() {
        List<Fault> faults = new ArrayList<>();
        Systems systems = Systems.load(home, faults);
        systems.configure(
                key -> key.endsWith(".url")
                        ? Optional.of("http://" + key.replace(".url", ".example"))
                        : key.endsWith(".key")
                                ? Optional.of("secret")
                                : systems.settings().stream()
                                        .filter(s -> s.key().equals(key))
                                        .findFirst()
                                        .map(s -> s.defaultValue()),
                faults);
        if (!faults.isEmpty()) {
            throw new IllegalStateException("the model's descriptor is wrong: " + faults);
        }
        systems.connect(worker.camel(), clock, ANSWER_BYTES, new StoredLedger(jdbi()));
        engine = new Engine(
                worker.database(), scenario.flows(), key -> systems.facts().get(key), systems::entity, clock);
        engine.tally().start();
        engine.bind(worker.camel().getRegistry());
    }

    /** The process died: another one starts once its leases are over. */
    void restart() {
        engine.leases().close();
        clock.pass(Duration.ofSeconds(31));
        points.revive();
        wires.values().forEach(Wire::forgetWhatWasTold);
        journal.tell("started again");
        start();
    }

    /** Runs each flow once in both directions. @return what failed, by flow and direction; empty if nothing did */
    Map<String, RuntimeException> round() {
        Instant tick = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        journal.tell("round at " + tick);
        Map<String, RuntimeException> failures = new TreeMap<>();
        for (Flow flow : scenario.flows()) {
            for (Side side : Side.values()) {
                try {
                    run(flow, side, tick);
                } catch (SystemException e) {
                    journal.tell(flow.routeId(side) + " stopped: " + e.getMessage());
                    failures.put(flow.routeId(side), e);
                }
            }
        }
        return failures;
    }

    private void run(Flow flow, Side side, Instant tick) {
        Exchange exchange = new DefaultExchange(worker.camel());
        exchange.getExchangeExtension().setFromRouteId(flow.routeId(side));
        exchange.setProperty(FetchStep.TICK, tick);
        try {
            step("fetch", exchange);
            Iterator<?> chunks = exchange.getMessage().getBody(Iterator.class);
            while (chunks.hasNext()) {
                Chunk chunk = (Chunk) chunks.next();
                Exchange one = new DefaultExchange(worker.camel());
                one.getMessage().setBody(chunk);
                step("match", one);
                chunkLaws.afterMatch(chunk);
                step("transform", one);
                chunkLaws.afterTransform(chunk);
                step("upsert", one);
                points.at("before link");
                step("link", one);
                points.at("after link");
            }
        } finally {
            release(exchange);
        }
    }

    private static void release(Exchange exchange) {
        List<Synchronization> completions = exchange.getExchangeExtension().handoverCompletions();
        if (completions != null) {
            completions.forEach(done -> done.onComplete(exchange));
        }
    }

    private void step(String name, Exchange exchange) {
        try {
            bean(name).process(exchange);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        } finally {
            if (points.dead()) {
                points.at("dead");
            }
        }
    }

    Processor bean(String name) {
        return worker.camel().getRegistry().lookupByNameAndType(name, Processor.class);
    }

    void peopleMayAct(ModelServer asked) {
        boolean blind = servers.values().stream().anyMatch(ModelServer::isBetweenLookAndWrite);
        if (peopleAct && !blind && chance.in100(5)) {
            people.act();
        }
    }

    void peopleAct(boolean on) {
        peopleAct = on;
    }

    void trouble(int percent) {
        trouble = percent;
    }

    int troublePercent() {
        return trouble;
    }

    CrashPoints points() {
        return points;
    }

    SimClock clock() {
        return clock;
    }

    Chance chance() {
        return chance;
    }

    Journal journal() {
        return journal;
    }

    People people() {
        return people;
    }

    ChunkLaws chunkLaws() {
        return chunkLaws;
    }

    Scenario scenario() {
        return scenario;
    }

    Engine engine() {
        return engine;
    }

    Jdbi jdbi() {
        return worker.database().jdbi();
    }

    ModelServer server(String system) {
        return servers.get(system);
    }

    ModelTable table(EntityKey entity) {
        return servers.get(entity.system()).table(entity.entity());
    }

    Wire wire(String system) {
        return wires.get(system);
    }

    void tellTable(String table) {
        jdbi().useHandle(h ->
                h.createQuery("select * from " + table).mapToMap().forEach(row -> journal.tell(table + " " + row)));
    }

    @Override
    public void close() {
        jdbi().setSqlLogger(org.jdbi.v3.core.statement.SqlLogger.NOP_SQL_LOGGER);
        engine.leases().close();
        try (var files = Files.walk(home)) {
            files.sorted(java.util.Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
