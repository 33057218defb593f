package io.tandem.sim;

import io.tandem.app.Engine;
import io.tandem.app.RoundExit;
import io.tandem.chunk.Chunk;
import io.tandem.chunk.RunCounts;
import io.tandem.fetch.JavaFailed;
import io.tandem.fetch.Round;
import io.tandem.flow.Flow;
import io.tandem.flow.Side;
import io.tandem.kit.VirtualClock;
import io.tandem.record.EntityKey;
import io.tandem.system.SystemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.spi.Synchronization;
import org.apache.camel.support.DefaultExchange;
import org.jdbi.v3.core.Jdbi;

/** One simulated installation: two model systems, people who edit, and Tandem's own steps, system layer and store between them. */
final class World implements AutoCloseable {

    /** So many seeds have one in which several workers are busy at the same time; those take longer. */
    private static final int CROWDED = 5;

    private final Worker worker;
    private final Chance chance;
    private final VirtualClock clock = new VirtualClock(Duration.ofMillis(1), Crew::mayChange);
    private final Journal journal = new Journal();
    private final CrashPoints points = new CrashPoints(this::standStill, this::setClock);
    private final Map<String, ModelServer> servers = new TreeMap<>();
    private final Map<String, Wire> wires = new TreeMap<>();
    private final Scenario scenario;
    private final IdForms ids;
    private final Oddities oddities = new Oddities(journal);
    private final boolean vanishing;
    private final People people;
    private final ChunkLaws chunkLaws;
    private final Path home;
    private Tandem process;
    private int trouble;
    private boolean peopleAct;
    private boolean overtaken;
    private boolean everOvertaken;

    World(Worker worker, long seed) throws IOException {
        this.worker = worker;
        this.chance = new Chance(seed);
        Scenario drawn = Scenario.draw(chance);
        this.scenario = seed % CROWDED == 0 ? drawn.crowded(new Chance(-seed)) : drawn;
        this.ids = IdForms.draw(chance, List.of(Scenario.PERSON, Scenario.CONTACT));
        this.vanishing = chance.in100(30);
        this.home = Files.createTempDirectory("tandem-sim");
        Files.createDirectories(home.resolve("config/systems"));
        for (String system : Worker.SYSTEMS) {
            Dialect dialect = Dialect.draw(chance);
            List<String> entities = scenario.entities(system);
            servers.put(system, new ModelServer(system, dialect, clock, chance, journal, oddities, entities));
            wires.put(system, new Wire(servers.get(system), this));
            Files.writeString(home.resolve("config/systems/" + system + ".yaml"), dialect.descriptor(system, entities));
            journal.tell(system + " speaks " + dialect);
        }
        journal.tell("flows: " + scenario.flows());
        this.people = new People(this);
        this.chunkLaws = new ChunkLaws(this);
        worker.begin(this);
        jdbi().setSqlLogger(points);
        process = Tandem.start(worker, home, scenario, clock);
    }

    /**
     * Another process on the same store runs a round while this one stands still, longer than its leases hold; then this
     * one goes on as if nothing had been.
     */
    void standStill() {
        if (servers.values().stream().anyMatch(server -> !server.dialect().survivesTwo())) {
            return;
        }
        journal.tell("STANDS STILL");
        points.standStill(CrashPoints.Kind.CALL, 0);
        Tandem still = process;
        clock.pass(Duration.ofSeconds(45));
        process = Tandem.start(worker, home, scenario, clock);
        try {
            round(null);
        } finally {
            process.engine().leases().close();
            process = still;
            overtaken = true;
            everOvertaken = true;
            journal.tell("GOES ON");
        }
    }

    /** Somebody sets the clock of Tandem's machine: by seconds or years, ahead or back, or right again. */
    void setClock() {
        Duration ahead = chance.of(
                        Duration.ZERO,
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(70),
                        Duration.ofHours(1),
                        Duration.ofDays(2),
                        Duration.ofDays(1_100))
                .multipliedBy(chance.of(1, -1));
        journal.tell("CLOCK is set; it is " + ahead + " ahead");
        clock.set(ahead);
        wires.values().forEach(Wire::clockIsSet);
    }

    /** The process died: another one starts once its leases are over. */
    void restart() {
        process.engine().leases().close();
        clock.pass(Duration.ofSeconds(31));
        points.revive();
        wires.values().forEach(Wire::forgetWhatWasTold);
        journal.tell("started again");
        process = Tandem.start(worker, home, scenario, clock);
    }

    /**
     * Runs each flow once in both directions.
     *
     * @param run what the round counts for; null if for nothing
     * @return what failed, by flow and direction; empty if nothing did
     */
    Map<String, RuntimeException> round(RunCounts.Run run) {
        Instant tick = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        journal.tell("round at " + tick);
        Map<String, RuntimeException> failures = new TreeMap<>();
        overtaken = false;
        Crew.run(chance, points::dead, !scenario.isCrowded(), crew -> {
            List<Crew.Hand> hands = new ArrayList<>();
            for (Flow flow : scenario.flows()) {
                hands.add(crew.start(() -> bothWays(flow, tick, run, crew, failures)));
                if (!scenario.together()) {
                    crew.finish(hands);
                    Crew.check(hands);
                }
            }
            crew.finish(hands);
            Crew.check(hands);
        });
        return failures;
    }

