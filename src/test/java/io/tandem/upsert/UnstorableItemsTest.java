package io.tandem.upsert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tandem.chunk.Decision;
import io.tandem.chunk.EarlierWrites;
import io.tandem.chunk.Item;
import io.tandem.chunk.Link;
import io.tandem.chunk.RowOutcome;
import io.tandem.chunk.Verdict;
import io.tandem.flow.Side;
import io.tandem.record.Values;
import io.tandem.store.Links;
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
        return write(NAME, value, conflict);
    }

    private static RowOutcome.Conflict conflict(JsonNode lost) {
        return new RowOutcome.Conflict(TextNode.valueOf("a"), lost, Side.SOURCE, "both sides changed it differently");
    }

    private Item of(String id) {
        return new Item(Side.SOURCE, seen(tickets.add(id, Map.of("subject", id))), true);
    }

    private Item toCreate(String id, JsonNode name) {
        return of(id).with(new Verdict.Create())
                .with(new Decision.Create(Values.of(Map.of("name", name)), List.of(write(name, null))));
    }

    private Item toUpdate(String id, boolean isNew, RowOutcome.WriteTo write) {
        projects.add("p" + id, Map.of("name", "old", "description", "n"));
        Link found = Link.matched(FLOW.id(), id, isNew && id.equals("3") ? "p2" : "p" + id, EDITED);
        Link link = isNew ? found : store.jdbi().withHandle(h -> Links.insert(h, found));
        Verdict verdict = isNew ? new Verdict.Matched(link) : new Verdict.Linked(link);
        return of(id).with(verdict)
                .with(new Decision.Merge(
                        link, seen(projects.get("p" + id)), link.baseline(), List.of(write), EarlierWrites.none()));
    }

    private static void onlyTheThirdIsRefused(List<Item> items, String why) {
        assertThat(items).element(2).matches(Item::isRefused);
        assertThat(items).filteredOn(Item::isRefused).hasSize(1).allSatisfy(refused -> assertThat(
                        refused.troubles(FLOW))
                .singleElement()
                .satisfies(trouble -> assertThat(trouble.reason()).contains("desk/tickets/3", why)));
    }

    @Test
    void createsAllOthers_whenOneCreateCanNotBeStored() throws Exception {
        List<Item> items = process(List.of(
                toCreate("2", TextNode.valueOf("b")),
                toCreate("4", TextNode.valueOf("d")),
                toCreate("3", tooDeep()),
                toCreate("5", TextNode.valueOf("e"))));
        onlyTheThirdIsRefused(items, "can't be written as JSON");
        assertThat(target.asked).hasSize(3);
        assertThat(items).filteredOn(Item::created).hasSize(3);
    }

    @Test
    void writesAllOthers_whenOneIntentCanNotBeStored() throws Exception {
        List<Item> items = process(List.of(
                toUpdate("2", false, write(TextNode.valueOf("b"), null)),
                toUpdate("4", false, write(TextNode.valueOf("d"), null)),
                toUpdate("3", false, write(tooDeep(), null))));
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
        List<Item> items = process(List.of(
                toUpdate("2", false, write(TextNode.valueOf("b"), conflict(TextNode.valueOf("x")))),
                toUpdate("4", false, write(TextNode.valueOf("d"), conflict(TextNode.valueOf("y")))),
                toUpdate("3", false, write(TextNode.valueOf("c"), conflict(tooDeep())))));
        onlyTheThirdIsRefused(items, "can't be written as JSON");
        assertThat(conflicts()).hasSize(2);
        assertThat(projects.text("p3", "name")).isEqualTo("old");
    }

    @Test
    void writesAllOthers_whenOneNewLinkHoldsAnothersPartner() throws Exception {
        List<Item> items = process(List.of(
                toUpdate("2", true, write(TextNode.valueOf("b"), null)),
                toUpdate("4", true, write(TextNode.valueOf("d"), null)),
                toUpdate("3", true, write(TextNode.valueOf("c"), null))));
        onlyTheThirdIsRefused(items, "another record holds already");
        assertThat(projects.text("p2", "name")).isEqualTo("b");
        assertThat(projects.text("p3", "name")).isEqualTo("old");
    }

    /** Nothing is remembered of a transaction that was rolled back: the step can be done again, and creates once. */
    @Test
    void canBeDoneAgain_whenTheStoreFailedBeforeTheCall() throws Exception {
        Item made = toCreate("2", TextNode.valueOf("b"));
        store.jdbi().useHandle(h -> h.execute("alter table link alter column baseline rename to elsewhere"));
        assertThatThrownBy(() -> process(List.of(made))).isInstanceOf(RuntimeException.class);
        assertThat(target.asked).isEmpty();

        store.jdbi().useHandle(h -> h.execute("alter table link alter column elsewhere rename to baseline"));
        assertThat(process(List.of(made))).allMatch(Item::created);
        assertThat(target.asked).hasSize(1);
    }

    @Test
    void canBeDoneAgain_whenTheStoreFailedBehindANewLink() throws Exception {
        Item pair = toUpdate("2", true, write(TextNode.valueOf("b"), null));
        store.jdbi().useHandle(h -> h.execute("alter table history rename to elsewhere"));
        assertThatThrownBy(() -> process(List.of(pair))).isInstanceOf(RuntimeException.class);
        assertThat(links()).isZero();

        store.jdbi().useHandle(h -> h.execute("alter table elsewhere rename to history"));
        process(List.of(pair));
        assertThat(links()).isEqualTo(1);
        assertThat(projects.text("p2", "name")).isEqualTo("b");
    }

    private long links() {
        return store.jdbi().withHandle(h -> h.createQuery("select count(*) from link")
                .mapTo(Long.class)
                .one());
    }
}
