package io.tandem.upsert;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tandem.chunk.Chunk;
import io.tandem.chunk.Decision;
import io.tandem.chunk.EarlierWrites;
import io.tandem.chunk.Effect;
import io.tandem.chunk.Effects;
import io.tandem.chunk.Intent;
import io.tandem.chunk.Item;
import io.tandem.chunk.Link;
import io.tandem.chunk.RowOutcome;
import io.tandem.chunk.Snapshot;
import io.tandem.chunk.Trouble;
import io.tandem.chunk.Verdict;
import io.tandem.fetch.FeedNeeds;
import io.tandem.flow.Flow;
import io.tandem.flow.Row;
import io.tandem.flow.Side;
import io.tandem.kit.Chunks;
import io.tandem.kit.Flows;
import io.tandem.kit.StoredConflicts;
import io.tandem.kit.TestDatabase;
import io.tandem.kit.TickingClock;
import io.tandem.link.NewLinks;
import io.tandem.record.EntityKey;
import io.tandem.record.SyncRecord;
import io.tandem.record.Values;
import io.tandem.sim.ModelEntity;
import io.tandem.store.Chains;
import io.tandem.store.Conflicts;
import io.tandem.store.Database;
import io.tandem.store.Intents;
import io.tandem.store.Leases;
import io.tandem.store.Links;
import io.tandem.store.References;
import io.tandem.store.StartedCreates;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;

/** One record of a source, and one pass of the step over it. */
abstract class UpsertOfOne {

    static final EntityKey TICKETS = EntityKey.parse("desk/tickets");
    static final EntityKey PROJECTS = EntityKey.parse("pms/project");
    static final Row NAME = Flows.row("subject", "name");
    static final Row NOTES = Flows.row("notes", "description");
    static final Flow FLOW = Flows.every(TICKETS, PROJECTS, NAME, NOTES);
    static final Values NEW = Values.of(Map.of("name", TextNode.valueOf("new")));
    static final Instant EDITED = Instant.parse("2026-01-02T03:04:05Z");

    final TickingClock clock = new TickingClock();
    final ModelEntity tickets = new ModelEntity(TICKETS, clock, "subject", "notes");
    final ModelEntity projects = new ModelEntity(PROJECTS, clock, "name", "description");
    final Answering source = new Answering(tickets);
    final Answering target = new Answering(projects);
    final Database store = TestDatabase.H2.open();
    final Leases leases = new Leases(store.jdbi(), clock);
    final References references = new References(store.jdbi(), List.of(FLOW), key -> key);
    final UpsertStep step = step();
    /** As {@code transform} leaves it. */
    Item item = new Item(Side.SOURCE, seen(tickets.add("1", Map.of("subject", "new", "notes", "n"))), true);
    /** As the step leaves it. */
    Item done;

    private UpsertStep step() {
        FeedNeeds needs = new FeedNeeds(List.of(FLOW), key -> key.equals(TICKETS) ? tickets.facts() : projects.facts());
        return new UpsertStep(
                new WriteAhead(store.jdbi(), new NewLinks(references, needs::keyRule, clock), flow -> true, clock),
                new Updates(
                        store.jdbi(),
                        key -> key.equals(TICKETS) ? source : target,
                        needs,
                        new RecordClaims(leases, clock)),
                new Creates(store.jdbi(), key -> target, needs, new Chains(List.of(FLOW), key -> key), leases, clock),
                new Deletes(store.jdbi(), key -> target, needs, new RecordClaims(leases, clock)));
    }

    @AfterEach
    void shut() {
        leases.close();
        store.close();
    }

    static Snapshot seen(SyncRecord record) {
        return new Snapshot(record, Map.of(), 1, 1);
    }

    static RowOutcome.WriteTo write(Row row, String value, RowOutcome.Conflict conflict) {
        return write(row, TextNode.valueOf(value), conflict);
    }

