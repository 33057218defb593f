package io.tandem.flows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.tandem.flow.LinkPolicy;
import io.tandem.flow.Side;
import io.tandem.kit.BareContextSupport;
import io.tandem.kit.Person;
import io.tandem.kit.ShippedRoutes;
import io.tandem.kit.TestDatabase;
import io.tandem.operator.FlowTotals;
import io.tandem.sandbox.InjectedFaults;
import io.tandem.sandbox.Sandbox;
import io.tandem.sandbox.SandboxOptions;
import io.tandem.sandbox.SandboxSystem;
import io.tandem.store.Database;
import io.tandem.system.CallCounts;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What every shipped flow promises, on its real route file, over real HTTP, on a real store. Each flow's test says only
 * how a person works in its two systems. One flow for each target goes through its system's trouble in every build, the others in the profile.
 */
abstract class ShippedFlowContract extends BareContextSupport {

    private Sandbox sandbox;
    private Database database;
    private ShippedRoutes routes;
    private Person person;

    abstract String flowId();

    /** A person adds a source record, and where the flow only matches, its partner. @return the source's id */
    abstract String add(Person person, String value);

    /** The carried value on the target; null if there is no target. */
    abstract String target(Person person, String sourceId);

    abstract void editSource(Person person, String sourceId, String value);

    abstract void editTarget(Person person, String sourceId, String value);

    abstract String source(Person person, String sourceId);

    /** The system whose trouble the flow must outlive. */
    abstract SandboxSystem targetSystem(Sandbox sandbox);

    /** Whether edits of the target reach the source. */
    boolean travelsBack() {
        return true;
    }

    @BeforeEach
    void open() throws Exception {
        sandbox = Sandbox.start(SandboxOptions.empty(Clock.systemUTC()));
        database = TestDatabase.H2.open();
        person = new Person(sandbox);
        routes = new ShippedRoutes(context(), database, sandbox, flowId());
        routes.load(
                "routes/systems.camel.yaml", "routes/error-handling.camel.yaml", "routes/" + flowId() + ".camel.yaml");
    }

    @AfterEach
    void shut() {
        context().stop();
        database.close();
        sandbox.close();
    }

    private void sync() {
        assertThat(routes.sync()).isEmpty();
    }

    private long writes() {
        return routes.calls().values().stream().mapToLong(CallCounts::write).sum();
    }

    @Test
    void linksEachRecordOnce() {
        String one = add(person, "one@example.com");
        String two = add(person, "two@example.com");
        sync();
        sync();
        assertThat(target(person, one)).isEqualTo("one@example.com");
        assertThat(target(person, two)).isEqualTo("two@example.com");
        FlowTotals totals = FlowTotals.of(database.jdbi(), routes.engine().waiting(), routes.flow());
        assertThat(totals.linked()).isEqualTo(2);
        assertThat(totals.parked() + totals.ambiguous() + totals.conflicts()).isZero();
    }

    @Test
    void carriesAnEditOfTheSource_andThenIsQuiet() {
        assumeThat(routes.flow().rows().get(0).documented() || travelsBack())
                .as("this flow's row carries edits of the source")
                .isTrue();
        String id = add(person, "one@example.com");
        sync();
        editSource(person, id, "edited@example.com");
        sync();
        assertThat(target(person, id)).isEqualTo("edited@example.com");
        sync();
        assertThat(writes()).isZero();
        assertThat(routes.counts().seen(Side.SOURCE)).isZero();
    }

    @Test
    void carriesAnEditOfTheTarget_orListsItAsDrift() {
        String id = add(person, "one@example.com");
        sync();
        editTarget(person, id, "edited@example.com");
        sync();
        FlowTotals totals = FlowTotals.of(database.jdbi(), routes.engine().waiting(), routes.flow());
        assertThat(source(person, id)).isEqualTo(travelsBack() ? "edited@example.com" : "one@example.com");
        assertThat(totals.drift()).isEqualTo(travelsBack() ? 0 : 1);
        sync();
        assertThat(writes()).isZero();
    }

    @Tag("thorough")
    @Test
    void goesOn_whenTheTargetSaysToWait() {
        add(person, "zero@example.com");
        sync();
        String id = add(person, "one@example.com");
        targetSystem(sandbox).faults().set(InjectedFaults.Kind.TOO_MANY, 1, ".*");
        sync();
        assertThat(target(person, id)).isEqualTo("one@example.com");
    }

    @Tag("thorough")
    @Test
    void stopsForTheRound_whenTheTargetIsDown_andLosesNothing() {
        add(person, "zero@example.com");
        sync();
        String id = add(person, "one@example.com");
        targetSystem(sandbox).faults().set(InjectedFaults.Kind.DOWN, 1_000, ".*");
        assertThat(routes.sync()).containsExactly(targetSystem(sandbox).name());
        targetSystem(sandbox).faults().set(InjectedFaults.Kind.NONE, 0, ".*");
        sync();
        assertThat(target(person, id)).isEqualTo("one@example.com");
        assertThat(FlowTotals.of(database.jdbi(), routes.engine().waiting(), routes.flow())
                        .parked())
                .isZero();
    }

    @Tag("thorough")
    @Test
    void createsNothingTwice_whenTheAnswerOfACreateIsLost() {
        assumeThat(routes.flow().link()).as("this flow creates").isEqualTo(LinkPolicy.EVERY);
        add(person, "zero@example.com");
        sync();
        String id = add(person, "one@example.com");
        targetSystem(sandbox).faults().set(InjectedFaults.Kind.CUT_AFTER, 4, ".*/batch");
        routes.sync();
        targetSystem(sandbox).faults().set(InjectedFaults.Kind.NONE, 0, ".*");
        sync();
        assertThat(target(person, id)).isEqualTo("one@example.com");
        assertThat(List.of("customers", "projects", "tasks").stream()
                        .mapToInt(collection -> person.pms("GET", collection, null)
                                .path("items")
                                .size())
                        .sum())
                .isEqualTo(2);
    }
}
