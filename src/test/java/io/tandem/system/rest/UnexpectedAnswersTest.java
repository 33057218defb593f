package io.tandem.system.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tandem.record.EntityKey;
import io.tandem.record.Json;
import io.tandem.record.Presence;
import io.tandem.record.SyncRecord;
import io.tandem.record.Values;
import io.tandem.system.Reading;
import io.tandem.system.Refusal;
import io.tandem.system.SystemException;
import io.tandem.system.Write;
import io.tandem.system.WriteResult;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that no test server of ours gave so far: nothing is taken for gone, written or complete that isn't. */
@Timeout(60)
class UnexpectedAnswersTest {

    private static final String DESK = StubbedSystem.DESK + """
            answers:
              code: [code]
              problems:
                - {code: [BAD_LINK], is: restart}
            entities:
              remark:
                modified: timestamp
                overlap: 10s
                properties: {body: read_only}
                fetch:
                  call: GET /events
                  paging: time
                  since: {start: "{since|epoch}"}
                  page_size: 3
                  items: events
                  each: {list: children, where: {type: [Comment]}, parent: [timestamp]}
                  next: end_time
                  end: end
              task:
                modified: touched
                overlap: 10s
                properties: {title: writable, note: writable}
                fetch: {call: GET /tasks, paging: link, since: {since: "{since}"}, items: items, next: next}
                read_many: {call: GET /tasks, query: {ids: "{ids}"}, batch: 10, items: items}
                create:
                  call: POST /tasks/batch
                  body: {items: "{items}"}
                  batch: 10
                  item: {"...": "{values}"}
                  results: {items: results, status: status}
                  record: record
                update:
                  call: PATCH /tasks/batch
                  body: {items: "{items}"}
                  batch: 10
                  item: {id: "{id}", "...": "{changes}"}
                  condition: test
                  results: {items: results, status: status}
                  record: record
              letter:
                modified: touched
                properties: {title: writable}
                fetch: {call: GET /letters, paging: link, since: {since: "{since}"}, full: {size: "50"}, items: items, next: next, end: done}
              card:
                modified: touched
                properties: {title: writable}
                fetch: {call: GET /cards, paging: cursor, since: {since: "{since}"}, following: {cursor: "{cursor}"}, items: items, next: next, watermark: cursor}
                read_many: {call: "GET /cards/{id}", batch: 1}
                update: {call: "PATCH /cards/{id}", body: "{changes}", json_patch: true, condition: test, record: ""}
                delete: {call: "DELETE /cards/{id}"}
              parcel:
                modified: touched
                read_lag: 1s
                properties: {title: writable}
                read_many: {call: GET /parcels, query: {ids: "{ids}"}, batch: 10, items: items}
                update: {call: "PUT /parcels/{id}", body: "{changes}", condition: test}
              note:
                modified: touched
                properties: {title: writable}
                fetch: {call: GET /notes, paging: cursor, since: {since: "{since}"}, following: {cursor: "{cursor}"}, items: items, next: next}
                look_up: {call: GET /notes, query: {ids: "{refs}"}, batch: 10, items: items, ref: id}
              reply:
                modified: touched
                properties: {title: writable}
                look_up: {call: GET /replies, query: {refs: "{refs}"}, batch: 10, items: items, ref: ref}
              person:
                modified: touched
                properties: {title: {sequence: [{call: "PUT /persons/{id}/title", body: {title: "{new}"}}]}}
                read_many: {call: GET /persons, query: {ids: "{ids}"}, batch: 10, items: items}
                update: {call: "PUT /persons/{id}", body: "{changes}", condition: test, record: ""}
              contact:
                modified: touched
                properties: {title: writable}
                read_many: {call: GET /contacts, query: {ids: "{ids}"}, batch: 10, items: items}
                update: {call: "POST /customers/{seen.title}/contacts", body: "{changes}", condition: test, record: ""}
              member:
                modified: touched
                properties:
                  title:
                    sequence:
                      - {call: "GET /members/{id}/titles", list: titles, next: next, find: {wanted: {name: "{new}"}}}
                      - {call: "PUT /members/{id}/titles/{wanted.id}", body: {}}
                read_many: {call: GET /members, query: {ids: "{ids}"}, batch: 10, items: items}
                update: {call: "PUT /members/{id}", body: "{changes}", condition: test, record: ""}
              job:
                modified: touched
                properties: {title: writable}
                read_many: {call: GET /jobs, query: {ids: "{ids}"}, batch: 10, items: items}
                update:
                  call: PUT /jobs
                  body: {items: "{items}"}
                  batch: 10
                  item: {id: "{id}", "...": "{changes}"}
                  condition: read
                  results: {items: results, id: id, index: index, status: status, code: [error], message: [details]}
                  job: {id: job, call: "GET /job/{job}", status: status, done: [done], failed: [failed]}
              hurried:
                modified: touched
                properties: {title: writable}
                read_many: {call: GET /jobs, query: {ids: "{ids}"}, batch: 10, items: items}
                update:
                  call: PUT /jobs
                  body: {items: "{items}"}
                  batch: 10
                  item: {id: "{id}", "...": "{changes}"}
                  condition: read
                  results: {items: results, id: id, index: index, status: status, code: [error], message: [details]}
                  job: {id: job, call: "GET /job/{job}", status: status, done: [done], failed: [failed], patience: 1s}
            """;

    private static final Set<String> TITLE = Set.of("title");
    private static final EntityKey TASK = EntityKey.parse("desk/task");
    private static final EntityKey NOTE = EntityKey.parse("desk/note");
    private static final EntityKey CARD = EntityKey.parse("desk/card");

    @TempDir
    Path home;

    private BiFunction<String, JsonNode, StubbedSystem.Reply> answers;

    @AutoClose
    private final StubbedSystem desk = StubbedSystem.answering((line, body) -> answers.apply(line, body));

    private final List<String> asked = desk.asked();

    @BeforeEach
    void serve() throws Exception {
        desk.open(home, DESK);
    }

    private static StubbedSystem.Reply json(String text) {
        return json(200, text);
    }

