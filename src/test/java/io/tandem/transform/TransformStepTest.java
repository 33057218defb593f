package io.tandem.transform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.flow.Connection;
import io.tandem.flow.Flow;
import io.tandem.flow.LinkPolicy;
import io.tandem.kit.FactsBuilder;
import io.tandem.kit.FlowBuilder;
import io.tandem.kit.Flows;
import io.tandem.kit.TestDatabase;
import io.tandem.kit.TestEngine;
import io.tandem.kit.TickingClock;
import io.tandem.operator.FlowTotals;
import io.tandem.record.EntityKey;
import io.tandem.record.Presence;
import io.tandem.record.SyncRecord;
import io.tandem.record.Values;
import io.tandem.sim.ModelEntity;
import io.tandem.store.CrossReference;
import io.tandem.store.Database;
import io.tandem.store.ImportFile;
import io.tandem.system.EntityClient;
import io.tandem.system.EntityFacts;
import io.tandem.system.Page;
import io.tandem.system.Reading;
import io.tandem.system.Refusal;
import io.tandem.system.Write;
import io.tandem.system.WriteResult;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the step decides before any value is merged: who is to be created, who waits, who is left alone. */
class TransformStepTest {

    private static final EntityKey CASES = EntityKey.parse("desk/cases");
    private static final EntityKey FIRMS = EntityKey.parse("desk/firms");
    private static final EntityKey OWNERS = EntityKey.parse("desk/owners");
    private static final EntityKey JOBS = EntityKey.parse("pms/job");
    private static final EntityKey CUSTOMERS = EntityKey.parse("pms/customer");
    private static final EntityKey PEOPLE = EntityKey.parse("pms/person");

    private final TickingClock clock = new TickingClock();
    private final ModelEntity cases = new ModelEntity(CASES, clock, "title", "firm", "owner", "status");
    private final ModelEntity jobs = new ModelEntity(JOBS, clock, "name", "customer", "person");
    private final Database store = TestDatabase.H2.open();
    private TestEngine engine;
    private Flow flow;

    private void open(LinkPolicy link, EntityClient target) {
        flow = FlowBuilder.of(CASES, JOBS)
                .link(link)
                .rows(
                        Flows.row("title", "name"),
                        Flows.reference("firm", "customer", FIRMS, CUSTOMERS),
                        Flows.reference("owner", "person", OWNERS, PEOPLE))
                .connectedTo(new Connection(FIRMS))
                .build();
        engine = new TestEngine(store, List.of(flow), Map.of(CASES, cases, JOBS, target), clock);
    }

    @AfterEach
    void shut() {
        engine.close();
        store.close();
    }

    private FlowTotals totals() {
        return FlowTotals.of(store.jdbi(), engine.engine().waiting(), flow);
    }

    private void refer(EntityKey from, String id, EntityKey to, String partner) {
        engine.engine()
                .references()
                .importAll(
                        List.of(new CrossReference(from.record(id), to.record(partner))),
                        new ImportFile("refs.csv", "", Instant.EPOCH));
    }

    private String only(String property) {
        assertThat(jobs.all()).hasSize(1);
        JsonNode value = jobs.get("1").values().get(property);
        return value.isNull() ? null : Values.text(value);
    }

    /** A system in which a new record is found by its reference only after a while, and that answers nothing at first. */
    private final class Lagging implements EntityClient {

        private final AtomicInteger failures = new AtomicInteger(1);

        @Override
        public EntityFacts facts() {
            EntityFacts facts = jobs.facts();
            return FactsBuilder.like(facts).lookupLag(Duration.ofMinutes(30)).build();
        }

        @Override
        public void fetch(String watermark, Set<String> properties, Consumer<Page> pages) {
            pages.accept(new Page(List.of(), clock.instant().toString(), Duration.ZERO));
        }

        @Override
        public Reading readMany(Collection<SyncRecord> known, Set<String> properties) {
            return jobs.readMany(known, properties);
        }

        @Override
        public Reading lookUp(Collection<String> externalRefs, Set<String> properties) {
            return jobs.lookUp(externalRefs, properties);
        }

        @Override
        public List<WriteResult> write(List<Write> writes, Set<String> properties) {
            List<WriteResult> results = jobs.write(writes, properties);
            return failures.getAndDecrement() > 0
                    ? List.of(new WriteResult.Refused(new Refusal(Refusal.Kind.TEMPORARY, "lost", null)))
                    : results;
        }
    }

