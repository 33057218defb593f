package io.tandem.upsert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tandem.chunk.Chunk;
import io.tandem.chunk.Item;
import io.tandem.chunk.Link;
import io.tandem.chunk.LinkState;
import io.tandem.chunk.RowOutcome;
import io.tandem.chunk.Seen;
import io.tandem.feed.FeedPlan;
import io.tandem.flow.Flow;
import io.tandem.flow.Row;
import io.tandem.flow.Side;
import io.tandem.flows.Flows;
import io.tandem.flows.TickingClock;
import io.tandem.history.Change;
import io.tandem.history.Entry;
import io.tandem.history.Event;
import io.tandem.history.History;
import io.tandem.link.Conflicts;
import io.tandem.link.Links;
import io.tandem.link.NewLinks;
import io.tandem.link.References;
import io.tandem.record.EntityKey;
import io.tandem.record.Presence;
import io.tandem.record.SyncRecord;
import io.tandem.record.Values;
import io.tandem.sim.ModelEntity;
import io.tandem.store.Database;
import io.tandem.store.Leases;
import io.tandem.store.TestDatabase;
import io.tandem.system.Refusal;
import io.tandem.system.Write;
import io.tandem.system.WriteResult;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What one pass of the step leaves on each item for the step that stores it; later rounds would heal much of it. */
class UpsertStepTest {

    private static final EntityKey TICKETS = EntityKey.parse("desk/tickets");
    private static final EntityKey PROJECTS = EntityKey.parse("pms/project");
    private static final Row NAME = Flows.row("subject", "name");
    private static final Row NOTES = Flows.row("notes", "description");
    private static final Flow FLOW = Flows.every(TICKETS, PROJECTS, NAME, NOTES);
    private static final Instant EDITED = Instant.parse("2026-01-02T03:04:05Z");

    private final TickingClock clock = new TickingClock();
    private final ModelEntity tickets = new ModelEntity(TICKETS, clock, "subject", "notes");
    private final ModelEntity projects = new ModelEntity(PROJECTS, clock, "name", "description");
    private final Answering target = new Answering(projects);
    private final Database store = TestDatabase.H2.open();
    private final Leases leases = new Leases(store.jdbi(), clock);
    private final UpsertStep step = step();
    private final Item item =
            new Item(Side.SOURCE, seen(tickets.add("1", Map.of("subject", "new", "notes", "n"))), true);

    private UpsertStep step() {
        FeedPlan plan = new FeedPlan(List.of(FLOW), key -> key.equals(TICKETS) ? tickets.facts() : projects.facts());
        return new UpsertStep(
                store.jdbi(),
                clock,
                new NewLinks(new References(store.jdbi(), List.of(FLOW), key -> key), clock),
                new Updates(store.jdbi(), clock, key -> key.equals(TICKETS) ? tickets : target, plan, leases),
                new Creates(store.jdbi(), key -> target, plan, clock),
                new Deletes(key -> target, plan, leases));
    }

    @AfterEach
    void shut() {
        leases.close();
        store.close();
    }

    private static Seen seen(SyncRecord record) {
        return new Seen(record, Map.of(), 1, false);
    }

    private static RowOutcome.WriteTo write(Row row, String value, RowOutcome.Conflict conflict) {
        JsonNode text = TextNode.valueOf(value);
        return new RowOutcome.WriteTo(row, Side.TARGET, text, text, EDITED, "a test says so", conflict);
    }

    private void process() throws Exception {
        DefaultExchange exchange = new DefaultExchange(new DefaultCamelContext());
        exchange.getMessage().setBody(new Chunk(FLOW, Side.SOURCE, EDITED, 0, 1, List.of(item), List.of()));
        step.process(exchange);
    }

    /** A linked pair whose target is to be written. */
    private void linked(RowOutcome... outcomes) {
        projects.add("11", Map.of("name", "old", "description", "n"));
        Link link = store.jdbi().withHandle(h -> Links.insert(h, Link.matched(FLOW.id(), "1", "11", EDITED)));
        item.storedLink(link);
        item.counterpart(seen(projects.get("11")));
        item.outcomes(List.of(outcomes));
    }

