package io.tandem.upsert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tandem.chunk.Chunk;
import io.tandem.chunk.Item;
import io.tandem.chunk.Link;
import io.tandem.chunk.RowOutcome;
import io.tandem.chunk.Snapshot;
import io.tandem.flow.Side;
import io.tandem.flows.Chunks;
import io.tandem.link.Links;
import io.tandem.record.Values;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the step stores before its calls: a record that can't be stored gets none, and keeps no other from its own. */
class UnstorableItemsTest extends UpsertOfOne {

    private static JsonNode tooDeep() {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        ArrayNode inner = all;
        for (int depth = 0; depth < 1_100; depth++) {
            inner = inner.addArray();
        }
        inner.add(1);
        return all;
    }

    private static RowOutcome.WriteTo write(JsonNode value, RowOutcome.Conflict conflict) {
        return new RowOutcome.WriteTo(NAME, Side.TARGET, value, value, EDITED, "a test says so", conflict);
    }

    private static RowOutcome.Conflict conflict(JsonNode lost) {
        return new RowOutcome.Conflict(TextNode.valueOf("a"), lost, Side.SOURCE, "both sides changed it differently");
    }

    private Item of(String id) {
        return new Item(Side.SOURCE, new Snapshot(tickets.add(id, Map.of("subject", id)), Map.of(), 1, false), true);
    }

    private Item toCreate(String id, JsonNode name) {
        Item made = of(id);
        made.toCreate(true);
        made.createValues(Values.of(Map.of("name", name)));
        made.outcomes(List.of(write(name, null)));
        return made;
    }

    private Item toUpdate(String id, boolean isNew, RowOutcome.WriteTo write) {
        Item pair = of(id);
        projects.add("p" + id, Map.of("name", "old", "description", "n"));
        Link link = Link.matched(FLOW.id(), id, isNew && id.equals("3") ? "p2" : "p" + id, EDITED);
        if (isNew) {
            pair.link(link);
        } else {
            pair.storedLink(store.jdbi().withHandle(h -> Links.insert(h, link)));
        }
        pair.counterpart(new Snapshot(projects.get("p" + id), Map.of(), 1, false));
        pair.outcomes(List.of(write));
        return pair;
    }

    private void process(List<Item> items) throws Exception {
        Chunks.process(step, new Chunk(FLOW, Side.SOURCE, EDITED, 0, 1, items, List.of()));
    }

    private static void onlyTheThirdIsRefused(List<Item> items, String why) {
        assertThat(items)
                .filteredOn(Item::isRefused)
                .containsExactly(items.get(2))
                .allSatisfy(refused -> assertThat(refused.troubles())
                        .singleElement()
                        .satisfies(trouble -> assertThat(trouble.reason()).contains("desk/tickets/3", why)));
    }

    @Test
    void createsAllOthers_whenOneCreateCanNotBeStored() throws Exception {
        List<Item> items = List.of(
                toCreate("2", TextNode.valueOf("b")),
                toCreate("4", TextNode.valueOf("d")),
                toCreate("3", tooDeep()),
                toCreate("5", TextNode.valueOf("e")));
        process(items);
        onlyTheThirdIsRefused(items, "can't be written as JSON");
        assertThat(target.asked).hasSize(3);
        assertThat(items).filteredOn(Item::created).hasSize(3);
    }

    @Test
    void writesAllOthers_whenOneIntentCanNotBeStored() throws Exception {
        List<Item> items = List.of(
                toUpdate("2", false, write(TextNode.valueOf("b"), null)),
                toUpdate("4", false, write(TextNode.valueOf("d"), null)),
                toUpdate("3", false, write(tooDeep(), null)));
        process(items);
        onlyTheThirdIsRefused(items, "can't be written as JSON");
        assertThat(projects.text("p2", "name")).isEqualTo("b");
        assertThat(projects.text("p4", "name")).isEqualTo("d");
        assertThat(projects.text("p3", "name")).isEqualTo("old");
    }

    @Test
    void writesNothing_whenTheOnlyIntentCanNotBeStored() throws Exception {
        process(List.of(toUpdate("3", false, write(tooDeep(), null))));
        assertThat(target.asked).isEmpty();
    }

    @Test
    void writesAllOthers_whenOneConflictCanNotBeStored() throws Exception {
        List<Item> items = List.of(
                toUpdate("2", false, write(TextNode.valueOf("b"), conflict(TextNode.valueOf("x")))),
                toUpdate("4", false, write(TextNode.valueOf("d"), conflict(TextNode.valueOf("y")))),
                toUpdate("3", false, write(TextNode.valueOf("c"), conflict(tooDeep()))));
        process(items);
        onlyTheThirdIsRefused(items, "can't be written as JSON");
        assertThat(conflicts()).hasSize(2);
        assertThat(projects.text("p3", "name")).isEqualTo("old");
    }

    @Test
    void writesAllOthers_whenOneNewLinkHoldsAnothersPartner() throws Exception {
        List<Item> items = List.of(
                toUpdate("2", true, write(TextNode.valueOf("b"), null)),
                toUpdate("4", true, write(TextNode.valueOf("d"), null)),
                toUpdate("3", true, write(TextNode.valueOf("c"), null)));
        process(items);
        onlyTheThirdIsRefused(items, "another record holds already");
        assertThat(projects.text("p2", "name")).isEqualTo("b");
        assertThat(projects.text("p3", "name")).isEqualTo("old");
    }

    /** Nothing is remembered of a transaction that was rolled back: the step can be done again, and creates once. */
    @Test
    void canBeDoneAgain_whenTheStoreFailedBeforeTheCall() throws Exception {
        Item made = toCreate("2", TextNode.valueOf("b"));
        store.jdbi().useHandle(h -> h.execute("alter table link alter column baseline rename to elsewhere"));
        assertThatThrownBy(() -> process(made)).isInstanceOf(RuntimeException.class);
        assertThat(made.link()).isEmpty();
        assertThat(target.asked).isEmpty();

        store.jdbi().useHandle(h -> h.execute("alter table link alter column elsewhere rename to baseline"));
        process(made);
        assertThat(target.asked).hasSize(1);
        assertThat(made.created()).isTrue();
    }

    @Test
    void canBeDoneAgain_whenTheStoreFailedBehindANewLink() throws Exception {
        Item pair = toUpdate("2", true, write(TextNode.valueOf("b"), null));
        store.jdbi().useHandle(h -> h.execute("alter table history rename to elsewhere"));
        assertThatThrownBy(() -> process(pair)).isInstanceOf(RuntimeException.class);
        assertThat(pair.link()).map(Link::id).contains(0L);

        store.jdbi().useHandle(h -> h.execute("alter table elsewhere rename to history"));
        process(pair);
        assertThat(projects.text("p2", "name")).isEqualTo("b");
    }
}
