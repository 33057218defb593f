package io.tandem.transform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.chunk.Baseline;
import io.tandem.chunk.Chunk;
import io.tandem.chunk.Decision;
import io.tandem.chunk.Item;
import io.tandem.chunk.Link;
import io.tandem.chunk.LinkState;
import io.tandem.chunk.RowOutcome;
import io.tandem.chunk.Snapshot;
import io.tandem.chunk.Verdict;
import io.tandem.config.Tuning;
import io.tandem.fetch.FeedNeeds;
import io.tandem.fetch.Feeds;
import io.tandem.flow.Connection;
import io.tandem.flow.DeletePolicy;
import io.tandem.flow.Flow;
import io.tandem.flow.LinkPolicy;
import io.tandem.flow.Side;
import io.tandem.kit.Chunks;
import io.tandem.kit.FactsBuilder;
import io.tandem.kit.FlowBuilder;
import io.tandem.kit.Flows;
import io.tandem.kit.TestDatabase;
import io.tandem.kit.TickingClock;
import io.tandem.record.EntityKey;
import io.tandem.record.Presence;
import io.tandem.record.SyncRecord;
import io.tandem.record.Values;
import io.tandem.sim.ModelEntity;
import io.tandem.store.Database;
import io.tandem.store.Leases;
import io.tandem.store.Links;
import io.tandem.store.References;
import io.tandem.system.EntityFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.AbstractMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What one pass of the step leaves on an item for the steps behind it; later rounds would heal much of it. */
class TransformedItemTest {

    private static final EntityKey CASES = EntityKey.parse("desk/cases");
    private static final EntityKey FIRMS = EntityKey.parse("desk/firms");
    private static final EntityKey JOBS = EntityKey.parse("pms/job");
    private static final EntityKey CUSTOMERS = EntityKey.parse("pms/customer");

    private final TickingClock clock = new TickingClock();
    private final ModelEntity cases = new ModelEntity(CASES, clock, "title", "firm");
    private final ModelEntity jobs = new ModelEntity(JOBS, clock, "name", "customer");
    private final Database store = TestDatabase.H2.open();
    private final Leases leases = new Leases(store.jdbi(), clock);
    private Flow flow = flow(LinkPolicy.EVERY, DeletePolicy.KEEP);
    private Duration lookupLag = Duration.ZERO;
    private boolean canDelete = true;
    private final Feeds feeds = new Feeds(
            store.jdbi(),
            leases,
            clock,
            key -> key.equals(CASES) ? cases : jobs,
            new FeedNeeds(List.of(flow), this::facts));
    private final TransformStep step = new TransformStep(
            store.jdbi(),
            feeds,
            new References(store.jdbi(), List.of(flow), key -> key),
            this::facts,
            clock,
            Tuning.DEFAULT.guard());

    private static Flow flow(LinkPolicy link, DeletePolicy deletes) {
        return FlowBuilder.of(CASES, JOBS)
                .link(link)
                .rows(Flows.row("title", "name"), Flows.reference("firm", "customer", FIRMS, CUSTOMERS))
                .deletes(deletes)
                .connectedTo(new Connection(FIRMS))
                .build();
    }

    private EntityFacts facts(EntityKey key) {
        EntityFacts model = (key.equals(CASES) ? cases : jobs).facts();
        return FactsBuilder.like(model)
                .lookupLag(lookupLag)
                .can(canDelete, EntityFacts.Operation.DELETE)
                .build();
    }

    @AfterEach
    void shut() {
        leases.close();
        store.close();
    }

    private Item item(SyncRecord record) {
        return new Item(Side.SOURCE, new Snapshot(record, Map.of(), 1, 1), true);
    }

    private Item processed(Item item) throws Exception {
        Chunk chunk = new Chunk(flow, Side.SOURCE, clock.instant(), 0, 1, List.of(item), List.of());
        return Chunks.process(step, chunk).items().get(0);
    }

    private Item created(SyncRecord record) throws Exception {
        return processed(item(record).with(new Verdict.Create()));
    }

    /** Case 1 as the model holds it now, linked to job 11. */
    private Item linked() throws Exception {
        return linked(item(cases.get("1")));
    }

    private Item linked(Item item) throws Exception {
        feeds.update(JOBS, clock.instant());
        Link stored =
                store.jdbi().withHandle(h -> Links.insert(h, Link.matched(flow.id(), "1", "11", clock.instant())));
        return processed(item.with(new Verdict.Linked(stored)));
    }

    @Test
    void saysWhatANewTargetIsToHold_andWhatEachRowCameTo() throws Exception {
        Item item = created(cases.add("1", Map.of("title", "a", "firm", "7")));
        assertThat(((Decision.Create) item.decision().orElseThrow()).values())
                .isEqualTo(Values.of(Map.of("name", Pair.json("'a'"))));
        assertThat(item.outcomes().stream().map(Told::of)).containsExactly("TARGET := a", "Unresolved");
    }

    @Test
    void mergesAPair() throws Exception {
        cases.add("1", Map.of("title", "a"));
        jobs.add("11", Map.of("customer", "70"));
        assertThat(linked().outcomes().stream().map(Told::of)).containsExactly("TARGET := a", "Unresolved");
    }

