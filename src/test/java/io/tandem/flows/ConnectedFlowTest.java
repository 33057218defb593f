package io.tandem.flows;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.flow.Connection;
import io.tandem.flow.Flow;
import io.tandem.flow.LinkPolicy;
import io.tandem.kit.FlowBuilder;
import io.tandem.kit.Flows;
import io.tandem.kit.TestDatabase;
import io.tandem.kit.TestEngine;
import io.tandem.kit.TickingClock;
import io.tandem.record.EntityKey;
import io.tandem.record.Values;
import io.tandem.sim.ModelEntity;
import io.tandem.store.CrossReference;
import io.tandem.store.Database;
import io.tandem.store.ImportFile;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A flow that creates only what refers to a linked record. */
class ConnectedFlowTest {

    private static final EntityKey CASES = EntityKey.parse("desk/cases");
    private static final EntityKey FIRMS = EntityKey.parse("desk/firms");
    private static final EntityKey JOBS = EntityKey.parse("pms/job");
    private static final EntityKey CUSTOMERS = EntityKey.parse("pms/customer");
    private static final Flow FLOW = FlowBuilder.of(CASES, JOBS)
            .link(LinkPolicy.CONNECTED)
            .rows(Flows.row("title", "name"), Flows.reference("firm", "customer", FIRMS, CUSTOMERS))
            .connectedTo(new Connection(FIRMS))
            .build();

    @Test
    void createsARecordOnlyOnceTheOneItRefersToIsLinked() {
        TickingClock clock = new TickingClock();
        ModelEntity cases = new ModelEntity(CASES, clock, "title", "firm");
        ModelEntity jobs = new ModelEntity(JOBS, clock, "name", "customer");
        cases.add("1", Map.of("title", "of a firm", "firm", "7"));
        cases.add("2", Map.of("title", "of nobody"));
        try (Database store = TestDatabase.H2.open();
                TestEngine engine = new TestEngine(store, List.of(FLOW), Map.of(CASES, cases, JOBS, jobs), clock)) {
            engine.sync();
            assertThat(jobs.all()).isEmpty();

            engine.engine()
                    .references()
                    .importAll(
                            List.of(new CrossReference(FIRMS.record("7"), CUSTOMERS.record("70"))),
                            new ImportFile("refs.csv", "", clock.instant()));
            engine.sync();
            assertThat(jobs.all()).singleElement().satisfies(job -> assertThat(
                            Values.text(job.values().get("customer")))
                    .isEqualTo("70"));
        }
    }

    /** What an imported flow has: no row refers to the other record, but a property of the source does. */
    @Test
    void createsARecord_onceOneOfThoseThatAPropertyNamesIsLinked() {
        Flow every = Flows.every(FIRMS, CUSTOMERS, Flows.row("name", "name"));
        Flow connected = FlowBuilder.of(CASES, JOBS)
                .link(LinkPolicy.CONNECTED)
                .rows(Flows.row("title", "name"))
                .connectedTo(new Connection(FIRMS, Optional.of("firm"), Optional.of(CUSTOMERS)))
                .build();
        TickingClock clock = new TickingClock();
        ModelEntity cases = new ModelEntity(CASES, clock, "title", "firm");
        ModelEntity jobs = new ModelEntity(JOBS, clock, "name");
        ModelEntity firmsOfDesk = new ModelEntity(FIRMS, clock, "name");
        ModelEntity customers = new ModelEntity(CUSTOMERS, clock, "name");
        cases.add("1", Map.of("title", "of a firm", "firm", "7"));
        cases.add("2", Map.of("title", "of nobody"));
        try (Database store = TestDatabase.H2.open();
                TestEngine engine = new TestEngine(
                        store,
                        List.of(connected, every),
                        Map.of(CASES, cases, JOBS, jobs, FIRMS, firmsOfDesk, CUSTOMERS, customers),
                        clock)) {
            engine.sync();
            assertThat(jobs.all()).isEmpty();

            firmsOfDesk.add("7", Map.of("name", "Teapots Ltd"));
            engine.sync();
            assertThat(customers.all()).hasSize(1);
            assertThat(jobs.all()).singleElement().satisfies(job -> assertThat(
                            Values.text(job.values().get("name")))
                    .isEqualTo("of a firm"));
        }
    }
}
