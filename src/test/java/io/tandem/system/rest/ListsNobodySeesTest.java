package io.tandem.system.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tandem.record.EntityKey;
import io.tandem.record.Json;
import io.tandem.record.SyncRecord;
import io.tandem.record.Values;
import io.tandem.system.Refusal;
import io.tandem.system.Write;
import io.tandem.system.WriteResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A list inside another value of an entity without {@code read_many}: what else stands there would be lost, so it stays. */
class ListsNobodySeesTest {

    private static final EntityKey BOOKS = EntityKey.parse("shelf/book");
    private static final Set<String> PROPERTIES = Set.of("city", "numbers");
    private static final String SHELF = """
            system: shelf
            title: Shelf, where no book can be read alone
            settings: {url: {}, key: {secret: true}}
            clients: {api: {url: "{shelf.url}", auth: [{bearer: "{shelf.key}"}]}}
            entities:
              book:
                modified: touched
                token: rev
                overlap: 10s
                properties: {city: {path: owner.city}, numbers: {path: owner.phones.number}}
                fetch: {call: GET /books, paging: link, since: {since: "{since}"}}
                update: {call: "PATCH /books/{id}", body: {rev: "{token}", "...": "{changes}"}, condition: token, record: ""}
            """;

    @TempDir
    Path home;

    private final List<JsonNode> sent = new CopyOnWriteArrayList<>();
    private final ObjectNode book = Json.MAPPER.createObjectNode();

    @AutoClose
    private final StubbedSystem shelf = StubbedSystem.answering(this::answer);

    @BeforeEach
    void serve() throws Exception {
        book.setAll(
                (ObjectNode) Json.MAPPER.readTree("{\"id\":1,\"rev\":1,\"touched\":\"2026-01-05T08:00:00Z\",\"owner\":"
                        + "{\"city\":\"Oslo\",\"phones\":[{\"kind\":\"home\",\"number\":\"1\"}]}}"));
        shelf.open(home, SHELF);
    }

    private StubbedSystem.Reply answer(String line, JsonNode body) {
        if (line.startsWith("GET")) {
            return StubbedSystem.Reply.json("[" + book + "]");
        }
        sent.add(body);
        ((ObjectNode) book.get("owner")).setAll((ObjectNode) body.get("owner"));
        return StubbedSystem.Reply.json(book.put("rev", 2).toString());
    }

    private WriteResult update(String changes) throws IOException {
        List<SyncRecord> seen = new ArrayList<>();
        shelf.entity(BOOKS).fetch(null, PROPERTIES, page -> seen.addAll(page.records()));
        return shelf.entity(BOOKS)
                .write(List.of(new Write.Update(seen.get(0), Values.fromJson(changes))), PROPERTIES)
                .get(0);
    }

    @Test
    void writesTheRest_andRefusesTheListAlone() throws IOException {
        WriteResult result = update("{\"city\":\"Bergen\",\"numbers\":[\"2\"]}");
        assertThat(result).isInstanceOfSatisfying(WriteResult.Written.class, written -> {
            assertThat(written.refused()).containsOnlyKeys("numbers");
            assertThat(written.refused().get("numbers").message()).contains("without read_many nobody sees");
        });
        assertThat(sent).singleElement().hasToString("{\"rev\":1,\"owner\":{\"city\":\"Bergen\"}}");
    }

    @Test
    void clearsNoListEither() throws IOException {
        WriteResult result = update("{\"numbers\":null}");
        assertThat(result).isInstanceOfSatisfying(WriteResult.Refused.class, refused -> assertThat(
                        refused.refusal().kind())
                .isEqualTo(Refusal.Kind.INVALID));
        assertThat(sent).isEmpty();
        assertThat(book.at("/owner/phones/0/number").asText()).isEqualTo("1");
    }
}
