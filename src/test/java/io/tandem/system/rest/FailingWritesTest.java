package io.tandem.system.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tandem.record.EntityKey;
import io.tandem.record.Json;
import io.tandem.record.Presence;
import io.tandem.record.SyncRecord;
import io.tandem.record.Values;
import io.tandem.system.EntityClient;
import io.tandem.system.Refusal;
import io.tandem.system.SystemException;
import io.tandem.system.Write;
import io.tandem.system.WriteResult;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** One record that can't be written stops no other, whatever its write is answered; a system that is down stops all (rule 12). */
@Timeout(120)
@Execution(ExecutionMode.CONCURRENT) // most of it waits before it tries again
class FailingWritesTest {

    private static final String DESK = StubbedSystem.DESK + """
            answers: {code: [code]}
            entities:
              card:
                modified: touched
                properties: {title: writable}
                read_many: {call: GET /cards, query: {ids: "{ids}"}, batch: 10, items: items}
                look_up: {call: GET /cards, query: {refs: "{refs}"}, batch: 10, items: items, ref: ref}
                create: {call: POST /cards, body: {ref: "{external_ref}", "...": "{values}"}, record: ""}
                update: {call: "PUT /cards/{id}", body: "{changes}", condition: test, record: ""}
                delete: {call: "DELETE /cards/{id}"}
              pile:
                modified: touched
                properties: {title: writable}
                read_many: {call: GET /cards, query: {ids: "{ids}"}, batch: 10, items: items}
                look_up: {call: GET /cards, query: {refs: "{refs}"}, batch: 10, items: items, ref: ref}
                create:
                  call: POST /piles
                  body: {items: "{items}"}
                  batch: 10
                  item: {ref: "{external_ref}", once: "{idempotency_key}", "...": "{values}"}
                  results: {items: results, status: status}
                  record: record
                update:
                  call: PUT /piles
                  body: {items: "{items}"}
                  batch: 10
                  item: {id: "{id}", "...": "{changes}"}
                  condition: test
                  results: {items: results, status: status}
                  record: record
              person:
                modified: touched
                properties:
                  title:
                    sequence:
                      - {call: "GET /cards/{id}/titles", list: titles}
                      - {call: "PUT /cards/{id}/title", body: {title: "{new}"}}
                read_many: {call: GET /cards, query: {ids: "{ids}"}, batch: 10, items: items}
                update: {call: "PUT /cards/{id}", body: "{changes}", condition: test, record: ""}
            """;

    private static final Set<String> TITLE = Set.of("title");

    /** What is answered to the writes of one record. */
    enum Trouble {
        BAD_GATEWAY(502, "text/html", "<html>"),
        UNAVAILABLE(503, "application/json", "{\"code\":\"BROKEN\"}"),
        GATEWAY_TIME_OUT(504, "text/plain", "upstream"),
        ERROR(500, "application/json", "{}"),
        CUT(0, "", ""),
        NO_JSON(200, "application/json", "{nope"),
        TOO_LARGE(200, "application/json", "\"" + "x".repeat(70_000) + "\""),
        TOO_DEEP(200, "application/json", "[".repeat(5_000)),
        ELSEWHERE(302, "text/html", "<html>"),
        NO_RIGHT(403, "application/json", "{}"),
        NO_ENTRY(401, "application/json", "{}");

        private final StubbedSystem.Reply reply;

        Trouble(int status, String type, String text) {
            reply = new StubbedSystem.Reply(status, type, text);
        }
    }

    /** A kind of write of one record. */
    enum Kind {
        UPDATE("card"),
        CREATE("card"),
        DELETE("card"),
        UPDATE_IN_BATCHES("pile"),
        CREATE_IN_BATCHES("pile"),
        PROPERTY("person");

        private final EntityKey entity;

        Kind(String entity) {
            this.entity = EntityKey.parse("desk/" + entity);
        }

        private Write of(String id) {
            return switch (this) {
                case UPDATE, UPDATE_IN_BATCHES, PROPERTY -> new Write.Update(seen(id), title("new"));
                case CREATE, CREATE_IN_BATCHES -> new Write.Create("ref" + id, "key" + id, title(id));
                case DELETE -> new Write.Delete(seen(id));
            };
        }

        private SyncRecord seen(String id) {
            return new SyncRecord(
                    entity.record(id), title("old"), Instant.parse("2026-01-05T08:00:00Z"), null, Presence.LIVE);
        }
    }

    /** One by one, and in batches. */
    private static final Kind[] SOME = {Kind.UPDATE, Kind.CREATE_IN_BATCHES};

    @TempDir
    Path home;

    private final Map<String, String> titles = new TreeMap<>();
    private final Set<String> broken = new HashSet<>();
    private Trouble trouble = Trouble.UNAVAILABLE;
    private boolean down;

    @AutoClose
    private final StubbedSystem desk = StubbedSystem.answering(this::answer);

    private final List<String> asked = desk.asked();

    @BeforeEach
    void serve() throws Exception {
        desk.mostAnswerBytes(1 << 16).open(home, DESK);
    }

