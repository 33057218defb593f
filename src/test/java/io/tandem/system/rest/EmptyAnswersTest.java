package io.tandem.system.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import io.tandem.record.EntityKey;
import io.tandem.record.Presence;
import io.tandem.record.SyncRecord;
import io.tandem.record.Values;
import io.tandem.system.Refusal;
import io.tandem.system.Write;
import io.tandem.system.WriteResult;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Updates whose answers show nothing: what a read shows after them says whether they were done. */
class EmptyAnswersTest {

    private static final String DESK = StubbedSystem.DESK + """
            entities:
              card:
                modified: touched
                deleted_when: {gone: [true]}
                properties: {title: writable, note: writable}
                read_many: {call: GET /cards, query: {ids: "{ids}"}, batch: 10, items: items}
                update:
                  call: PUT /cards
                  body: {items: "{items}"}
                  batch: 10
                  item: {id: "{id}", "...": "{changes}"}
                  condition: test
                  results: {items: results, status: status}
                  record: record
              letter:
                modified: touched
                deleted_when: {gone: [true]}
                properties: {title: writable, note: writable}
                read_many: {call: GET /letters, query: {ids: "{ids}"}, batch: 10, items: items}
                update: {call: "PUT /letters/{id}", body: "{changes}", condition: test}
              parcel:
                modified: touched
                properties: {title: writable, note: writable}
                read_many: {call: GET /parcels, query: {ids: "{ids}"}, batch: 10, items: items}
                update:
                  call: PUT /parcels
                  body: {items: "{items}"}
                  batch: 10
                  item: {id: "{id}", "...": "{changes}"}
                  condition: test
                  results: {items: results, status: status}
            """;

    private static final EntityKey CARD = EntityKey.parse("desk/card");
    private static final EntityKey LETTER = EntityKey.parse("desk/letter");
    private static final EntityKey PARCEL = EntityKey.parse("desk/parcel");
    private static final Instant BEFORE = Instant.parse("2026-01-05T08:00:00Z");

    @TempDir
    Path home;

    /** To a write. */
    private String answer = "";

    /** What a read after the write finds. */
    private final List<String> found = new ArrayList<>();

    /** What a read right before the write finds; null for the same. */
    private String stands;

    private int readStatus = 200;

    @AutoClose
    private final StubbedSystem desk = StubbedSystem.answering((line, body) -> line.startsWith("GET")
            ? reply(readStatus, "{'items':[" + (isSent() || stands == null ? String.join(",", found) : stands) + "]}")
            : reply(200, answer));

    private boolean isSent() {
        return desk.asked().stream().anyMatch(line -> line.startsWith("PUT"));
    }

    private static StubbedSystem.Reply reply(int status, String text) {
        return new StubbedSystem.Reply(status, "application/json", text.replace('\'', '"'));
    }

    @BeforeEach
    void serve() throws Exception {
        desk.open(home, DESK);
    }

    private void finds(String id, String title, String note) {
        found.add("{'id':'" + id + "','title':" + title + ",'note':" + note + ",'touched':'2026-01-05T09:00:00Z'}");
    }

    private void findsDeleted(String title) {
        found.add("{'id':'1','title':" + title + ",'note':'a','touched':'2026-01-05T09:00:00Z','gone':true}");
    }

    private static Values title(String title) {
        return Values.of(Map.of("title", TextNode.valueOf(title)));
    }

    private static Values both(String title, String note) {
        return title(title).with("note", TextNode.valueOf(note));
    }

    private List<WriteResult> update(EntityKey entity, Values changes, String... ids) {
        return update(entity, changes, false, ids);
    }

    private List<WriteResult> update(EntityKey entity, Values changes, boolean readFirst, String... ids) {
        List<Write> writes = new ArrayList<>();
        for (String id : ids) {
            SyncRecord seen = new SyncRecord(entity.record(id), both("old", "a"), BEFORE, null, Presence.LIVE);
            writes.add(new Write.Update(seen, changes, readFirst));
        }
        desk.asked().clear();
        List<WriteResult> results = desk.entity(entity).write(writes, Set.of("title", "note"));
        found.clear();
        return results;
    }