    /** What {@code tandem sync} would end with. @param failures of the round, by flow and direction */
    int exitCode(RunCounts.Run run, Map<String, RuntimeException> failures) {
        Map<Flow, RuntimeException> byFlow = new HashMap<>();
        for (Flow flow : scenario.flows()) {
            for (Side side : Side.values()) {
                if (failures.containsKey(flow.routeId(side))) {
                    byFlow.put(flow, failures.get(flow.routeId(side)));
                }
            }
        }
        return RoundExit.code(engine(), scenario.flows(), run, byFlow);
    }

    private void bothWays(
            Flow flow, Instant tick, RunCounts.Run run, Crew crew, Map<String, RuntimeException> failures) {
        for (Side side : Side.values()) {
            try {
                run(flow, side, Round.asked(tick, run), crew);
            } catch (SystemException e) {
                journal.tell(flow.routeId(side) + " stopped: " + e.getMessage());
                failures.put(flow.routeId(side), e);
            } catch (RuntimeException e) {
                if (!overtaken) {
                    throw e;
                }
                journal.tell(flow.routeId(side) + " was overtaken: " + e.getMessage());
            }
        }
    }

    /** As Camel's splitter does: the first chunk that fails ends the exchange, while others may still be under way. */
    private void run(Flow flow, Side side, Round round, Crew crew) {
        Exchange exchange = new DefaultExchange(worker.camel());
        exchange.getExchangeExtension().setFromRouteId(flow.routeId(side));
        exchange.setProperty(Round.PROPERTY, round);
        List<Crew.Hand> hands = new ArrayList<>();
        try {
            step("fetch", exchange);
            Iterator<?> parts = exchange.getMessage().getBody(Iterator.class);
            boolean more = parts.hasNext();
            while (more && hands.stream().noneMatch(Crew.Hand::hasFailed)) {
                Exchange part = new DefaultExchange(worker.camel());
                part.setProperty(Round.PROPERTY, round);
                part.setMessage((Message) parts.next());
                more = parts.hasNext(); // as Camel's splitter does
                hands.add(crew.start(() -> chunk(part)));
            }
        } catch (JavaFailed crash) {
            throw (Error) crash.getCause();
        } finally {
            if (hands.stream().noneMatch(Crew.Hand::hasFailed)) {
                crew.finish(hands);
            }
            try {
                release(exchange);
            } finally {
                crew.finish(hands);
            }
        }
        Crew.check(hands);
    }

    private void chunk(Exchange one) {
        try {
            step("match", one);
            chunkLaws.afterMatch(one.getMessage().getBody(Chunk.class));
            step("transform", one);
            chunkLaws.afterTransform(one.getMessage().getBody(Chunk.class));
            step("upsert", one);
            points.at(CrashPoints.Kind.STEP, "before link");
            step("link", one);
            chunkLaws.afterLink(one.getMessage().getBody(Chunk.class));
            points.at(CrashPoints.Kind.STEP, "after link");
        } catch (RuntimeException | Error e) {
            one.setException(e);
            throw e;
        } finally {
            release(one);
        }
    }

    private static void release(Exchange exchange) {
        List<Synchronization> completions = exchange.getExchangeExtension().handoverCompletions();
        if (completions != null) {
            completions.forEach(done -> done.onComplete(exchange));
        }
    }

    private void step(String name, Exchange exchange) {
        Crew.mayChange();
        try {
            bean(name).process(exchange);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        } finally {
            if (points.dead()) {
                points.at(CrashPoints.Kind.STEP, "dead");
            }
        }
    }

    Tandem process() {
        return process;
    }

    Processor bean(String name) {
        return process.bean(name);
    }

    /** Somebody edits at that very moment: most often while Tandem reads again what it has just written. */
    void peopleMayAct(boolean readsAgain) {
        boolean blind = servers.values().stream()
                .anyMatch(server -> server.isBetweenLookAndWrite()
                        || scenario.isCrowded() && server.dialect().condition().equals("read"));
        if (peopleAct && !blind && chance.in100(readsAgain ? 25 : 5)) {
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

    VirtualClock clock() {
        return clock;
    }

    Chance chance() {
        return chance;
    }

    Journal journal() {
        return journal;
    }

    /** Whether another process worked in this round while this one stood there. */
    boolean isOvertaken() {
        return overtaken;
    }

    /** Whether another process ever worked while this one stood there. */
    boolean wasOvertaken() {
        return everOvertaken;
    }

    IdForms ids() {
        return ids;
    }

    Oddities oddities() {
        return oddities;
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
        return process.engine();
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

    /** Whether records vanish without a trace; only then a full comparison is made, which would hide what increments lose. */
    boolean vanishing() {
        return vanishing;
    }

    /** What increments can't show is found by a full comparison. */
    void wantFullPasses() {
        process.engine().feeds().wantPass(List.of(Scenario.COMPANY, Scenario.FIRM, Scenario.PERSON, Scenario.CONTACT));
    }

    void tellTable(String table) {
        jdbi().useHandle(h ->
                h.createQuery("select * from " + table).mapToMap().forEach(row -> journal.tell(table + " " + row)));
    }

    @Override
    public void close() {
        jdbi().setSqlLogger(org.jdbi.v3.core.statement.SqlLogger.NOP_SQL_LOGGER);
        process.engine().leases().close();
        try (var files = Files.walk(home)) {
            files.sorted(java.util.Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