    private StubbedSystem.Reply answer(String encoded, JsonNode body) {
        String line = URLDecoder.decode(encoded, StandardCharsets.UTF_8);
        String method = line.replaceFirst(" .*", "");
        boolean strikes = !method.equals("GET") && broken.stream().anyMatch(id -> names(id, line, body));
        if (down || strikes) {
            return trouble.reply;
        }
        if (method.equals("GET")) {
            return StubbedSystem.Reply.json(line.contains("/titles") ? "{\"titles\":[]}" : list(line));
        }
        return StubbedSystem.Reply.json(written(method, line, body));
    }

    private static boolean names(String id, String line, JsonNode body) {
        return line.matches(".*/cards/" + id + "(/.*)?")
                || body.findValuesAsText("id").contains(id)
                || body.findValuesAsText("ref").contains("ref" + id);
    }

    private String list(String line) {
        Stream<String> ids = Arrays.stream(line.replaceFirst(".*ids=", "").split(","));
        return "{\"items\":" + ids.filter(titles::containsKey).map(this::row).toList() + "}";
    }

    private String row(String id) {
        return "{\"id\":\"" + id + "\",\"title\":\"" + titles.get(id) + "\",\"touched\":\"2026-01-05T08:00:00Z\"}";
    }

    private String written(String method, String line, JsonNode body) {
        if (body.has("items")) {
            List<String> results = new ArrayList<>();
            body.path("items").forEach(item -> results.add("{\"status\":200,\"record\":" + written(item) + "}"));
            return "{\"results\":" + results + "}";
        }
        String id = line.replaceFirst(".*/cards/?", "").replaceFirst("/.*", "");
        if (method.equals("DELETE")) {
            titles.remove(id);
            return "{}";
        }
        return written(
                id.isEmpty()
                        ? body
                        : Json.MAPPER.createObjectNode().put("id", id).set("title", body.path("title")));
    }

    private String written(JsonNode item) {
        String id = item.path("id").asText(item.path("ref").asText().replace("ref", "made"));
        titles.put(id, item.path("title").asText());
        return row(id);
    }

    private static Values title(String title) {
        return Values.of(Map.of("title", TextNode.valueOf(title)));
    }

    private List<WriteResult> write(Kind kind, String... ids) {
        if (kind != Kind.CREATE && kind != Kind.CREATE_IN_BATCHES) {
            List.of(ids).forEach(id -> titles.put(id, "old"));
        }
        EntityClient client = desk.entity(kind.entity);
        return client.write(Stream.of(ids).map(kind::of).toList(), TITLE);
    }

    static Stream<Arguments> writesAndTroubles() {
        Stream<Arguments> everyAnswer = Stream.of(Trouble.values()).map(how -> Arguments.of(Kind.UPDATE, how));
        Stream<Arguments> everyKind = Stream.of(Kind.values()).skip(1).flatMap(kind -> Stream.of(
                        Trouble.UNAVAILABLE, Trouble.CUT, Trouble.NO_JSON)
                .map(how -> Arguments.of(kind, how)));
        return Stream.concat(everyAnswer, everyKind);
    }

    @ParameterizedTest
    @MethodSource("writesAndTroubles")
    void oneRecordThatFails_keepsNoOtherFromBeingWritten(Kind kind, Trouble how) {
        trouble = how;
        broken.add("2");
        List<WriteResult> results = write(kind, "1", "2", "3");
        assertThat(results.get(0)).isInstanceOf(WriteResult.Written.class);
        assertRefused(results.get(1), how);
        assertThat(results.get(2)).isInstanceOf(WriteResult.Written.class);
    }

    private static void assertRefused(WriteResult result, Trouble how) {
        assertThat(result).isInstanceOfSatisfying(WriteResult.Refused.class, refused -> assertThat(
                        refused.refusal().kind())
                .isEqualTo(how == Trouble.NO_RIGHT ? Refusal.Kind.INVALID : Refusal.Kind.TEMPORARY));
    }

    @ParameterizedTest
    @EnumSource(Trouble.class)
    void theOnlyRecordThatIsWritten_isItsOwnTrouble_whileItsSystemAnswers(Trouble how) {
        trouble = how;
        broken.add("2");
        assertThat(write(Kind.UPDATE, "2")).singleElement().satisfies(result -> assertRefused(result, how));
        assertThat(write(Kind.CREATE, "2")).singleElement().satisfies(result -> assertRefused(result, how));
    }

    /** Where records are read again right before the write, that read fails first. */
    @ParameterizedTest
    @EnumSource(Kind.class)
    void aSystemThatIsDown_stopsAtItsFirstWrite(Kind kind) {
        down = true;
        assertThatThrownBy(() -> write(kind, "1", "2", "3", "4", "5", "6"))
                .isInstanceOf(SystemException.Unavailable.class)
                .hasMessageContaining("BROKEN");
        assertThat(new HashSet<>(asked)).hasSizeLessThanOrEqualTo(5);
    }

    /** One by one and in batches, and more failures in a row than end a flow. */
    static Stream<Arguments> writesAndPlaces() {
        Stream<Arguments> kinds = Stream.of(SOME).map(kind -> Arguments.of(kind, 12, 0, 7, Trouble.ERROR));
        return Stream.concat(kinds, Stream.of(Arguments.of(Kind.UPDATE, 40, 6, 23, Trouble.CUT)));
    }