    /** A write that is done, and what its answer says. */
    private void written(String said) {
        answer = said;
        finds("7", "'new'", "'a'");
        assertThat(update(CARD, title("new"), "7")).singleElement().isInstanceOf(WriteResult.Written.class);
        answer = "";
    }

    /** Its version moves, and the old value stands there: each time, and also where it was read right before. */
    private void isWrittenOnceItIsReadFirst(EntityKey entity) {
        finds("1", "'old'", "'a'");
        assertThat(update(entity, title("new"), "1").get(0))
                .isInstanceOfSatisfying(WriteResult.Refused.class, refused -> {
                    assertThat(refused.refusal().kind()).isEqualTo(Refusal.Kind.WITHOUT_EFFECT);
                    assertThat(refused.moved().modified()).isAfter(BEFORE);
                });
        finds("1", "'old'", "'a'");
        stands = found.get(0).replace("09:00", "08:00");
        isWritten(update(entity, title("new"), true, "1").get(0), "old");
        stands = null;
    }

    private static void isInDoubt(WriteResult result, String title) {
        assertThat(result).isInstanceOfSatisfying(WriteResult.Stale.class, stale -> {
            assertThat(stale.inDoubt()).isTrue();
            assertThat(stale.fresh().values().get("title")).isEqualTo(TextNode.valueOf(title));
        });
    }

    private static void isWritten(WriteResult result, String title) {
        assertThat(result).isInstanceOfSatisfying(WriteResult.Written.class, written -> {
            assertThat(written.answered()).isFalse();
            assertThat(written.record().values().get("title")).isEqualTo(TextNode.valueOf(title));
        });
    }

    private static void isWithoutEffect(WriteResult result) {
        assertThat(result).isInstanceOfSatisfying(WriteResult.Refused.class, refused -> assertThat(
                        refused.refusal().kind())
                .isEqualTo(Refusal.Kind.WITHOUT_EFFECT));
    }

    /** Seed 731: nothing was done, and somebody had edited the same property before; that edit was taken for the later one. */
    @ParameterizedTest
    @ValueSource(strings = {"", "{}"})
    void somebodysValueAfterAnAnswerThatLacksItsRecord_isNoSignOfAWrite(String empty) {
        answer = empty;
        finds("1", "'theirs'", "'a'");
        isInDoubt(update(CARD, title("new"), "1").get(0), "theirs");
    }

    @Test
    void somebodysValueBesideAnOldOne_isNoSignOfAWrite() {
        finds("1", "'theirs'", "'a'");
        isInDoubt(update(CARD, both("new", "b"), "1").get(0), "theirs");
    }

    @Test
    void whatWeWroteBesideSomebodysValue_isASignOfAWrite() {
        finds("1", "'theirs'", "'b'");
        isWritten(update(CARD, both("new", "b"), "1").get(0), "theirs");
    }

    /** Blanks and case are the system's own. */
    @Test
    void whatTheSystemTrimmed_isASignOfAWrite() {
        finds("1", "'new'", "'a'");
        isWritten(update(CARD, title(" new "), "1").get(0), "new");
    }

    @Test
    void aValueThatStoodThereBefore_isNoSignOfAWrite() {
        finds("1", "'theirs'", "'a'");
        isInDoubt(update(CARD, both("new", "a "), "1").get(0), "theirs");
    }

    /** Its descriptor says too much; what it makes of our values is no conflict, and parks nothing. */
    @Test
    void whereEachWriteIsAnsweredWithNothing_anotherValueIsWhatTheSystemMadeOfOurs() {
        written("");
        finds("1", "'made of ours'", "'a'");
        isWritten(update(CARD, title("new"), "1").get(0), "made of ours");
        isWrittenOnceItIsReadFirst(CARD);
    }

    @Test
    void whereTheOthersOfABatchWereWritten_anEmptyAnswerSaysNothingAgainstOne() {
        finds("1", "'made of ours'", "'a'");
        finds("2", "'new'", "'a'");
        isWritten(update(CARD, title("new"), "1", "2").get(0), "made of ours");
    }

