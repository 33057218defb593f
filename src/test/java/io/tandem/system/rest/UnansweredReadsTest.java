package io.tandem.system.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.TextNode;
import com.sun.net.httpserver.HttpExchange;
import io.tandem.record.EntityKey;
import io.tandem.record.Presence;
import io.tandem.record.SyncRecord;
import io.tandem.record.Values;
import io.tandem.system.EntityClient;
import io.tandem.system.Reading;
import io.tandem.system.Refusal;
import io.tandem.system.SystemException;
import io.tandem.system.Write;
import io.tandem.system.WriteResult;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A record whose read gets no answer, or none with an end, hides no other while its system answers (rules 12 and 14). */
@Timeout(300)
@Execution(ExecutionMode.CONCURRENT) // each case waits for a server of its own
class UnansweredReadsTest {

    private static final String DESK = StubbedSystem.DESK + """
            entities:
              card:
                modified: touched
                properties: {title: writable}
                fetch: {call: GET /list, paging: link, since: {since: "{since}"}, items: items, next: next}
                read_many: {call: "GET /cards/{id}", batch: 1, items: items}
                update: {call: "PUT /cards/{id}", body: "{changes}", condition: read}
              pile:
                modified: touched
                properties: {title: writable}
                fetch: {call: GET /list, paging: link, since: {since: "{since}"}, items: items, next: next}
                read_many: {call: GET /cards, query: {ids: "{ids}"}, batch: 50, items: items}
                look_up: {call: GET /cards, query: {ids: "{refs}"}, batch: 50, items: items, ref: id}
                update: {call: "PUT /cards/{id}", body: "{changes}", condition: read}
            """;

    private static final Set<String> TITLE = Set.of("title");

    /** What comes instead of an answer. */
    enum Silence {
        CLOSED,
        /** No byte comes. */
        NONE,
        /** It begins, and no more comes. */
        HALF,
        ENDLESS,
        NOT_JSON
    }

    @TempDir
    Path home;

    private final Set<String> silent = new HashSet<>();
    private final Set<String> written = new HashSet<>();
    private Silence silence = Silence.CLOSED;
    private boolean down;

    @AutoClose
    private final StubbedSystem desk = StubbedSystem.handling(this::answer);

    private final List<String> asked = desk.asked();

    @BeforeEach
    void serve() throws Exception {
        desk.mostAnswerBytes(1 << 16)
                .routes(routes -> routes.replace("defaultValue: \"60000\"", "defaultValue: \"300\""))
                .open(home, DESK);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String line = exchange.getRequestMethod() + " "
                + URLDecoder.decode(exchange.getRequestURI().toString(), StandardCharsets.UTF_8);
        exchange.getRequestBody().readAllBytes();
        String[] ids = line.replaceFirst(".*(ids=|/cards/)", "").split(",");
        if (down || line.startsWith("GET /cards") && Arrays.stream(ids).anyMatch(silent::contains)) {
            keepSilent(exchange);
        } else if (line.startsWith("PUT")) {
            written.add(ids[0]);
            StubbedSystem.Reply.json("{}").send(exchange);
        } else {
            StubbedSystem.Reply.json(
                            "{\"items\":" + Stream.of(ids).map(this::row).toList() + "}")
                    .send(exchange);
        }
    }

    private String row(String id) {
        String title = written.contains(id) ? "new" : "old";
        return "{\"id\":\"" + id + "\",\"title\":\"" + title + "\",\"touched\":\"2026-01-05T08:00:00Z\"}";
    }

    private void keepSilent(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        switch (silence) {
            case CLOSED -> {
                exchange.close();
                throw new IOException("closed");
            }
            case NONE -> {
                // the client gives up
            }
            case HALF -> {
                exchange.sendResponseHeaders(200, 100);
                exchange.getResponseBody().write('{');
                exchange.getResponseBody().flush();
            }
            case ENDLESS -> {
                exchange.sendResponseHeaders(200, 0);
                byte[] more = "[{},{},{},{}],".repeat(100).getBytes(StandardCharsets.UTF_8);
                exchange.getResponseBody().write('[');
                for (int i = 0; i < 100_000; i++) {
                    exchange.getResponseBody().write(more);
                }
            }
            case NOT_JSON -> StubbedSystem.Reply.json("{nope").send(exchange);
        }
    }

    private EntityClient client(String entity) {
        return desk.entity(EntityKey.parse("desk/" + entity));
    }

    private static String[] ids(int many) {
        return IntStream.range(100, 100 + many).mapToObj(Integer::toString).toArray(String[]::new);
    }

    private List<WriteResult> write(String entity, String... ids) {
        EntityClient client = client(entity);
        return client.write(
                Stream.of(ids)
                        .map(id -> (Write) new Write.Update(
                                new SyncRecord(
                                        client.facts().key().record(id),
                                        title("old"),
                                        Instant.parse("2026-01-05T08:00:00Z"),
                                        null,
                                        Presence.LIVE),
                                title("new")))
                        .toList(),
                TITLE);
    }