    private static StubbedSystem.Reply json(int status, String text) {
        return new StubbedSystem.Reply(status, "application/json", text.replace('\'', '"'));
    }

    private static String row(String id) {
        return "{'id':'" + id + "','title':'old','touched':'2026-01-05T08:00:00Z'}";
    }

    private List<String> fetched(String entity, String watermark) {
        List<String> ids = new ArrayList<>();
        desk.entity(EntityKey.parse("desk/" + entity)).fetch(watermark, TITLE, page -> page.records()
                .forEach(record -> ids.add(record.key().id())));
        return ids;
    }

    private static SyncRecord seen(EntityKey entity, String id) {
        return new SyncRecord(
                entity.record(id), title("old"), Instant.parse("2026-01-05T08:00:00Z"), null, Presence.LIVE);
    }

    private static Values title(String title) {
        return Values.of(Map.of("title", TextNode.valueOf(title)));
    }

    private List<WriteResult> update(EntityKey entity, String... ids) {
        List<Write> writes = new ArrayList<>();
        for (String id : ids) {
            writes.add(new Write.Update(seen(entity, id), title("new")));
        }
        return desk.entity(entity).write(writes, TITLE);
    }

    private Reading read(EntityKey entity, String... ids) {
        return desk.entity(entity).readByIds(List.of(ids), TITLE);
    }

    private void assertUnread(EntityKey entity, String... ids) {
        Reading reading = read(entity, ids);
        assertThat(reading.unread()).containsOnlyKeys(ids);
        assertThat(reading.found()).isEmpty();
        assertThat(reading.gone()).isEmpty();
    }

    @Test
    void aPageOfEventsWithoutAComment_isNotTheEnd() {
        answers = (line, body) -> json(
                line.endsWith("start=0")
                        ? "{'events':[{'timestamp':50,'children':[{'type':'Change'}]}],'end_time':50,'end':false}"
                        : "{'events':[{'timestamp':90,'children':[{'type':'Comment','id':9}]}],'end_time':90,'end':true}");
        assertThat(fetched("remark", null)).containsExactly("9");
    }

    @Test
    void asksOn_whenABulkReadAnswersAPageOfIt() {
        answers = (line, body) -> {
            String[] ids = line.replaceFirst(".*ids=", "").split("%2C");
            return json("{'items':[" + row(ids[0]) + "],'next':" + (ids.length > 1 ? "'/tasks?page=2'" : "null") + "}");
        };
        assertThat(Direct.reads(desk.entity(TASK), List.of("1", "2", "3"), TITLE))
                .hasSize(3);
    }