    @Test
    void looksForALostCreate_onlyOnceItMustBeVisible() {
        open(LinkPolicy.EVERY, new Lagging());
        cases.add("1", Map.of("title", "a"));
        engine.sync();
        clock.pass(Duration.ofMinutes(10));
        cases.edit("1", Map.of("title", "b"));
        engine.sync();
        assertThat(jobs.calls("lookup")).isZero();
        assertThat(totals().creating()).isEqualTo(1);
        clock.pass(Duration.ofMinutes(25));
        engine.sync();
        assertThat(jobs.calls("lookup")).isEqualTo(1);
        assertThat(totals().creating()).isZero();
        assertThat(only("name")).isEqualTo("b");
    }

    @Test
    void createsInAConnectedFlowOnlyWhatRefersToALinkedRecordOfItsEntities() {
        open(LinkPolicy.CONNECTED, jobs);
        refer(FIRMS, "7", CUSTOMERS, "70");
        refer(OWNERS, "8", PEOPLE, "80");
        cases.add("1", Map.of("title", "of nobody"));
        cases.add("2", Map.of("title", "of an unknown firm", "firm", "404"));
        cases.add("3", Map.of("title", "of an owner alone", "owner", "8"));
        cases.add("4", Map.of("title", "of a firm", "firm", "7", "owner", "404"));
        engine.sync();
        assertThat(only("name")).isEqualTo("of a firm");
        assertThat(only("customer")).isEqualTo("70");
        assertThat(only("person")).isNull();
        assertThat(totals().creating()).isZero();
    }

    @Test
    void createsEverything_inAFlowThatIsNotConnected_andFillsInReferencesLater() {
        open(LinkPolicy.EVERY, jobs);
        cases.add("1", Map.of("title", "a", "firm", "7"));
        engine.sync();
        assertThat(only("customer")).isNull();
        assertThat(totals().unresolved()).isEqualTo(1);
        refer(FIRMS, "7", CUSTOMERS, "70");
        engine.sync();
        assertThat(only("customer")).isEqualTo("70");
        assertThat(totals().unresolved()).isZero();
    }

    @Test
    void leavesAPairAlone_whileOneOfItIsDeleted_andCatchesUpAfterwards() {
        open(LinkPolicy.EVERY, jobs);
        cases.add("1", Map.of("title", "a"));
        engine.sync();
        cases.presence("1", Presence.DELETED);
        engine.sync();
        assertThat(totals().linked()).isZero();
        jobs.edit("1", Map.of("name", "b"));
        engine.sync();
        assertThat(cases.text("1", "title")).isEqualTo("a");
        cases.presence("1", Presence.LIVE);
        engine.sync();
        assertThat(totals().linked()).isEqualTo(1);
        assertThat(cases.text("1", "title")).isEqualTo("b");
    }

    @Test
    void writesNothingToALockedRecord_butFromIt() {
        open(LinkPolicy.EVERY, jobs);
        cases.add("1", Map.of("title", "a"));
        engine.sync();
        cases.edit("1", Map.of("title", "b", "status", "closed"));
        engine.sync();
        assertThat(only("name")).isEqualTo("b");
        jobs.edit("1", Map.of("name", "c"));
        engine.sync();
        assertThat(cases.text("1", "title")).isEqualTo("b");
        assertThat(totals().drift()).isEqualTo(1);
        cases.edit("1", Map.of("status", "open"));
        engine.sync();
        assertThat(cases.text("1", "title")).isEqualTo("c");
        assertThat(totals().drift()).isZero();
    }

    @Test
    void translatesAReferenceBack_whenTheTargetsIsEdited() {
        open(LinkPolicy.EVERY, jobs);
        refer(FIRMS, "7", CUSTOMERS, "70");
        refer(FIRMS, "9", CUSTOMERS, "90");
        cases.add("1", Map.of("title", "a", "firm", "7"));
        engine.sync();
        jobs.edit("1", Map.of("customer", "90"));
        engine.sync();
        assertThat(cases.text("1", "firm")).isEqualTo("9");
        assertThat(jobs.all()).hasSize(1);
    }
}