    /** It rounds, say: nothing that is sent ever stands there as it was sent. */
    @Test
    void whereEachWriteMovesTheVersion_anotherValueIsWhatTheSystemMadeOfOurs_fromTheFourthOn() {
        for (int times = 0; times < 3; times++) {
            finds("1", "'old'", "'a'");
            isWithoutEffect(update(CARD, title("new"), "1").get(0));
        }
        isWrittenOnceItIsReadFirst(CARD);
    }

    @Test
    void aWriteThatMovesNoVersionInBetween_saysThatTheOthersWereNotDone() {
        for (int times = 0; times < 4; times++) {
            String at = times == 1 ? "08:00:00" : "09:00:00";
            found.add("{'id':'1','title':'old','note':'a','touched':'2026-01-05T" + at + "Z'}");
            isWithoutEffect(update(CARD, title("new"), "1").get(0));
        }
    }

    @Test
    void anAnswerThatShowsItsRecordInBetween_saysThatTheOthersWereNotDone() {
        for (int times = 0; times < 4; times++) {
            if (times == 2) {
                written(
                        "{'results':[{'record':{'id':'7','title':'new','note':'a','touched':'2026-01-05T09:00:00Z'}}]}");
            }
            finds("1", "'old'", "'a'");
            isWithoutEffect(update(CARD, title("new"), "1").get(0));
        }
    }

    @Test
    void onceAnAnswerShowsItsRecord_anEmptyOneIsNoSignOfAWriteAgain() {
        written("");
        written("{'results':[{'record':{'id':'7','title':'new','note':'a','touched':'2026-01-05T09:00:00Z'}}]}");
        finds("1", "'theirs'", "'a'");
        isInDoubt(update(CARD, title("new"), "1").get(0), "theirs");
        finds("1", "'old'", "'a'");
        isWithoutEffect(update(CARD, title("new"), "1").get(0));
    }

    /** Seed 940421: nothing was done, and somebody had edited what no flow maps; the history told of a write. */
    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{'results':[]}"})
    void anAnswerWithoutTheResultThatItShouldHold_isNoSignOfAWrite(String empty) {
        answer = empty;
        finds("1", "'old'", "'a'");
        isWithoutEffect(update(PARCEL, title("new"), "1").get(0));
        finds("1", "'theirs'", "'a'");
        isInDoubt(update(PARCEL, title("new"), "1").get(0), "theirs");
    }

    @Test
    void aResultOfItsOwn_isASignOfAWrite() {
        answer = "{'results':[{'status':200}]}";
        finds("1", "'theirs'", "'a'");
        isWritten(update(PARCEL, title("new"), "1").get(0), "theirs");
    }

    /**
     * Seed 934048: nothing was done, and somebody had edited what no flow maps; the old value travelled back over an edit. Only
     * what was read right before the write tells which of the two moved the version.
     */
    @Test
    void anOldValueInAnotherVersion_isWhatTheSystemMadeOfOurs_whereItWasReadRightBefore() {
        isWrittenOnceItIsReadFirst(LETTER);
        answer = "{'results':[{'status':200}]}";
        isWrittenOnceItIsReadFirst(PARCEL);
    }

    @Test
    void onceAnAnswerHoldsItsResult_anEmptyOneIsNoSignOfAWriteAgain() {
        for (String said : List.of("", "{'results':[{'status':200}]}")) {
            answer = said;
            finds("1", "'new'", "'a'");
            isWritten(update(PARCEL, title("new"), "1").get(0), "new");
        }
        answer = "";
        finds("1", "'old'", "'a'");
        isWithoutEffect(update(PARCEL, title("new"), "1").get(0));
    }

    @Test
    void somebodysValue_isALaterEdit_whereAnswersNeverShowTheRecord() {
        finds("1", "'theirs'", "'a'");
        isWritten(update(LETTER, title("new"), "1").get(0), "theirs");
    }