    static Stream<Arguments> moreWritesAndPlaces() {
        Stream<Arguments> few =
                Stream.of(Trouble.UNAVAILABLE, Trouble.ERROR).map(how -> Arguments.of(Kind.UPDATE, 12, 5, 7, how));
        Stream<Arguments> kinds = Stream.of(Kind.values()).flatMap(kind -> Stream.of(Trouble.ERROR, Trouble.NO_RIGHT)
                .map(how -> Arguments.of(kind, 12, 0, 7, how)));
        Stream<Arguments> many = Stream.of(0, 6, 17)
                .flatMap(at -> Stream.of(Trouble.NO_RIGHT, Trouble.UNAVAILABLE, Trouble.ERROR, Trouble.CUT)
                        .map(how -> Arguments.of(Kind.UPDATE, 40, at, 23, how)));
        Stream<Arguments> manyOfEachKind =
                Stream.of(Kind.values()).map(kind -> Arguments.of(kind, 60, 2, 31, Trouble.UNAVAILABLE));
        return Stream.of(few, kinds, many, manyOfEachKind).flatMap(some -> some);
    }

    @Tag("thorough")
    @ParameterizedTest
    @MethodSource("moreWritesAndPlaces")
    void manyThatFailInARow_keepNoOtherFromBeingWritten_anywhere(Kind kind, int all, int at, int bad, Trouble how) {
        manyThatFailInARow_keepNoOtherFromBeingWritten(kind, all, at, bad, how);
    }

    /** Ids of a group for which the account has no right often stand one behind the other. */
    @ParameterizedTest
    @MethodSource("writesAndPlaces")
    void manyThatFailInARow_keepNoOtherFromBeingWritten(Kind kind, int all, int at, int bad, Trouble how) {
        trouble = how;
        String[] ids =
                IntStream.range(100, 100 + all).mapToObj(Integer::toString).toArray(String[]::new);
        broken.addAll(List.of(ids).subList(at, at + bad));
        List<WriteResult> results = write(kind, ids);
        for (int i = 0; i < ids.length; i++) {
            if (broken.contains(ids[i])) {
                assertRefused(results.get(i), how);
            } else {
                assertThat(results.get(i)).as(ids[i]).isInstanceOf(WriteResult.Written.class);
            }
        }
    }

    /** What passes is tried again by itself, what doesn't waits for a person; either way the flow goes on behind them. */
    static Stream<Arguments> kindsAndTroubles() {
        return Stream.of(Kind.values()).flatMap(kind -> Stream.of(Trouble.UNAVAILABLE, Trouble.NO_RIGHT)
                .map(how -> Arguments.of(kind, how)));
    }

    @Tag("thorough")
    @ParameterizedTest
    @MethodSource("kindsAndTroubles")
    void twentyThatFail_andNoOthers_areTheirOwnTrouble_inEachKindOfWrite(Kind kind, Trouble how) {
        twentyThatFail_andNoOthers_areTheirOwnTrouble(kind, how);
    }

    @ParameterizedTest
    @CsvSource({"UPDATE, UNAVAILABLE", "CREATE_IN_BATCHES, NO_RIGHT"})
    void twentyThatFail_andNoOthers_areTheirOwnTrouble(Kind kind, Trouble how) {
        trouble = how;
        String[] ids = IntStream.range(100, 120).mapToObj(Integer::toString).toArray(String[]::new);
        broken.addAll(List.of(ids));
        assertThat(write(kind, ids)).hasSize(20).allSatisfy(result -> assertRefused(result, trouble));
    }

    @Tag("thorough")
    @ParameterizedTest
    @EnumSource(Kind.class)
    void anEntityThatMustNotBeWritten_stopsItsFlows_inEachKindOfWrite(Kind kind) {
        anEntityThatMustNotBeWritten_stopsItsFlows_andOnlyThose(kind);
    }

    @ParameterizedTest
    @EnumSource(names = {"UPDATE", "CREATE_IN_BATCHES"})
    void anEntityThatMustNotBeWritten_stopsItsFlows_andOnlyThose(Kind kind) {
        trouble = Trouble.NO_RIGHT;
        String[] ids = IntStream.range(10, 70).mapToObj(Integer::toString).toArray(String[]::new);
        broken.addAll(List.of(ids));
        assertThatThrownBy(() -> write(kind, ids)).isInstanceOf(SystemException.RecordsFailed.class);
        assertThat(asked).hasSizeLessThan(60);
    }

    @Test
    void aSystemThatTakesNoWritesAtAll_stopsItsFlows_thoughItCanBeRead() {
        String[] ids = IntStream.range(10, 70).mapToObj(Integer::toString).toArray(String[]::new);
        broken.addAll(List.of(ids));
        assertThatThrownBy(() -> write(Kind.UPDATE, ids)).isInstanceOf(SystemException.RecordsFailed.class);
        assertThat(asked).hasSizeLessThan(150);
    }
}