    private static Values title(String title) {
        return Values.of(Map.of("title", TextNode.valueOf(title)));
    }

    static Stream<Arguments> readsAndSilences() {
        return Stream.of("card", "pile")
                .flatMap(entity -> Stream.of(Silence.values()).map(silence -> Arguments.of(entity, silence)));
    }

    /** Each way of reading, and each silence that ends a call in a way of its own. */
    static Stream<Arguments> someReadsAndSilences() {
        return Stream.of(
                Arguments.of("card", Silence.NONE),
                Arguments.of("pile", Silence.CLOSED),
                Arguments.of("pile", Silence.NOT_JSON));
    }

    static Stream<Arguments> otherReadsAndSilences() {
        List<List<Object>> some = someReadsAndSilences()
                .map(arguments -> List.of(arguments.get()))
                .toList();
        return readsAndSilences().filter(arguments -> !some.contains(List.of(arguments.get())));
    }

    @ParameterizedTest
    @MethodSource("readsAndSilences")
    void oneReadWithoutAnswer_hidesNoOther(String entity, Silence how) {
        silence = how;
        silent.add("101");
        Reading reading = client(entity).readByIds(List.of(ids(9)), TITLE);
        assertThat(reading.found()).hasSize(8).doesNotContainKey("101");
        assertThat(reading.unread()).containsOnlyKeys("101");
        assertThat(reading.gone()).isEmpty();
        assertThat(reading.broken()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("someReadsAndSilences")
    void oneRecordWhoseReadBeforeItsWriteIsNotAnswered_keepsNoOtherFromBeingWritten(String entity, Silence how) {
        silence = how;
        silent.add("102");
        List<WriteResult> results = write(entity, ids(4));
        for (int i = 0; i < 4; i++) {
            assertThat(results.get(i)).isInstanceOf(i == 2 ? WriteResult.Refused.class : WriteResult.Written.class);
        }
        assertThat(((WriteResult.Refused) results.get(2)).refusal().kind()).isEqualTo(Refusal.Kind.TEMPORARY);
        assertThat(written).containsExactlyInAnyOrder("100", "101", "103");
    }

    /** The list shows that the system answers where no other record can. */
    @ParameterizedTest
    @MethodSource("someReadsAndSilences")
    void theOnlyRecordThatIsRead_isItsOwnTrouble_whileTheListIsAnswered(String entity, Silence how) {
        silence = how;
        silent.add("100");
        assertThat(write(entity, "100"))
                .singleElement()
                .isInstanceOfSatisfying(
                        WriteResult.Refused.class,
                        refused -> assertThat(refused.refusal().kind()).isEqualTo(Refusal.Kind.TEMPORARY));
        assertThat(client(entity).readByIds(List.of("100"), TITLE).unread()).containsOnlyKeys("100");
    }

    @Tag("thorough")
    @ParameterizedTest
    @MethodSource("someReadsAndSilences")
    void manyReadsWithoutAnswer_hideNoOthers(String entity, Silence how) {
        silence = how;
        silent.addAll(List.of(ids(30)).subList(3, 24));
        Reading reading = client(entity).readByIds(List.of(ids(30)), TITLE);
        assertThat(reading.found()).hasSize(9);
        assertThat(reading.unread()).hasSize(21);
        assertThat(reading.broken()).isEmpty();
    }

    @Tag("thorough")
    @ParameterizedTest
    @MethodSource("otherReadsAndSilences")
    void noReadWithoutAnswer_hidesAnother_whateverComesInstead(String entity, Silence how) {
        manyReadsWithoutAnswer_hideNoOthers(entity, how);
        silent.clear();
        theOnlyRecordThatIsRead_isItsOwnTrouble_whileTheListIsAnswered(entity, how);
        silent.clear();
        written.clear();
        oneRecordWhoseReadBeforeItsWriteIsNotAnswered_keepsNoOtherFromBeingWritten(entity, how);
    }

    @ParameterizedTest
    @EnumSource
    void oneLookUpWithoutAnswer_isUnclear_andHidesNoOther(Silence how) {
        silence = how;
        silent.add("103");
        Reading reading = client("pile").lookUp(List.of(ids(7)), TITLE);
        assertThat(reading.found()).hasSize(6);
        assertThat(reading.unread()).containsOnlyKeys("103");
        assertThat(client("pile").lookUp(List.of("103"), TITLE).unread()).containsOnlyKeys("103");
    }

    @Test
    void aSystemThatIsDown_stopsItsFlowsAtOnce() {
        down = true;
        for (String entity : List.of("card", "pile")) {
            asked.clear();
            assertThatThrownBy(() -> client(entity).readByIds(List.of(ids(9)), TITLE))
                    .isInstanceOf(SystemException.Unavailable.class);
            assertThat(new HashSet<>(asked)).hasSizeLessThanOrEqualTo(4);
        }
        assertThatThrownBy(() -> client("pile").lookUp(List.of(ids(9)), TITLE))
                .isInstanceOf(SystemException.Unavailable.class);
    }
}
