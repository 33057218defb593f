package io.tandem.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.chunk.Link;
import io.tandem.chunk.RowOutcome;
import io.tandem.chunk.WantedReference;
import io.tandem.flow.Connection;
import io.tandem.flow.Flow;
import io.tandem.flow.LinkPolicy;
import io.tandem.flow.Row;
import io.tandem.flow.Side;
import io.tandem.kit.FlowBuilder;
import io.tandem.kit.Flows;
import io.tandem.kit.TestDatabase;
import io.tandem.record.EntityKey;
import io.tandem.record.RecordKey;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Partners are found by links and by imported cross-references, and what waited for one is looked at again. */
class ReferencesTest {

    private static final EntityKey FIRMS = EntityKey.parse("desk/firms");
    private static final EntityKey CUSTOMERS = EntityKey.parse("pms/customer");
    private static final EntityKey SUPPLIERS = EntityKey.parse("pms/supplier");
    private static final EntityKey PARTIES = EntityKey.parse("pms/party");
    private static final EntityKey CASES = EntityKey.parse("desk/cases");
    private static final EntityKey JOBS = EntityKey.parse("pms/job");
    private static final Row FIRM = Flows.reference("firm", "customer", FIRMS, CUSTOMERS);
    private static final Flow AS_CUSTOMERS = Flows.every(FIRMS, CUSTOMERS, Flows.row("name", "name"));
    private static final Flow AS_SUPPLIERS = Flows.every(FIRMS, SUPPLIERS, Flows.row("name", "name"));
    private static final Flow WORK = Flows.every(CASES, JOBS, FIRM);
    private static final Flow OF_FIRMS = connected("of-firms", FIRMS);
    private static final Flow OF_SUPPLIERS = connected("of-suppliers", SUPPLIERS);
    private static final Flow OF_JOBS = connected("of-jobs", JOBS);
    private static final List<Flow> FLOWS = List.of(AS_CUSTOMERS, AS_SUPPLIERS, WORK, OF_FIRMS, OF_SUPPLIERS, OF_JOBS);
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private final Database store = TestDatabase.H2.open();
    private final References references =
            new References(store.jdbi(), FLOWS, key -> key.equals(CUSTOMERS) || key.equals(SUPPLIERS) ? PARTIES : key);

    private static Flow connected(String id, EntityKey to) {
        return FlowBuilder.of(EntityKey.parse("desk/notes"), EntityKey.parse("pms/note"))
                .id(id)
                .link(LinkPolicy.CONNECTED)
                .connectedTo(new Connection(to))
                .build();
    }

    @BeforeEach
    void allWereLookedAt() {
        store.jdbi()
                .useTransaction(h -> FLOWS.forEach(flow -> {
                    FlowProgress.of(h, flow.id());
                    FlowProgress.move(h, flow, Side.SOURCE, 0, 5);
                    FlowProgress.move(h, flow, Side.TARGET, 0, 5);
                }));
    }

    @AfterEach
    void shut() {
        store.close();
    }

    private Link insert(Link link) {
        return store.jdbi().withHandle(h -> Links.insert(h, link));
    }

    private void linked(Flow flow, Link... links) {
        store.jdbi().useTransaction(h -> references.linked(h, flow, List.of(links)));
    }

    private int take(CrossReference... some) {
        return references.importAll(List.of(some), new ImportFile("table.csv", "ann", NOW));
    }

    private static CrossReference pair(String firm, String party) {
        return new CrossReference(FIRMS.record(firm), PARTIES.record(party));
    }

    private Optional<String> partner(RecordKey from, EntityKey to) {
        WantedReference wanted = new WantedReference(from, to);
        return references.resolve(List.of(wanted)).resolve(wanted);
    }

    /** A case waits for the partner of this record. */
    private void waits(String caseId, RecordKey from, EntityKey to) {
        Link link = insert(Link.matched(WORK.id(), caseId, "job of " + caseId, NOW));
        RowOutcome outcome = new RowOutcome.Unresolved(FIRM, new WantedReference(from, to));
        store.jdbi()
                .useTransaction(
                        h -> Unresolved.save(h, link.flow(), Map.of(link.id(), List.of(outcome)), references::idSpace));
    }

    private Iterable<String> woken() {
        return new LinkedHashSet<>(store.jdbi()
                .withHandle(h -> Wakes.of(h, WORK.id(), Side.SOURCE, 0, Long.MAX_VALUE, 1_000))
                .values());
    }