    /** To read them took as long as the merge. */
    @Test
    void asksForNoTimeOfAChange_whereBothSidesHoldTheSame() throws Exception {
        Map<String, Instant> unread = new AbstractMap<>() {
            @Override
            public Set<Entry<String, Instant>> entrySet() {
                throw new AssertionError("nobody needs them");
            }
        };
        SyncRecord record = cases.add("1", Map.of("title", "a"));
        jobs.add("11", Map.of("name", "a"));
        Item item = linked(new Item(Side.SOURCE, new Snapshot(record, unread, 1, 1), true));
        assertThat(item.outcomes()).hasSize(2).allMatch(RowOutcome.Agreed.class::isInstance);
    }

    @Test
    void leavesAPairAlone_whosePartnerWasNotSeenYet() throws Exception {
        cases.add("1", Map.of("title", "a"));
        Item item = linked();
        assertThat(item.skipped()).hasValueSatisfying(why -> assertThat(why).contains("pms/job/11", "not seen"));
        assertThat(item.outcomes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "' '", "[7]", "8.5"})
    void whatIsNoIdRefersToNoLinkedRecord_andStopsNobody(String firm) throws Exception {
        flow = flow(LinkPolicy.CONNECTED, DeletePolicy.KEEP);
        SyncRecord record = cases.add("1", Map.of("title", "a"));
        Item item = created(record.withValues(record.values().with("firm", Pair.json(firm))));
        assertThat(item.skipped()).hasValueSatisfying(why -> assertThat(why).contains("desk/firms"));
        assertThat(item.decision()).containsInstanceOf(Decision.Left.class);
    }

    @Test
    void looksForACreateOfADeadProcess_onlyWhenALastCallOfItsMustBeVisible() throws Exception {
        lookupLag = Duration.ofMinutes(30);
        Instant longAgo = clock.instant().minus(Duration.ofDays(1));
        assertThat(started(longAgo).decision()).containsInstanceOf(Decision.Left.class);
        assertThat(started(longAgo).skipped())
                .hasValueSatisfying(why -> assertThat(why).contains("create"));
        clock.pass(Duration.ofMinutes(31));
        assertThat(started(longAgo).decision()).containsInstanceOf(Decision.Create.class);
        assertThat(started(clock.instant()).decision()).containsInstanceOf(Decision.Left.class);
    }

    /** Case 1 with a create that was last tried at a time, its answer lost. */
    private Item started(Instant attempted) throws Exception {
        Verdict linked = new Verdict.Linked(Link.creating(flow.id(), Side.SOURCE, "1", "key", attempted));
        return processed(item(cases.add("1", Map.of("title", "a"))).with(linked));
    }

    @Test
    void deletesThePartnerOfADeletedRecord_onlyWhereTheFlowSaysSo_andTheSystemCan() throws Exception {
        flow = flow(LinkPolicy.EVERY, DeletePolicy.PROPAGATE);
        Decision.Delete delete = (Decision.Delete) deleted().decision().orElseThrow();
        assertThat(delete.where()).isEqualTo(Side.TARGET);
        assertThat(delete.then()).isEqualTo(LinkState.SOURCE_DELETED);
        assertThat(delete.pair().state()).isEqualTo(LinkState.LINKED);
        canDelete = false;
        assertLeftAlone(deleted());
        canDelete = true;
        flow = flow(LinkPolicy.EVERY, DeletePolicy.KEEP);
        assertLeftAlone(deleted());
    }

    private Item deleted() throws Exception {
        store.jdbi().useHandle(h -> h.execute("delete from link"));
        cases.add("1", Map.of("title", "a"));
        cases.presence("1", Presence.DELETED);
        jobs.add("11", Map.of("name", "a"));
        Item item = linked();
        assertThat(item.outcomes()).isEmpty();
        return item;
    }

    private static void assertLeftAlone(Item item) {
        assertThat(item.decision()).containsInstanceOf(Decision.Rest.class);
        assertThat(item.link().orElseThrow().state()).isEqualTo(LinkState.SOURCE_DELETED);
    }

    @Test
    void obeysTheDecisionThatIsStoredForThisPair() throws Exception {
        cases.add("1", Map.of("title", "a"));
        jobs.add("11", Map.of("name", "b"));
        assertThat(Told.of(linked().outcomes().get(0))).isEqualTo("SOURCE := b");
        Link link = store.jdbi()
                .withHandle(h -> Links.holding(h, flow.id(), Side.SOURCE, List.of("1")))
                .get("1");
        store.jdbi()
                .useHandle(h -> h.execute(
                        "insert into conflict (flow, link_id, row_id, property, state, since_ms, decision, rule)"
                                + " values (?, ?, ?, 'title', 'open', 0, 'SOURCE', '')",
                        flow.id(),
                        link.id(),
                        flow.rows().get(0).id()));
        Item again = item(cases.get("1")).with(new Verdict.Linked(link));
        RowOutcome outcome = processed(again).outcomes().get(0);
        assertThat(Told.of(outcome)).isEqualTo("TARGET := a");
        JsonNode lost = ((RowOutcome.WriteTo) outcome).conflict().target();
        assertThat(lost).isEqualTo(Pair.json("'b'"));
    }

    /** What the two agree on without a write belongs to the baseline, whatever becomes of the other rows. */
    @Test
    void takesWhatBothShowIntoTheBaseline() throws Exception {
        cases.add("1", Map.of("title", "a", "firm", "7"));
        jobs.add("11", Map.of("name", "a"));
        Decision.Merge merge = (Decision.Merge) linked().decision().orElseThrow();
        assertThat(merge.agreed())
                .isEqualTo(Baseline.empty().with(flow.rows().get(0), Pair.json("'a'"), Pair.json("'a'")));
    }
}