    static RowOutcome.WriteTo write(Row row, JsonNode value, RowOutcome.Conflict conflict) {
        return new RowOutcome.WriteTo(row, Side.TARGET, value, value, EDITED, "a test says so", conflict);
    }

    void process() throws Exception {
        done = process(List.of(item)).get(0);
    }

    /** @return the items as the step leaves them */
    List<Item> process(List<Item> items) throws Exception {
        return Chunks.process(step, new Chunk(FLOW, Side.SOURCE, EDITED, 0, 1, items, List.of()))
                .items();
    }

    Effects effects() {
        return done.effects().orElseThrow();
    }

    Effect onTarget() {
        return effects().on(Side.TARGET);
    }

    List<Trouble> troubles() {
        return done.troubles(FLOW);
    }

    /** Intents that nothing has to be found out about any more. */
    List<Intent> over() {
        List<Intent> over = new ArrayList<>(effects().inDoubt());
        over.addAll(effects().answered());
        return over;
    }

    Item changed() {
        return new Item(Side.SOURCE, item.snapshot(), item.changed());
    }

    /** A linked pair whose target is to be written. */
    void linked(RowOutcome... outcomes) {
        linked(EarlierWrites.none(), outcomes);
    }

    void linked(EarlierWrites earlier, RowOutcome... outcomes) {
        projects.add("11", Map.of("name", "old", "description", "n"));
        Link link = store.jdbi().withHandle(h -> Links.insert(h, pair()));
        item = changed().with(new Verdict.Linked(link)).with(merge(link, earlier, outcomes));
    }

    /** The same pair, found only in this chunk. */
    void matched(RowOutcome... outcomes) {
        projects.add("11", Map.of("name", "old", "description", "n"));
        item = changed().with(new Verdict.Matched(pair())).with(merge(pair(), EarlierWrites.none(), outcomes));
    }

    static Link pair() {
        return Link.matched(FLOW.id(), "1", "11", EDITED);
    }

    private Decision merge(Link link, EarlierWrites earlier, RowOutcome... outcomes) {
        return new Decision.Merge(link, seen(projects.get("11")), link.baseline(), List.of(outcomes), earlier);
    }

    void toCreate() {
        item = changed().with(new Verdict.Create()).with(create("new"));
    }

    /** A create whose answer was lost: its link is stored already. */
    void toCreateAgain(Link started, String name) {
        item = changed().with(new Verdict.Linked(started)).with(create(name));
    }

    private static Decision create(String name) {
        return new Decision.Create(
                Values.of(Map.of("name", TextNode.valueOf(name))),
                List.of(write(NAME, name, null), new RowOutcome.Unchanged(NOTES)));
    }

    Link started(String key) {
        return store.jdbi().withHandle(h -> Links.insert(h, Link.creating(FLOW.id(), Side.SOURCE, "1", key, EDITED)));
    }

    Link storedLink() {
        return linkOf("1");
    }

    /** Its own, or that of a create that stands with the others of its chunk; null if there is none. */
    Link linkOf(String id) {
        return store.jdbi().withHandle(h -> StartedCreates.of(h, FLOW.id()).stream()
                .filter(link -> link.sourceId().equals(id))
                .findFirst()
                .orElseGet(() ->
                        Links.holding(h, FLOW.id(), Side.SOURCE, List.of(id)).get(id)));
    }

    /** Another process has the flow now, or this one its next round: what was started has links of its own. */
    void settleStarted() {
        store.jdbi().useTransaction(h -> StartedCreates.settle(h, FLOW.id()));
    }

    List<Intent> storedIntents() {
        return store.jdbi().withHandle(h -> Intents.of(h, List.of(storedLink().id()))).values().stream()
                .flatMap(List::stream)
                .toList();
    }

    List<Conflicts.Conflict> conflicts() {
        return store.jdbi().withHandle(h -> StoredConflicts.of(h, FLOW.id()));
    }
}