    /** Seed 910006: nothing was done, and the record was deleted; the history said that it was written. */
    @ParameterizedTest
    @ValueSource(strings = {"'old'", "'theirs'"})
    void aRecordThatWasDeletedAndDoesNotShowOurValue_isNoSignOfAWrite(String title) {
        findsDeleted(title);
        assertThat(update(LETTER, title("new"), "1").get(0)).isInstanceOfSatisfying(WriteResult.Stale.class, stale -> {
            assertThat(stale.inDoubt()).isTrue();
            assertThat(stale.fresh().presence()).isEqualTo(Presence.DELETED);
        });
    }

    /** One call writes both: the other one shows that it was done. */
    @Test
    void anOldValueBesideOneOfOurs_isWhatTheSystemMadeOfOurs() {
        finds("1", "'old'", "'b'");
        WriteResult result = update(LETTER, both("new", "b"), "1").get(0);
        isWritten(result, "old");
        assertThat(((WriteResult.Written) result).refused()).isEmpty();
    }

    @Test
    void anOldValueInTheSameVersion_wasNotWrittenForSure() {
        finds("1", "'old'", "'a'");
        found.set(0, found.get(0).replace("09:00", "08:00"));
        assertThat(update(LETTER, title("new"), "1").get(0))
                .isInstanceOfSatisfying(WriteResult.Refused.class, refused -> assertThat(refused.isInDoubt())
                        .isFalse());
    }

    /** Nobody knows what it held. */
    @Test
    void aRecordThatIsGone_isNoSignOfAWrite() {
        assertThat(update(LETTER, title("new"), "1").get(0)).isInstanceOfSatisfying(WriteResult.Stale.class, stale -> {
            assertThat(stale.inDoubt()).isTrue();
            assertThat(stale.fresh().presence()).isEqualTo(Presence.DELETED);
            assertThat(stale.fresh().values()).isEqualTo(both("old", "a"));
        });
    }

    /** What is scrubbed shows nothing, whatever was written. */
    @Test
    void anEmptyValueOfADeletedRecord_isNoSignThatItWasCleared() {
        findsDeleted("null");
        assertThat(update(LETTER, title(""), "1").get(0)).isInstanceOf(WriteResult.Stale.class);
    }

    @Test
    void aDeletedRecordThatShowsOurValue_wasWrittenBefore() {
        findsDeleted("'new'");
        isWritten(update(LETTER, title("new"), "1").get(0), "new");
    }

    private List<WriteResult> updateAgain(boolean readFirst) {
        SyncRecord seen = new SyncRecord(LETTER.record("1"), both("old", "a"), BEFORE, null, Presence.LIVE);
        desk.asked().clear();
        return desk.entity(LETTER)
                .write(List.of(new Write.Update(seen, title("new"), readFirst)), Set.of("title", "note"));
    }

    private static void isUnseen(WriteResult result, boolean unsent) {
        assertThat(result).isInstanceOfSatisfying(WriteResult.Refused.class, refused -> {
            assertThat(refused.refusal().kind()).isEqualTo(Refusal.Kind.TEMPORARY);
            assertThat(refused.refusal().message()).startsWith(Refusal.UNSEEN);
            assertThat(refused.unsent()).isEqualTo(unsent);
        });
    }

    /** Seed 920254: what the system made of our value was written over for ever, as nobody could see it. */
    @Test
    void aWriteThatCouldNotBeSeen_isMadeAgainOnlyOnceItsRecordCanBeRead() {
        readStatus = 400;
        isUnseen(updateAgain(false).get(0), false);
        assertThat(desk.asked()).contains("PUT /letters/1");
        isUnseen(updateAgain(true).get(0), true);
        assertThat(desk.asked()).doesNotContain("PUT /letters/1");
        readStatus = 200;
        finds("1", "'theirs'", "'a'");
        assertThat(updateAgain(true).get(0)).isInstanceOf(WriteResult.Stale.class);
        assertThat(desk.asked()).doesNotContain("PUT /letters/1");
        found.clear();
        assertThat(updateAgain(true).get(0)).isInstanceOfSatisfying(WriteResult.Refused.class, refused -> assertThat(
                        refused.refusal().kind())
                .isEqualTo(Refusal.Kind.GONE));
        finds("1", "'old'", "'a'");
        isWithoutEffect(updateAgain(true).get(0));
        assertThat(desk.asked()).contains("PUT /letters/1");
    }
}