    private void toCreate() {
        item.toCreate(true);
        item.createValues(Values.of(Map.of("name", TextNode.valueOf("new"))));
        item.outcomes(List.of(write(NAME, "new", null), new RowOutcome.Unchanged(NOTES)));
    }

    private Link storedLink() {
        return store.jdbi()
                .withHandle(h -> Links.holding(h, FLOW.id(), Side.SOURCE, List.of("1")))
                .get("1");
    }

    private List<Conflicts.Conflict> conflicts() {
        return store.jdbi().withHandle(h -> Conflicts.list(h, List.of(FLOW.id())));
    }

    @Test
    void anUpdateLeavesBaselineAnswerAndSide() throws Exception {
        linked(write(NAME, "new", null), new RowOutcome.Unchanged(NOTES));
        process();
        assertThat(projects.text("11", "name")).isEqualTo("new");
        assertThat(item.baseline()).isNotEqualTo(item.link().orElseThrow().baseline());
        assertThat(item.fresh().get(Side.TARGET).values().get("name").asText()).isEqualTo("new");
        assertThat(item.written(Side.TARGET)).isEqualTo(Map.of("name", EDITED));
        assertThat(item.wrote()).containsExactly(Side.TARGET);
        assertThat(item.mustRunAgain()).isFalse();
    }

    @Test
    void nothingIsCalled_whenNothingChanged() throws Exception {
        linked(new RowOutcome.Unchanged(NAME), new RowOutcome.Unchanged(NOTES));
        process();
        assertThat(target.asked).isEmpty();
        assertThat(item.fresh()).isEmpty();
    }

    @Test
    void aStaleRecordIsTakenOver_andRunsAgain() throws Exception {
        linked(write(NAME, "new", null));
        projects.edit("11", Map.of("name", "theirs"));
        process();
        assertThat(projects.text("11", "name")).isEqualTo("theirs");
        assertThat(item.mustRunAgain()).isTrue();
        assertThat(item.fresh().get(Side.TARGET).values().get("name").asText()).isEqualTo("theirs");
        assertThat(item.written(Side.TARGET)).isEmpty();
        assertThat(item.wrote()).isEmpty();
    }

    @Test
    void aStaleRecordThatCannotBeReadRunsAgain_andNothingIsTakenOver() throws Exception {
        linked(write(NAME, "new", null));
        target.said = asked -> new WriteResult.Stale(null, false);
        process();
        assertThat(item.mustRunAgain()).isTrue();
        assertThat(item.fresh()).isEmpty();
    }

    @Test
    void aRecordThatIsGoneIsKeptAsDeleted() throws Exception {
        linked(write(NAME, "new", null));
        target.refuse(Refusal.Kind.GONE, null);
        process();
        assertThat(item.fresh().get(Side.TARGET).presence()).isEqualTo(Presence.DELETED);
        assertThat(item.fresh().get(Side.TARGET).key()).isEqualTo(PROJECTS.record("11"));
        assertThat(item.troubles()).isEmpty();
    }

    @Test
    void onlyThePropertyThatWasLockedIsDrift() throws Exception {
        linked(write(NAME, "new", null), write(NOTES, "more", null));
        target.said = asked -> new WriteResult.Written(
                projects.get("11"), true, Map.of("name", new Refusal(Refusal.Kind.LOCKED, "closed", null)));
        process();
        assertThat(item.outcomes().get(0)).isEqualTo(new RowOutcome.Drift(NAME, Side.SOURCE, "closed"));
        assertThat(item.outcomes().get(1)).isInstanceOf(RowOutcome.WriteTo.class);
        assertThat(item.written(Side.TARGET)).containsOnlyKeys("description");
    }