    @Test
    void takesNothingForGone_whenABulkReadSaysThatThereIsMore_butGivesNone() {
        answers = (line, body) -> json("{'items':[],'next':'/tasks?page=2'}");
        assertUnread(TASK, "1", "2");
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 204})
    void takesNothingForGone_whenTheAnswerAboutOneRecordIsEmpty(int status) {
        answers = (line, body) -> line.contains("since=") ? json("{'items':[]}") : json(status, "");
        assertUnread(CARD, "1");
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 410})
    void takesNothingForGone_whenABulkReadIsNotThere(int status) {
        answers = (line, body) -> json(status, "{'message':'resource not found'}");
        assertUnread(TASK, "1", "2");
    }

    @Test
    void takesNothingForGone_whenABulkWriteIsNotThere() {
        answers = (line, body) -> json(404, "{'message':'resource not found'}");
        assertThat(update(TASK, "1", "2")).allSatisfy(result -> assertThat(result)
                .isInstanceOfSatisfying(
                        WriteResult.Refused.class,
                        refused -> assertThat(refused.refusal().kind()).isEqualTo(Refusal.Kind.TEMPORARY)));
        String[] many = IntStream.range(100, 140).mapToObj(Integer::toString).toArray(String[]::new);
        assertThatThrownBy(() -> update(TASK, many)).isInstanceOf(SystemException.RecordsFailed.class);
    }

    @ParameterizedTest
    @CsvSource({"404, text/html", "410, text/html", "404, text/plain"})
    void takesNothingForGone_whenWhatStandsInFrontOfTheSystemAnswers(int status, String type) {
        answers = (line, body) -> line.startsWith("GET /cards?")
                ? json("{'items':[]}")
                : new StubbedSystem.Reply(status, type, "default backend");
        assertUnread(CARD, "1");
        assertRefused(update(CARD, "1"), Refusal.Kind.TEMPORARY);
        assertRefused(
                desk.entity(CARD).write(List.of(new Write.Delete(seen(CARD, "1"))), TITLE), Refusal.Kind.TEMPORARY);
    }

    @Test
    void aRecordThatIsGoneAlone_isGone() {
        answers = (line, body) -> json(404, "{'code':'NOT_FOUND'}");
        assertThat(read(CARD, "1").gone()).containsExactly("1");
        answers = (line, body) -> new StubbedSystem.Reply(404, "application/json", "");
        assertThat(read(CARD, "1").gone()).containsExactly("1");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 403, 422, 500, 503})
    void oneRecordThatCanNotBeRead_hidesNoOther(int status) {
        answers = (line, body) -> line.matches(".*ids=.*2.*|GET /cards/2")
                ? json(status, "{'code':'NOT_THIS_ONE'}")
                : json(
                        line.startsWith("GET /cards")
                                ? row(line.replaceFirst(".*/", ""))
                                : "{'items':["
                                        + String.join(
                                                ",",
                                                Stream.of(line.replaceFirst(".*ids=", "")
                                                                .split("%2C"))
                                                        .map(UnexpectedAnswersTest::row)
                                                        .toList())
                                        + "]}");
        for (EntityKey entity : List.of(TASK, CARD)) {
            Reading reading = read(entity, "1", "2", "3");
            assertThat(reading.found()).containsOnlyKeys("1", "3");
            assertThat(reading.unread()).containsOnlyKeys("2");
            assertThat(reading.gone()).isEmpty();
            assertThat(reading.broken()).isEmpty();
        }
    }

    @Test
    void asksNoMore_whenOneReadFailsAfterTheOther() {
        answers = (line, body) -> json(403, "{'code':'NO_SUCH_RIGHT'}");
        Reading reading = desk.entity(CARD)
                .readByIds(IntStream.range(100, 160).mapToObj(Integer::toString).toList(), TITLE);
        assertThat(asked).hasSize(25);
        assertThat(reading.unread()).hasSize(25);
        assertThat(reading.gone()).isEmpty();
        assertThat(reading.broken()).containsInstanceOf(SystemException.RecordsFailed.class);
    }

    @Test
    void takesAnotherRecordInTheAnswer_forNoAnswerAboutTheOneAskedFor() {
        answers = (line, body) -> json(line.startsWith("GET /cards") ? row("9") : "{'items':[" + row("9") + "]}");
        assertUnread(CARD, "1");
        assertUnread(TASK, "1");
    }

    @Test
    void anAnswerThatTheRecordIsNotThereDeletesNothing_whenADirectReadFindsIt() {
        answers = (line, body) -> line.startsWith("GET") ? json(row("1")) : json(404, "{'code':'NO_SUCH_DEPARTMENT'}");
        assertRefused(update(CARD, "1"), Refusal.Kind.INVALID);
        assertRefused(desk.entity(CARD).write(List.of(new Write.Delete(seen(CARD, "1"))), TITLE), Refusal.Kind.INVALID);
    }

    @Test
    void anAnswerThatTheRecordIsNotThereDeletesNothing_whenADirectReadCanNotBeMade() {
        answers = (line, body) -> json(line.startsWith("GET") ? 400 : 404, "{'code':'ODD'}");
        assertRefused(update(CARD, "1"), Refusal.Kind.INVALID);
    }

    @Test
    void anAnswerThatTheRecordIsNotThereIsBelieved_whenADirectReadSaysTheSame() {
        answers = (line, body) -> json(404, "{'code':'NOT_FOUND'}");
        assertRefused(update(CARD, "1"), Refusal.Kind.GONE);
    }

    private static void assertRefused(List<WriteResult> results, Refusal.Kind kind) {
        assertThat(results).singleElement().isInstanceOfSatisfying(WriteResult.Refused.class, refused -> assertThat(
                        refused.refusal().kind())
                .isEqualTo(kind));
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 410})
    void anItemThatSaysGoneIsReadDirectly_beforeItIsBelieved(int status) {
        Set<String> there = new HashSet<>(Set.of("1"));
        answers = (line, body) -> line.startsWith("GET")
                ? json("{'items':["
                        + String.join(
                                ",",
                                there.stream().map(UnexpectedAnswersTest::row).toList()) + "]}")
                : json("{'results':[{'status':" + status + "}]}");
        assertRefused(update(TASK, "1"), Refusal.Kind.INVALID);
        there.clear();
        assertRefused(update(TASK, "1"), Refusal.Kind.GONE);
    }

    @Test
    void aWriteThatCanNotBeReadAgainIsTriedAgain_andIsNoDelete() {
        answers = (line, body) -> line.startsWith("GET")
                ? json(403, "{'code':'NO_SUCH_RIGHT'}")
                : new StubbedSystem.Reply(200, "application/json", "");
        assertRefused(update(CARD, "1"), Refusal.Kind.TEMPORARY);
    }

    @Test
    void makesNoCall_whereAPlaceInItsAddressIsEmpty() {
        answers = (line, body) -> line.startsWith("GET")
                ? json("{'items':[{'id':'1','title':null,'touched':'2026-01-05T08:00:00Z'}]}")
                : new StubbedSystem.Reply(404, "text/html", "<html>");
        EntityKey contact = EntityKey.parse("desk/contact");
        SyncRecord homeless = seen(contact, "1").withValues(Values.of(Map.of("title", NullNode.instance)));
        assertThat(desk.entity(contact).write(List.of(new Write.Update(homeless, title("new"))), TITLE))
                .singleElement()
                .isInstanceOfSatisfying(WriteResult.Refused.class, refused -> assertThat(
                                refused.refusal().message())
                        .contains("its title is empty")
                        .contains("POST /customers/{seen.title}/contacts"));
        assertThat(asked).noneMatch(line -> line.startsWith("POST"));
    }

    @Test
    void aFlagThatThereIsMoreWithoutANextPage_isNoEnd() {
        answers = (line, body) -> json("{'items':[" + row("1") + "],'done':false,'next':null}");
        assertThatThrownBy(() -> fetched("letter", null)).isInstanceOf(SystemException.EntityFailed.class);
        answers = (line, body) -> json("{'items':[" + row("1") + "],'done':true,'next':null}");
        assertThat(fetched("letter", null)).containsExactly("1");
    }

    @Test
    void aWalkOverEverythingHasNoTimeToStartFrom_whereTheDescriptorSaysSo() {
        answers = (line, body) -> json("{'items':[" + row("1") + "],'done':true}");
        fetched("letter", null);
        fetched("letter", "stamp:2026-01-05T08:00:00Z");
        assertThat(asked).containsExactly("GET /letters?size=50", "GET /letters?since=2026-01-05T08%3A00%3A00Z");
    }

    /** What it wrote is looked at in the next try; to send it again would do it twice. */
    @ParameterizedTest
    @ValueSource(ints = {403, 404, 410, 500, 503})
    void aJobThatCanNotBeLookedAt_leavesItsRecordsInDoubt_andStopsNoOther(int status) {
        List<String> written = new ArrayList<>();
        answers = (line, body) -> {
            if (line.startsWith("GET /job/7")) {
                return json(status, "{'code':'NOT_NOW'}");
            }
            if (line.startsWith("PUT")
                    && body.path("items").findValuesAsText("id").contains("3")) {
                return json("{'job':'7','status':'working'}");
            }
            if (line.startsWith("PUT")) {
                written.addAll(body.path("items").findValuesAsText("id"));
                return json("{'job':'8','status':'done'}");
            }
            String[] ids = line.replaceFirst(".*ids=", "").split("%2C");
            return json("{'items':["
                    + String.join(
                            ",",
                            Stream.of(ids)
                                    .map(id -> written.contains(id) ? row(id).replace("old", "new") : row(id))
                                    .toList())
                    + "]}");
        };
        String[] ids = IntStream.range(1, 13).mapToObj(Integer::toString).toArray(String[]::new);
        List<WriteResult> results = update(EntityKey.parse("desk/job"), ids);
        assertThat(results.subList(0, 10)).allSatisfy(result -> assertThat(result)
                .isInstanceOfSatisfying(WriteResult.Refused.class, refused -> assertThat(refused.refusal())
                        .satisfies(why -> assertThat(why.kind()).isEqualTo(Refusal.Kind.TEMPORARY))
                        .satisfies(
                                why -> assertThat(why.message()).contains("the job 7 can't be looked at", "NOT_NOW"))));
        assertThat(results.subList(10, 12))
                .allSatisfy(result -> assertThat(result).isInstanceOf(WriteResult.Written.class));
        assertThat(asked).filteredOn(line -> line.startsWith("PUT")).hasSize(2);
    }

    @Test
    void aJobThatCanNotBeLookedAt_stopsItsFlow_whenNothingElseIsAnswered() {
        answers = (line, body) -> line.startsWith("PUT")
                ? json("{'job':'7','status':'working'}")
                : asked.stream().anyMatch(before -> before.startsWith("PUT"))
                        ? json(503, "{}")
                        : json("{'items':[" + row("1") + "]}");
        assertThatThrownBy(() -> update(EntityKey.parse("desk/job"), "1"))
                .isInstanceOf(SystemException.Unavailable.class);
    }

    @Test
    void takesAnAnswerWithoutItsList_forNoEmptyList() {
        answers = (line, body) -> json("{'message':'we are down for maintenance'}");
        assertThatThrownBy(() -> fetched("task", null)).isInstanceOf(SystemException.Misunderstood.class);
        assertUnread(TASK, "1");
    }

    @Test
    void aRowWithABlankId_isListedAsUnreadable_andHidesNoOther() {
        answers = (line, body) -> json("{'items':[" + row(" ") + "," + row("1") + "," + row("\\u2003") + "]}");
        List<String> unreadable = new ArrayList<>();
        desk.entity(TASK).fetch(null, TITLE, page -> unreadable.addAll(page.unreadable()));
        assertThat(fetched("task", null)).containsExactly("1");
        assertThat(unreadable).containsExactly(" ", "\u2003");
        answers = (line, body) -> json("{'items':[" + row(" ") + "]}");
        assertUnread(TASK, "1");
    }

    @Test
    void takesAPage_forNoWrite() {
        answers = (line, body) -> line.startsWith("GET")
                ? json(row("1"))
                : new StubbedSystem.Reply(200, "text/html; charset=utf-8", "<html>");
        assertRefused(update(CARD, "1"), Refusal.Kind.TEMPORARY);
        assertRefused(
                desk.entity(CARD).write(List.of(new Write.Delete(seen(CARD, "1"))), TITLE), Refusal.Kind.TEMPORARY);
        String[] many = IntStream.range(100, 130).mapToObj(Integer::toString).toArray(String[]::new);
        assertThatThrownBy(() -> update(CARD, many))
                .isInstanceOf(SystemException.RecordsFailed.class)
                .hasMessageContaining("with a page, not JSON");
    }

    @Test
    void aPageForOneWrite_keepsNoOtherFromBeingWritten() {
        answers = (line, body) -> line.startsWith("GET")
                ? json(row(line.replaceAll(".*/", "")))
                : line.endsWith("/2")
                        ? new StubbedSystem.Reply(200, "text/html", "<html>")
                        : json(row(line.replaceAll(".*/", "")).replace("old", "new"));
        List<WriteResult> results = update(CARD, "1", "2", "3");
        assertThat(results.get(0)).isInstanceOf(WriteResult.Written.class);
        isRefused(results.get(1), Refusal.Kind.TEMPORARY);
        assertThat(results.get(2)).isInstanceOf(WriteResult.Written.class);
    }

    @Test
    void aJobThatOutlastsItsPatience_leavesItsRecordsForTheNextTry_andIsNotSentTwice() {
        answers = (line, body) -> line.startsWith("GET /jobs")
                ? json("{'items':[" + row("1") + "," + row("2") + "]}")
                : json("{'job':'7','status':'working'}");
        List<WriteResult> results = update(EntityKey.parse("desk/hurried"), "1", "2");
        assertThat(results).hasSize(2).allSatisfy(result -> isRefused(result, Refusal.Kind.TEMPORARY));
        assertThat(asked).filteredOn(line -> line.startsWith("PUT")).hasSize(1);
    }

    @Test
    void aSystemThatIsNotAvailable_saysWhy() {
        answers = (line, body) -> json(503, "{'code':'MAINTENANCE'}");
        assertThatThrownBy(() -> fetched("task", null))
                .isInstanceOf(SystemException.Unavailable.class)
                .hasMessageContaining("HTTP 503")
                .hasMessageContaining("MAINTENANCE");
    }

    @Test
    void startsAgainInFull_whenItsCursorIsNoLongerGood() {
        answers = (line, body) -> line.contains("cursor=")
                ? json(410, "{'code':'CURSOR_EXPIRED'}")
                : json("{'items':[" + row("1") + "],'next':null}");
        assertThat(fetched("card", "cursor:old")).containsExactly("1");
        assertThat(asked).hasSize(2);
    }

    @Test
    void readsToTheEnd_whenALinkIsNoLongerGood_andTheWalkBeginsAgainWhereItWas() {
        answers = (line, body) -> line.contains("page=2")
                ? asked.size() == 2
                        ? json(400, "{'code':'BAD_LINK'}")
                        : json("{'items':[" + row("2") + "],'next':null}")
                : json("{'items':[" + row("1") + "],'next':'/tasks?page=2'}");
        assertThat(fetched("task", null)).contains("1", "2");
    }

    /** A link hangs on the session that named it: the new one refuses it as if the credentials were bad. */
    @Test
    void readsToTheEnd_whenALinkWasOfASessionThatIsOver() {
        answers = (line, body) -> line.contains("page=2")
                ? asked.stream().filter(asked -> asked.contains("page=2")).count() == 1
                        ? json(401, "{'code':'INVALID_SESSION'}")
                        : json("{'items':[" + row("2") + "],'next':null}")
                : json("{'items':[" + row("1") + "],'next':'/tasks?page=2'}");
        assertThat(fetched("task", null)).contains("1", "2");
        assertThat(asked).hasSize(4);
    }

    @Test
    void readsToTheEnd_whenACursorWasOfASessionThatIsOver() {
        answers = (line, body) -> line.contains("cursor=")
                ? asked.stream().filter(asked -> asked.contains("cursor=")).count() == 1
                        ? json(401, "{'code':'INVALID_SESSION'}")
                        : json("{'items':[" + row("2") + "],'next':null}")
                : json("{'items':[" + row("1") + "],'next':'c1'}");
        assertThat(fetched("note", null)).contains("1", "2");
    }

    /** A cursor that is the watermark outlives sessions: a 401 is about the credentials, and nothing is read in full. */
    @Test
    void takesTheCredentialsForRefused_whenACursorThatLastsIsAnswered401() {
        answers = (line, body) -> json(401, "{'code':'UNAUTHORIZED'}");
        assertThatThrownBy(() -> fetched("card", "cursor:old")).isInstanceOf(SystemException.CredentialsRefused.class);
        assertThat(asked).filteredOn(line -> line.contains("cursor")).hasSize(1);
    }

    @Test
    void takesTheCredentialsForRefused_whenTheListItselfIsToo() {
        answers = (line, body) -> line.contains("page=2") || asked.size() > 1
                ? json(401, "{'code':'INVALID_SESSION'}")
                : json("{'items':[" + row("1") + "],'next':'/tasks?page=2'}");
        assertThatThrownBy(() -> fetched("task", null)).isInstanceOf(SystemException.CredentialsRefused.class);
    }

    private StubbedSystem.Reply refusingManyIds(String line, int status, int most) {
        String[] ids = line.replaceFirst(".*ids=", "").split("%2C");
        return ids.length > most
                ? json(status, "")
                : json("{'items':["
                        + String.join(
                                ",",
                                List.of(ids).stream()
                                        .map(id -> row(URLDecoder.decode(id, StandardCharsets.UTF_8)))
                                        .toList())
                        + "],'next':null}");
    }

    @ParameterizedTest
    @ValueSource(ints = {413, 414, 431})
    void asksForHalfOfThem_whenABulkReadIsTooLarge(int status) {
        answers = (line, body) -> refusingManyIds(line, status, 2);
        assertThat(Direct.reads(desk.entity(TASK), List.of("1", "2", "3", "4", "5", "6", "7"), TITLE))
                .hasSize(7);
    }

    @ParameterizedTest
    @ValueSource(ints = {413, 414, 431})
    void asksForHalfOfThem_whenALookUpIsTooLarge(int status) {
        answers = (line, body) -> refusingManyIds(line, status, 2);
        assertThat(desk.entity(NOTE)
                        .lookUp(List.of("1", "2", "3", "4", "5"), TITLE)
                        .found())
                .hasSize(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'title':'x'}", "{'id':null}", "{'id':'9'}", "{'id':'2\\u0007'}", "{'id':' '}"})
    void anOddRowOfALookUp_saysOfNoneThatItIsNotThere(String odd) {
        answers = (line, body) -> json("{'items':[" + row("1") + "," + odd + "]}");
        Reading reading = desk.entity(NOTE).lookUp(List.of("1", "2"), TITLE);
        assertThat(reading.found()).containsOnlyKeys("1");
        assertThat(reading.unread()).containsOnlyKeys("2");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 403, 422})
    void oneReferenceThatCanNotBeLookedUp_hidesNoOther(int status) {
        answers = (line, body) -> line.contains("2")
                ? json(status, "{}")
                : json("{'items':["
                        + String.join(
                                ",",
                                Stream.of("1", "3")
                                        .filter(line::contains)
                                        .map(UnexpectedAnswersTest::row)
                                        .toList())
                        + "]}");
        Reading reading = desk.entity(NOTE).lookUp(List.of("1", "2", "3", "4"), TITLE);
        assertThat(reading.found()).containsOnlyKeys("1", "3");
        assertThat(reading.unread()).containsOnlyKeys("2");
    }

    @Test
    void severalRecordsOfOneReference_areNoAnswer() {
        answers = (line, body) -> json("{'items':[{'id':'5','ref':'1'},{'id':'6','ref':'1'}]}");
        assertThat(desk.entity(EntityKey.parse("desk/reply")).lookUp(List.of("1"), TITLE))
                .satisfies(reading -> assertThat(reading.found()).isEmpty())
                .satisfies(reading -> assertThat(reading.unread()).containsOnlyKeys("1"));
    }

    @Test
    void whatABulkReadLeavesOut_isGoneOnlyIfAReadOfItAloneSaysSo() {
        answers = (line, body) -> {
            String ids = line.substring(line.indexOf("ids=") + 4);
            return json("{'items':["
                    + String.join(
                            ",",
                            Stream.of("1", "2")
                                    .filter(ids::contains)
                                    .filter(id -> ids.equals(id) || !id.equals("2"))
                                    .map(UnexpectedAnswersTest::row)
                                    .toList())
                    + "]}");
        };
        Reading reading = desk.entity(TASK).readByIds(List.of("1", "2", "3"), TITLE);
        assertThat(reading.found()).containsOnlyKeys("1", "2");
        assertThat(reading.gone()).containsOnly("3");
    }

    /** 8,190 bytes are what nginx and httpd take by default. */
    @Test
    void keepsTheLinesOfBulkReadsBelowWhatServersTake_forKeysOfAnyLength() {
        answers = (line, body) -> refusingManyIds(line, 414, 10);
        List<String> refs = IntStream.range(0, 10)
                .mapToObj(i -> ("zendesk/tickets/å" + i).repeat(60))
                .toList();
        assertThat(Direct.reads(desk.entity(TASK), refs, TITLE)).hasSize(10);
        assertThat(refs).allMatch(desk.entity(NOTE).lookUp(refs, TITLE)::answers);
        assertThat(asked)
                .allSatisfy(line -> assertThat(line.length()).isLessThan(8_000))
                .hasSizeGreaterThan(2);
    }

    @Test
    void givesUp_whenNoLinkIsEverGood() {
        answers = (line, body) -> line.contains("page=2")
                ? json(400, "{'code':'BAD_LINK'}")
                : json("{'items':[" + row("1") + "],'next':'/tasks?page=2'}");
        assertThatThrownBy(() -> fetched("task", null)).isInstanceOf(SystemException.class);
        assertThat(asked).hasSizeLessThan(20);
    }

    @Test
    void oneRecordThatFailsItsJob_stopsNoOther() {
        List<String> written = new ArrayList<>();
        answers = (line, body) -> {
            if (line.startsWith("PUT")) {
                List<String> ids = body.path("items").findValuesAsText("id");
                if (ids.contains("2")) {
                    return json("{'job':'7','status':'failed'}");
                }
                written.addAll(ids);
                ObjectNode done = Json.MAPPER.createObjectNode().put("job", "8").put("status", "done");
                ArrayNode results = done.putArray("results");
                ids.forEach(id -> results.addObject().put("status", 200));
                return json(done.toString());
            }
            String[] ids = line.replaceFirst(".*ids=", "").split("%2C");
            List<String> rows = new ArrayList<>();
            for (String id : ids) {
                rows.add(written.contains(id) ? row(id).replace("old", "new") : row(id));
            }
            return json("{'items':[" + String.join(",", rows) + "]}");
        };
        List<WriteResult> results = update(EntityKey.parse("desk/job"), "1", "2", "3");
        assertThat(results.get(0)).isInstanceOf(WriteResult.Written.class);
        assertThat(results.get(1)).isInstanceOfSatisfying(WriteResult.Refused.class, refused -> assertThat(
                        refused.refusal().kind())
                .isEqualTo(Refusal.Kind.TEMPORARY));
        assertThat(results.get(2)).isInstanceOf(WriteResult.Written.class);
    }

    @Test
    void oneRecordThatMustNotBeWritten_stopsNoOther() {
        EntityKey person = EntityKey.parse("desk/person");
        answers = (line, body) -> line.startsWith("PUT")
                ? json(line.contains("/2/") ? 403 : 200, "{'code':'Forbidden'}")
                : json("{'items':[" + row("1").replace("old", "new") + "]}");
        List<WriteResult> results = update(person, "2", "1");
        assertThat(results.get(0)).isInstanceOfSatisfying(WriteResult.Refused.class, refused -> assertThat(
                        refused.refusal().kind())
                .isEqualTo(Refusal.Kind.INVALID));
        assertThat(results.get(1)).isInstanceOf(WriteResult.Written.class);
    }

    @Test
    void anEmptyAnswerToAWriteIsAnAnswer() {
        answers = (line, body) -> line.startsWith("GET")
                ? json(row("1").replace("old", "new"))
                : new StubbedSystem.Reply(200, "application/json", "");
        assertThat(update(CARD, "1")).singleElement().isInstanceOf(WriteResult.Written.class);
    }

    @Test
    void whatAnAnswerLeavesOutIsReadAgain_notTakenForCleared() {
        answers = (line, body) -> json(
                line.startsWith("GET")
                        ? row("1").replace("old", "new")
                        : "{'id':'1','touched':'2026-01-05T08:00:00Z'}");
        assertThat(update(CARD, "1")).singleElement().isInstanceOfSatisfying(WriteResult.Written.class, written -> {
            assertThat(written.record().values()).isEqualTo(title("new"));
            assertThat(written.answered()).isFalse();
        });
    }

    @Test
    void aCallThatNamesAnotherThing_saysNothingAboutTheRecord() {
        answers = (line, body) -> json(404, "{'code':'NOT_FOUND'}");
        for (String entity : List.of("person", "contact")) {
            assertThat(update(EntityKey.parse("desk/" + entity), "1"))
                    .singleElement()
                    .isInstanceOfSatisfying(
                            WriteResult.Refused.class,
                            refused -> assertThat(refused.refusal().kind()).isEqualTo(Refusal.Kind.TEMPORARY));
        }
    }

    private static void isRefused(WriteResult result, Refusal.Kind kind) {
        assertThat(result).isInstanceOfSatisfying(WriteResult.Refused.class, refused -> assertThat(
                        refused.refusal().kind())
                .isEqualTo(kind));
    }

    private static String rows(String line) {
        return "{'items':["
                + String.join(
                        ",",
                        List.of(line.replaceFirst(".*ids=", "").split("%2C")).stream()
                                .map(UnexpectedAnswersTest::row)
                                .toList())
                + "]}";
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{'results':[]}", "{'results':[{'status':200},{'status':200},{'status':200}]}"})
    void takesNothingForWritten_thatNeitherTheAnswerNorAReadShows(String answer) {
        answers = (line, body) -> json(line.startsWith("GET") ? rows(line) : answer);
        assertThat(update(TASK, "1", "2")).allSatisfy(result -> isRefused(result, Refusal.Kind.WITHOUT_EFFECT));
        answers = (line, body) -> json(line.startsWith("GET") ? rows(line).replace("old", "new") : answer);
        assertThat(update(TASK, "1", "2"))
                .allSatisfy(result -> assertThat(result).isInstanceOf(WriteResult.Written.class));
    }

    @Test
    void anAnswerThatShowsTheOldValueInTheSameVersion_isReadAgain_andIsNoWrite() {
        answers = (line, body) -> json(row("1"));
        isRefused(update(CARD, "1").get(0), Refusal.Kind.WITHOUT_EFFECT);
        assertThat(asked).containsExactly("PATCH /cards/1", "GET /cards/1");
        answers = (line, body) -> json(line.startsWith("GET") ? row("1").replace("old", "new") : row("1"));
        assertThat(update(CARD, "1").get(0)).isInstanceOf(WriteResult.Written.class);
    }

    /** Stamps are kept in milliseconds, and printed finer. */
    @Test
    void aReadThatLagsBehindAWrite_isMadeAgain_onceItMayLagNoMore() {
        answers = (line, body) -> json(
                line.startsWith("PUT")
                        ? ""
                        : "{'items':["
                                + (asked.stream()
                                                        .filter("GET /parcels?ids=1"::equals)
                                                        .count()
                                                == 1
                                        ? row("1")
                                        : "{'id':'1','title':'new','touched':'2026-01-05T08:00:09Z'}")
                                + "]}");
        assertThat(update(EntityKey.parse("desk/parcel"), "1"))
                .singleElement()
                .isInstanceOfSatisfying(
                        WriteResult.Written.class,
                        written -> assertThat(written.record().values()).isEqualTo(title("new")));
    }

    @Test
    void aStampFinerThanItIsKept_isNoOtherVersion() {
        answers = (line, body) -> json(row("1").replace("08:00:00Z", "08:00:00.0001234Z"));
        isRefused(update(CARD, "1").get(0), Refusal.Kind.WITHOUT_EFFECT);
    }

    @Test
    void theAnswerOfAnotherRecord_showsNothing() {
        answers = (line, body) -> json(line.startsWith("GET") ? row("1") : row("2").replace("old", "new"));
        isRefused(update(CARD, "1").get(0), Refusal.Kind.WITHOUT_EFFECT);
    }

    /** Seed 211: an edit of another property right after a write that was not done made it count as done. */
    @Test
    void anAnswerThatShowsTheOldValue_isNoWrite_whateverIsEditedMeanwhile() {
        answers = (line, body) -> json(line.startsWith("GET") ? row("1").replace("08:00", "09:00") : row("1"));
        isRefused(update(CARD, "1").get(0), Refusal.Kind.WITHOUT_EFFECT);
    }

    /** Somebody's edit came first; had ours been written, both would be there. */
    @Test
    void anOldValueBesideSomebodysEdit_isNoWrite_whereTheAnswerShowedNothing() {
        isRefused(writtenBeside("b"), Refusal.Kind.WITHOUT_EFFECT);
        assertThat(writtenBeside("a")).isInstanceOf(WriteResult.Written.class);
    }

    /** Seed 922048: the other property had given the record another version before our write, which was not done. */
    @Test
    void anOldValueBesideSomebodysEdit_isNoWrite_whereTheAnswerShowsBoth() {
        String shown = "{'id':'1','title':'old','note':'NOTE','touched':'2026-01-05T09:00:00Z'}";
        String answer = "{'results':[{'status':200,'record':" + shown + "}]}";
        isRefused(writtenBeside("b", answer.replace("NOTE", "b")), Refusal.Kind.WITHOUT_EFFECT);
    }

    private WriteResult writtenBeside(String note) {
        return writtenBeside(note, "{'results':[{'status':200}]}");
    }

    /** Read right before. @param note that stands beside the old title when it is read again */
    private WriteResult writtenBeside(String note, String answer) {
        SyncRecord seen = new SyncRecord(
                TASK.record("1"),
                title("old").with("note", TextNode.valueOf("a")),
                Instant.parse("2026-01-05T08:00:00Z"),
                null,
                Presence.LIVE);
        String after = "{'items':[{'id':'1','title':'old','note':'" + note + "','touched':'2026-01-05T09:00:00Z'}]}";
        String before = after.replace("'note':'" + note, "'note':'a").replace("09:00", "08:00");
        asked.clear();
        answers = (line, body) -> json(!line.startsWith("GET") ? answer : asked.size() == 1 ? before : after);
        return desk.entity(TASK)
                .write(List.of(new Write.Update(seen, title("new"), true)), Set.of("title", "note"))
                .get(0);
    }

    /**
     * Seed 932370: nothing was done, and somebody had edited what no flow maps before; the sides differed for good, and nothing
     * said so. Only what was read right before the write tells which of the two moved the version.
     */
    @Test
    void anOldValueInAnotherVersion_isWhatTheSystemMadeOfOurs_whereItWasReadRightBefore() {
        answers = (line, body) -> json(row("1").replace("08:00", "09:00"));
        isRefused(update(CARD, "1").get(0), Refusal.Kind.WITHOUT_EFFECT);
        isRefused(updateAgain(), Refusal.Kind.WITHOUT_EFFECT);
        answers = (line, body) -> json(line.startsWith("GET") ? row("1") : row("1").replace("08:00", "09:00"));
        assertThat(updateAgain()).isInstanceOf(WriteResult.Written.class);
    }

    private WriteResult updateAgain() {
        return desk.entity(CARD)
                .write(List.of(new Write.Update(seen(CARD, "1"), title("new"), true)), TITLE)
                .get(0);
    }

    /** Seed 607: nothing was done, and somebody had edited what no flow maps; the old value travelled back over an edit. */
    @ParameterizedTest
    @ValueSource(strings = {"", "{}"})
    void anOldValueInAnotherVersion_isNoWrite_whereTheAnswerLacksTheRecordThatItShouldShow(String answer) {
        answers = (line, body) -> json(line.startsWith("GET") ? row("1").replace("08:00", "09:00") : answer);
        isRefused(update(CARD, "1").get(0), Refusal.Kind.WITHOUT_EFFECT);
    }

    @Test
    void aDeleteThatIsAnswered_andNotDone_isNone() {
        answers = (line, body) -> line.startsWith("GET") ? json(row("1")) : json(204, "");
        isRefused(
                desk.entity(CARD)
                        .write(List.of(new Write.Delete(seen(CARD, "1"))), TITLE)
                        .get(0),
                Refusal.Kind.WITHOUT_EFFECT);
    }

    @Test
    void aFailedTestOfAJsonPatch_isAConflict_whateverItsStatus() {
        answers = (line, body) ->
                line.startsWith("GET") ? json(row("1").replace("old", "theirs")) : json(400, "{'code':'BAD_REQUEST'}");
        assertThat(update(CARD, "1").get(0)).isInstanceOfSatisfying(WriteResult.Stale.class, stale -> assertThat(
                        stale.fresh().values())
                .isEqualTo(title("theirs")));
        answers = (line, body) -> line.startsWith("GET") ? json(row("1")) : json(400, "{'code':'BAD_REQUEST'}");
        isRefused(update(CARD, "1").get(0), Refusal.Kind.INVALID);
    }

    private List<WriteResult> create(String... titles) {
        List<Write> writes = new ArrayList<>();
        for (String title : titles) {
            writes.add(new Write.Create("crm/note/" + title, "key " + title, title(title)));
        }
        return desk.entity(TASK).write(writes, TITLE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "{'results':[{'status':200},{'status':200,'record':{'title':'b'}}]}",
                "{'results':[{'status':200,'record':{'id':' '}},{'status':200,'record':{'id':'\\t','title':'b'}}]}"
            })
    void aCreateWhoseAnswerNamesNoRecord_isLookedUpLater(String answer) {
        answers = (line, body) -> json(answer);
        assertThat(create("a", "b")).allSatisfy(result -> isRefused(result, Refusal.Kind.TEMPORARY));
    }

    @Test
    void aCreateWithAnIdThatCantBeKept_stopsNoOther() {
        answers = (line, body) -> json("{'results':[{'status':200,'record':" + row("1".repeat(401))
                + "},{'status':200,'record':" + row("2").replace("old", "b") + "}]}");
        List<WriteResult> results = create("a", "b");
        isRefused(results.get(0), Refusal.Kind.TEMPORARY);
        assertThat(results.get(1)).isInstanceOf(WriteResult.Written.class);
    }

    @Test
    void aCreateThatAnswersNoMoreThanAnId_isRead_andAValueThatIsNotThereWasNotWritten() {
        answers = (line, body) -> json(
                line.startsWith("GET")
                        ? "{'items':[" + row("1").replace("old", "a") + "," + row("2").replace("'old'", "null") + "]}"
                        : "{'results':[{'status':200,'record':{'id':'1'}},{'status':200,'record':{'id':'2'}}]}");
        assertThat(create("a", "b"))
                .satisfiesExactly(
                        one -> assertThat(((WriteResult.Written) one).refused()).isEmpty(),
                        two -> assertThat(((WriteResult.Written) two).refused()).containsOnlyKeys("title"));
    }

    /** Each record has the words of its own result, in whatever order they come, and however many fail. */
    @Test
    void aFailedJobWithResults_isJudgedByThem_andStopsNothing() {
        String[] ids = {"1", "2", "3", "4", "5", "6", "7"};
        answers = (line, body) -> json(
                line.startsWith("GET /jobs")
                        ? asked.stream().anyMatch(before -> before.startsWith("PUT"))
                                ? rows(line).replace("{'id':'7','title':'old'", "{'id':'7','title':'new'")
                                : rows(line)
                        : "{'job':'9','status':'failed','results':[{'id':'7','status':200},"
                                + "{'index':0,'status':422,'error':'TaskUpdateFailed','details':'Title: is in use'},"
                                + "{'index':5,'id':'2','status':409,'error':'UpdateConflict'},"
                                + "{'index':2,'status':422,'error':'A'},{'index':3,'status':422,'error':'B'},"
                                + "{'index':4,'status':422,'error':'C'},{'index':5,'status':422,'error':'D'}]}");
        List<WriteResult> results = update(EntityKey.parse("desk/job"), ids);
        assertThat(results.get(0)).isInstanceOfSatisfying(WriteResult.Refused.class, refused -> assertThat(
                        refused.refusal().message())
                .contains("TaskUpdateFailed", "is in use"));
        assertThat(results.get(1)).isInstanceOf(WriteResult.Stale.class);
        for (int i = 2; i < 6; i++) {
            isRefused(results.get(i), Refusal.Kind.INVALID);
        }
        assertThat(results.get(6)).isInstanceOf(WriteResult.Written.class);
        assertThat(asked).filteredOn(line -> line.startsWith("PUT")).hasSize(1);
    }

    private static String titles(int page, String next) {
        return "{'titles':[{'id':" + page + ",'name':'page " + page + "'}],'next':" + next + "}";
    }

    @Test
    void aListOfASequence_isReadToTheEnd_onTheSameHost() {
        EntityKey member = EntityKey.parse("desk/member");
        answers = (line, body) -> json(
                line.startsWith("GET /members/1/titles")
                        ? line.contains("page=2")
                                ? titles(2, "null").replace("page 2", "new")
                                : titles(1, "'https://elsewhere.example.com/members/1/titles?page=2'")
                        : "{'items':[" + row("1").replace("old", "new") + "]}");
        assertThat(update(member, "1").get(0)).isInstanceOf(WriteResult.Written.class);
        assertThat(asked)
                .startsWith("GET /members/1/titles", "GET /members/1/titles?page=2", "PUT /members/1/titles/2");
    }

    @Test
    void aListOfASequenceWhosePageNamesItself_ends() {
        answers = (line, body) -> json(
                line.startsWith("GET /members/1/titles") ? titles(1, "'/members/1/titles?page=2'") : "{'items':[]}");
        update(EntityKey.parse("desk/member"), "1");
        assertThat(asked)
                .filteredOn(line -> line.startsWith("GET /members/1/titles"))
                .hasSize(2);
    }

    @Test
    void aListOfASequenceWithoutEnd_isRefused() {
        answers = (line, body) -> json(titles(1, "'/members/1/titles?page=" + asked.size() + "'"));
        isRefused(update(EntityKey.parse("desk/member"), "1").get(0), Refusal.Kind.TEMPORARY);
        assertThat(asked).hasSizeLessThan(110);
    }
}