    private List<Flow> lookedAtAgain() {
        return store.jdbi().withHandle(h -> FLOWS.stream()
                .filter(flow -> Wakes.takeAll(h, flow.id()))
                .toList());
    }

    @Test
    void knowsTheFlowsThatAreOn_byTheirIds() {
        assertThat(references.flow(AS_SUPPLIERS.id())).contains(AS_SUPPLIERS);
        assertThat(references.flow("nope")).isEmpty();
    }

    @Test
    void findsAPartner_byTheLinksOfEachFlowBetweenTheTwo_inBothDirections() {
        insert(Link.matched(AS_CUSTOMERS.id(), "1", "10", NOW));
        insert(Link.matched(AS_SUPPLIERS.id(), "2", "20", NOW));
        assertThat(partner(FIRMS.record("1"), SUPPLIERS)).contains("10");
        assertThat(partner(FIRMS.record("2"), CUSTOMERS)).contains("20");
        assertThat(partner(CUSTOMERS.record("20"), FIRMS)).contains("2");
        assertThat(partner(FIRMS.record("1"), JOBS)).isEmpty();
        assertThat(partner(FIRMS.record("3"), CUSTOMERS)).isEmpty();
    }

    @Test
    void keepsThePartnerOfOneFlow_whileAnotherIsStillCreatingOne() {
        insert(Link.matched(AS_CUSTOMERS.id(), "1", "10", NOW));
        insert(Link.creating(AS_SUPPLIERS.id(), Side.SOURCE, "1", "key", NOW));
        assertThat(partner(FIRMS.record("1"), SUPPLIERS)).contains("10");
    }

    @Test
    void findsAnImportedPartner_inBothDirections() {
        take(pair("1", "10"), pair("2", "20"));
        assertThat(partner(FIRMS.record("1"), CUSTOMERS)).contains("10");
        assertThat(partner(SUPPLIERS.record("20"), FIRMS)).contains("2");
        assertThat(partner(FIRMS.record("10"), CUSTOMERS)).isEmpty();
        assertThat(partner(FIRMS.record("1"), JOBS)).isEmpty();
    }

    @Test
    void listsTheImportedPartners_ofOnePairOfEntitiesOnly_inBothDirections() {
        take(
                pair("1", "10"),
                new CrossReference(FIRMS.record("2"), JOBS.record("20")),
                new CrossReference(CASES.record("3"), PARTIES.record("30")));
        assertThat(references.partnersInTable(FIRMS, PARTIES))
                .containsOnly(Map.entry(FIRMS.record("1"), PARTIES.record("10")));
        assertThat(references.partnersInTable(PARTIES, FIRMS))
                .containsOnly(Map.entry(PARTIES.record("10"), FIRMS.record("1")));
    }

    @Test
    void anImportWakesWhatWaitedForIt_onEitherSideOfIt() {
        waits("forward", FIRMS.record("1"), CUSTOMERS);
        waits("back", CUSTOMERS.record("20"), FIRMS);
        waits("other", FIRMS.record("20"), CUSTOMERS);
        assertThat(take(pair("1", "10"), pair("2", "20"))).isEqualTo(2);
        assertThat(woken()).containsExactlyInAnyOrder("forward", "back");
    }

    @Test
    void anImportMakesTheFlowsConnectedToItsEntities_lookAgain() {
        take(pair("1", "10"));
        assertThat(lookedAtAgain()).containsExactly(OF_FIRMS, OF_SUPPLIERS);
    }

    @Test
    void aNewLinkMakesTheFlowsConnectedToItsEntities_lookAgain() {
        linked(AS_SUPPLIERS, Link.matched(AS_SUPPLIERS.id(), "1", "10", NOW));
        assertThat(lookedAtAgain()).containsExactly(OF_FIRMS, OF_SUPPLIERS);
    }

    @Test
    void aNewLinkOfOthers_leavesTheConnectedFlowsAlone() {
        linked(WORK, Link.matched(WORK.id(), "1", "10", NOW));
        assertThat(lookedAtAgain()).containsExactly(OF_JOBS);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void nobodyLooksAgain_forALinkWithoutTarget_orForNone(boolean none) {
        waits("forward", FIRMS.record("1"), CUSTOMERS);
        linked(
                AS_CUSTOMERS,
                none ? new Link[0] : new Link[] {Link.creating(AS_CUSTOMERS.id(), Side.SOURCE, "1", "key", NOW)});
        assertThat(lookedAtAgain()).isEmpty();
        assertThat(woken()).isEmpty();
    }
}