    @Test
    void aLockedRecordIsDriftInEachRowThatWasToBeWritten_andInNoOther() throws Exception {
        linked(write(NAME, "new", null), new RowOutcome.Unchanged(NOTES));
        target.refuse(Refusal.Kind.LOCKED, null);
        process();
        assertThat(item.outcomes())
                .containsExactly(new RowOutcome.Drift(NAME, Side.SOURCE, "said so"), new RowOutcome.Unchanged(NOTES));
    }

    @Test
    void nothingCountsAsWritten_whenEveryPropertyWasRefused() throws Exception {
        linked(write(NAME, "new", null));
        target.said = asked -> new WriteResult.Written(
                projects.get("11"), true, Map.of("name", new Refusal(Refusal.Kind.INVALID, "no", null)));
        process();
        assertThat(item.wrote()).isEmpty();
        assertThat(item.troubles()).hasSize(1);
    }

    @Test
    void aConflictIsStoredBeforeTheWriteThatSettlesIt() throws Exception {
        RowOutcome.Conflict conflict =
                new RowOutcome.Conflict(TextNode.valueOf("new"), TextNode.valueOf("old"), Side.SOURCE, "latest");
        linked(write(NAME, "new", conflict));
        int[] known = {0};
        target.said = asked -> {
            known[0] = conflicts().size();
            return null;
        };
        process();
        assertThat(known[0]).isEqualTo(1);
    }

    @Test
    void aCreateIsStoredAsBegunBeforeTheCall_andLeavesAllThatItMade() throws Exception {
        toCreate();
        LinkState[] during = {null};
        target.said = asked -> {
            during[0] = storedLink().state();
            return null;
        };
        process();
        assertThat(during[0]).isEqualTo(LinkState.CREATING);
        assertThat(((Write.Create) target.asked.get(0)).externalRef()).isEqualTo("desk/tickets/1");
        assertThat(item.link().orElseThrow().state()).isEqualTo(LinkState.LINKED);
        assertThat(item.link().orElseThrow().targetId()).isEqualTo("1");
        assertThat(item.linkChanged()).isTrue();
        assertThat(item.created()).isTrue();
        assertThat(item.fresh()).containsKey(Side.TARGET);
        assertThat(item.written(Side.TARGET)).isEqualTo(Map.of("name", EDITED));
        assertThat(item.baseline()).isNotEqualTo(io.tandem.chunk.Baseline.empty());
    }

    /** Were the stored link gone before the trouble is stored, a crash in between would leave a record that nobody asks for. */
    @Test
    void aRefusedCreateGivesItsLinkUp_butNotBeforeTheChunkIsStored() throws Exception {
        toCreate();
        target.refuse(Refusal.Kind.INVALID, null);
        process();
        assertThat(storedLink().state()).isEqualTo(LinkState.CREATING);
        assertThat(item.abandoned()).isPresent();
        assertThat(item.link()).isEmpty();
        assertThat(item.outcomes()).isEmpty();
        assertThat(item.troubles()).hasSize(1);
    }

    /** The create's first try failed, and its source is edited before the next one. */
    private void createdBefore() throws Exception {
        toCreate();
        target.refuse(Refusal.Kind.TEMPORARY, null);
        process();
        item.storedLink(storedLink());
        item.createValues(Values.of(Map.of("name", TextNode.valueOf("newer"))));
        item.outcomes(List.of(write(NAME, "newer", null)));
        target.normal();
    }

    @Test
    void aRepeatedCreateSendsWhatItSentBefore_andMergesWhatWasEditedSince() throws Exception {
        createdBefore();
        process();
        assertThat(projects.text("1", "name")).isEqualTo("new");
        assertThat(item.baseline().row(NAME.id()).orElseThrow().target().asText())
                .isEqualTo("new");
        assertThat(item.mustRunAgain()).isTrue();
    }

    @Test
    void aRefusedCreateRunsAgain_whenTheSourceWasEditedSince() throws Exception {
        createdBefore();
        target.refuse(Refusal.Kind.INVALID, null);
        process();
        assertThat(item.abandoned()).isPresent();
        assertThat(item.mustRunAgain()).isTrue();
        assertThat(item.troubles()).hasSize(1);
    }

