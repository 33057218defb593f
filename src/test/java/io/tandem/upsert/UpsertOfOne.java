package io.tandem.upsert;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tandem.chunk.Chunk;
import io.tandem.chunk.Item;
import io.tandem.chunk.Link;
import io.tandem.chunk.RowOutcome;
import io.tandem.chunk.Snapshot;
import io.tandem.feed.FeedPlan;
import io.tandem.flow.Flow;
import io.tandem.flow.Row;
import io.tandem.flow.Side;
import io.tandem.flows.Chunks;
import io.tandem.flows.Flows;
import io.tandem.flows.TickingClock;
import io.tandem.link.Conflicts;
import io.tandem.link.Links;
import io.tandem.link.NewLinks;
import io.tandem.link.References;
import io.tandem.record.EntityKey;
import io.tandem.record.SyncRecord;
import io.tandem.record.Values;
import io.tandem.sim.ModelEntity;
import io.tandem.store.Database;
import io.tandem.store.Leases;
import io.tandem.store.TestDatabase;
import java.time.Instant;
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
    static final Instant EDITED = Instant.parse("2026-01-02T03:04:05Z");

    final TickingClock clock = new TickingClock();
    final ModelEntity tickets = new ModelEntity(TICKETS, clock, "subject", "notes");
    final ModelEntity projects = new ModelEntity(PROJECTS, clock, "name", "description");
    final Answering target = new Answering(projects);
    final Database store = TestDatabase.H2.open();
    final Leases leases = new Leases(store.jdbi(), clock);
    final UpsertStep step = step();
    final Item item = new Item(Side.SOURCE, seen(tickets.add("1", Map.of("subject", "new", "notes", "n"))), true);

    private UpsertStep step() {
        FeedPlan plan = new FeedPlan(List.of(FLOW), key -> key.equals(TICKETS) ? tickets.facts() : projects.facts());
        return new UpsertStep(
                store.jdbi(),
                clock,
                new NewLinks(new References(store.jdbi(), List.of(FLOW), key -> key), clock),
                new Updates(store.jdbi(), clock, key -> key.equals(TICKETS) ? tickets : target, plan, leases),
                new Creates(store.jdbi(), key -> target, plan, clock),
                new Deletes(store.jdbi(), key -> target, plan, leases));
    }

    @AfterEach
    void shut() {
        leases.close();
        store.close();
    }

    private static Snapshot seen(SyncRecord record) {
        return new Snapshot(record, Map.of(), 1, false);
    }

    static RowOutcome.WriteTo write(Row row, String value, RowOutcome.Conflict conflict) {
        JsonNode text = TextNode.valueOf(value);
        return new RowOutcome.WriteTo(row, Side.TARGET, text, text, EDITED, "a test says so", conflict);
    }

    void process() throws Exception {
        process(item);
    }

    void process(Item item) throws Exception {
        Chunks.process(step, new Chunk(FLOW, Side.SOURCE, EDITED, 0, 1, List.of(item), List.of()));
    }

    /** A linked pair whose target is to be written. */
    void linked(RowOutcome... outcomes) {
        projects.add("11", Map.of("name", "old", "description", "n"));
        Link link = store.jdbi().withHandle(h -> Links.insert(h, Link.matched(FLOW.id(), "1", "11", EDITED)));
        item.storedLink(link);
        item.counterpart(seen(projects.get("11")));
        item.outcomes(List.of(outcomes));
    }

    void toCreate() {
        item.toCreate(true);
        item.createValues(Values.of(Map.of("name", TextNode.valueOf("new"))));
        item.outcomes(List.of(write(NAME, "new", null), new RowOutcome.Unchanged(NOTES)));
    }

    Link storedLink() {
        return store.jdbi()
                .withHandle(h -> Links.holding(h, FLOW.id(), Side.SOURCE, List.of("1")))
                .get("1");
    }

    List<Conflicts.Conflict> conflicts() {
        return store.jdbi().withHandle(h -> Conflicts.list(h, List.of(FLOW.id())));
    }
}