    @Test
    void anEditThatUndoesOurWriteBeforeItIsReadAgain_runsAgain() throws Exception {
        linked(write(NAME, "new", null));
        target.said = asked -> {
            projects.edit("11", Map.of("name", "new"));
            return new WriteResult.Written(projects.edit("11", Map.of("name", "old")), false, Map.of());
        };
        process();
        assertThat(item.mustRunAgain()).isTrue();
        assertThat(item.baseline().row(NAME.id()).orElseThrow().target().asText())
                .isEqualTo("new");
    }

    @Test
    void aReplicaThatLagsIsNotTakenForAnEditThatUndoesOurWrite() throws Exception {
        linked(write(NAME, "new", null));
        SyncRecord before = projects.get("11");
        target.said = asked -> new WriteResult.Written(before, false, Map.of());
        process();
        assertThat(item.mustRunAgain()).isFalse();
    }

    @Test
    void aLostCreateIsAdopted_andMergesAsAtAFirstMeeting() throws Exception {
        toCreate();
        Link begun =
                store.jdbi().withHandle(h -> Links.insert(h, Link.creating(FLOW.id(), "1", "the same key", EDITED)));
        item.storedLink(begun);
        projects.write(
                List.of(new Write.Create("desk/tickets/1", "the same key", item.createValues())), Set.of("name"));
        process();
        assertThat(target.asked).isEmpty();
        assertThat(item.link().orElseThrow().state()).isEqualTo(LinkState.LINKED);
        assertThat(item.link().orElseThrow().targetId()).isEqualTo("1");
        assertThat(item.fresh().get(Side.TARGET).key()).isEqualTo(PROJECTS.record("1"));
        assertThat(item.outcomes()).isEmpty();
        assertThat(item.mustRunAgain()).isTrue();
        assertThat(item.created()).isFalse();
    }

    @Test
    void aCreateThatIsAnsweredAsAnUpdateStopsTheFlow() {
        toCreate();
        target.said = asked -> new WriteResult.Stale(null, false);
        assertThatThrownBy(this::process).isInstanceOf(IllegalStateException.class);
        assertThat(storedLink().state()).isEqualTo(LinkState.CREATING);
    }

    @Test
    void aLostCreateThatAnotherRecordGot_isToldOnce_andParked() throws Exception {
        toCreate();
        item.storedLink(
                store.jdbi().withHandle(h -> Links.insert(h, Link.creating(FLOW.id(), "1", "the same key", EDITED))));
        projects.write(
                List.of(new Write.Create("desk/tickets/1", "the same key", item.createValues())), Set.of("name"));
        store.jdbi().useHandle(h -> Links.insert(h, Link.matched(FLOW.id(), "2", "1", EDITED)));
        process();
        process();
        assertThat(item.troubles().get(0).reason()).contains("pms/project/1 was made for desk/tickets/1");
        assertThat(history()).singleElement().satisfies(entry -> {
            assertThat(entry.event()).isEqualTo(Event.CREATED);
            assertThat(entry.changes()).containsExactly(new Change("name", null, TextNode.valueOf("new")));
        });
    }

    private List<Entry> history() {
        return store.jdbi().withHandle(h -> History.of(h, PROJECTS.record("1"), 10));
    }

    @Test
    void aWriteIsNotForgotten_whenItsSecondTryWasStale() throws Exception {
        linked(write(NAME, "new", null));
        target.said = asked -> new WriteResult.Stale(projects.get("11"), true);
        process();
        assertThat(item.over()).isEmpty();
    }

    @Test
    void aWriteIsForgotten_whenItsOnlyTryWasStale() throws Exception {
        linked(write(NAME, "new", null));
        target.said = asked -> new WriteResult.Stale(projects.get("11"), false);
        process();
        assertThat(item.over()).hasSize(1);
    }
}
