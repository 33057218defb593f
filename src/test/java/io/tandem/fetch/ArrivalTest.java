package io.tandem.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import io.tandem.chunk.Snapshot;
import io.tandem.record.EntityKey;
import io.tandem.record.Presence;
import io.tandem.record.SyncRecord;
import io.tandem.record.Values;
import io.tandem.store.Snapshots;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Rule 1: what an answered record means against its snapshot. */
class ArrivalTest {

    private static final EntityKey USERS = EntityKey.parse("desk/users");
    private static final Instant T = Instant.parse("2026-03-01T10:00:00Z");
    private static final Instant LATER = T.plusSeconds(60);
    private static final Duration OFFSET = Duration.ofSeconds(7);
    private static final Instant THEN = T.plusSeconds(30);
    private static final Duration READ_LAG = Duration.ofSeconds(3);

    private static Arrival at(Instant now) {
        return steadySince(Instant.EPOCH, now);
    }

    private static Arrival steadySince(Instant set, Instant now) {
        return new Arrival(Set.of("name", "phone"), READ_LAG, OFFSET, now, set);
    }

    private static SyncRecord record(Instant modified, String name, String phone) {
        return new SyncRecord(USERS.record("1"), values(name, phone), modified, null, Presence.LIVE);
    }

    private static Values values(String name, String phone) {
        return Values.of(Map.of("name", TextNode.valueOf(name), "phone", TextNode.valueOf(phone)));
    }

    private static SyncRecord with(SyncRecord record, Presence presence) {
        return new SyncRecord(record.key(), record.values(), record.modified(), record.token(), presence);
    }

    private static SyncRecord with(SyncRecord record, String token) {
        return new SyncRecord(record.key(), record.values(), record.modified(), token, record.presence());
    }

    /** What a fetch of this record leaves, long after any lag. */
    private static Arrival.Taken fetched(SyncRecord record, Snapshots.Row known) {
        return at(LATER).ofFetched(record, known).orElseThrow();
    }

    private static Arrival.Taken written(SyncRecord record, Map<String, Instant> since, Snapshots.Row known) {
        return at(LATER).ofWritten(record, since, known).orElseThrow();
    }

    /** The snapshot that a first sight at T leaves, in its place in the order of changes. */
    private static Snapshots.Row known() {
        Snapshots.Row row = fetched(record(T, "a", "1"), null).row();
        Snapshot seen = new Snapshot(row.seen().record(), row.seen().changedAt(), 41, 41);
        return new Snapshots.Row(seen, row.written(), row.superseded());
    }

    /** We wrote name a -> ours at LATER; the server's stamp has not moved within its second. */
    private static Snapshots.Row ours() {
        return written(record(T, "ours", "1"), Map.of("name", LATER), known()).row();
    }

    @Test
    void takesARecordThatWasNeverSeen_stampedByOurClock() {
        Arrival.Taken taken = fetched(record(T, "a", "1"), null);
        assertThat(taken.changed()).isTrue();
        assertThat(taken.row().seen().changedAt())
                .containsOnly(Map.entry("name", T.plus(OFFSET)), Map.entry("phone", T.plus(OFFSET)));
        assertThat(taken.ours()).isFalse();
        assertThat(taken.row().written()).isEqualTo(Instant.EPOCH);
        assertThat(taken.row().superseded()).isEmpty();
    }

    @Test
    void takesNoEditForLaterThanItsReading_becauseStampsAndOffsetsHaveASecondsResolution() {
        Instant now = T.plus(OFFSET).minusMillis(1_500);
        SyncRecord record = record(T, "a", "1");
        assertThat(at(now).ofFetched(record, null).orElseThrow().row().seen().changedAt())
                .containsOnly(Map.entry("name", now), Map.entry("phone", now));
        SyncRecord edited = record(T.plusSeconds(1), "b", "1");
        assertThat(at(now).ofFetched(edited, known()).orElseThrow().row().seen().changedAt())
                .containsEntry("name", now);
    }

    @Test
    void keepsOnlyThePropertiesThatSomeFlowUses() {
        SyncRecord arrived = record(T, "a", "1").withValues(values("a", "1").with("notes", TextNode.valueOf("x")));
        assertThat(fetched(arrived, null).row().seen().record().values()).isEqualTo(values("a", "1"));
        assertThat(written(arrived, Map.of(), null).row().seen().record().values())
                .isEqualTo(values("a", "1"));
    }

    @Test
    void passesOverARecordThatLeftBeforeItWasSeen_butTakesADeletedOne() {
        SyncRecord record = record(T, "a", "1");
        assertThat(at(T).ofFetched(with(record, Presence.LEFT), null)).isEmpty();
        assertThat(at(T).ofFetched(with(record, Presence.DELETED), null)).isPresent();
    }

    @Test
    void neverTakesAnOlderRecord() {
        SyncRecord older = record(T.minusMillis(1), "older", "1");
        assertThat(at(LATER).ofFetched(older, known())).isEmpty();
        assertThat(at(LATER).ofWritten(older, Map.of("name", LATER), known())).isEmpty();
    }

    /** The system's clock was an hour ahead when the record was edited, and was set right after LATER, when it was read. */
    private static Snapshots.Row ahead() {
        return fetched(record(T.plusSeconds(3_600), "ahead", "1"), known()).row();
    }

    @Test
    void takesAnOlderRecord_whileTheStampThatIsKnownLiesInTheFuture() {
        SyncRecord edited = record(LATER.plusSeconds(30), "edited", "1");
        Arrival.Taken taken =
                at(LATER.plusSeconds(60)).ofFetched(edited, ahead()).orElseThrow();
        assertThat(taken.changed()).isTrue();
        assertThat(taken.row().seen().record().modified()).isEqualTo(edited.modified());
        assertThat(taken.row().seen().changedAt())
                .containsEntry("name", LATER.plusSeconds(30).plus(OFFSET));
    }

    @Test
    void takesTheAnswerToOurWrite_whileTheStampThatIsKnownLiesInTheFuture() {
        SyncRecord answer = record(LATER.plusSeconds(30), "ours", "1");
        assertThat(at(LATER.plusSeconds(60))
                        .ofWritten(answer, Map.of("name", T), ahead())
                        .orElseThrow()
                        .ours())
                .isTrue();
    }

    /** What was edited before the one with the wrong stamp was read is a replica that lags, or a late page. */
    @Test
    void takesNoRecordThatIsOlderThanTheLastReading_norOneWithAnotherStampInTheFuture() {
        assertThat(at(LATER.plusSeconds(60)).ofFetched(record(THEN, "older", "1"), ahead()))
                .isEmpty();
        assertThat(at(LATER.plusSeconds(60)).ofFetched(record(T.plusSeconds(3_000), "older", "1"), ahead()))
                .isEmpty();
    }

    @Test
    void takesNoOlderRecord_whenTheOneWithTheWrongStampIsOurOwnWrite() {
        Snapshots.Row ours = at(LATER.plusSeconds(60))
                .ofWritten(record(T.plusSeconds(3_660), "ours", "1"), Map.of("name", T), ahead())
                .orElseThrow()
                .row();
        assertThat(at(LATER.plusSeconds(90)).ofFetched(record(LATER.plusSeconds(20), "older", "1"), ours))
                .isEmpty();
        assertThat(at(LATER.plusSeconds(90)).ofFetched(record(LATER.plusSeconds(75), "edited", "1"), ours))
                .isPresent();
    }

    @Test
    void takesOtherContentWithTheSameStamp() {
        Arrival.Taken taken = fetched(record(T, "b", "1"), known());
        assertThat(taken.changed()).isTrue();
        assertThat(taken.row().seen().changedAt()).containsEntry("name", T.plus(OFFSET));
    }

    @Test
    void storesNothing_whenNothingIsNew() {
        assertThat(at(LATER).ofFetched(record(T, "a", "1"), known())).isEmpty();
    }

    @Test
    void storesANewStampOrToken_withoutCallingItAChange() {
        assertThat(fetched(record(LATER, "a", "1"), known()).changed()).isFalse();
        assertThat(fetched(with(record(T, "a", "1"), "v2"), known()).changed()).isFalse();
    }

    @Test
    void stampsOnlyTheChangedProperty_andKeepsItsPlaceInTheOrder() {
        Arrival.Taken taken = fetched(record(THEN, "b", "1"), known());
        assertThat(taken.changed()).isTrue();
        assertThat(taken.row().seen().changedAt())
                .containsOnly(Map.entry("name", THEN.plus(OFFSET)), Map.entry("phone", T.plus(OFFSET)));
        assertThat(taken.row().seen().sequence()).isEqualTo(41);
    }

    @Test
    void aDeletionIsAChange() {
        assertThat(fetched(with(record(LATER, "a", "1"), Presence.DELETED), known())
                        .changed())
                .isTrue();
    }

    @Test
    void forgetsStampsOfPropertiesThatNoFlowUsesAnyMore_andStampsNewOnes() {
        Arrival other = new Arrival(Set.of("name", "email"), READ_LAG, OFFSET, LATER, Instant.EPOCH);
        SyncRecord now =
                record(THEN, "a", "1").withValues(values("a", "1").with("email", TextNode.valueOf("a@example.com")));
        assertThat(other.ofFetched(now, known()).orElseThrow().row().seen().changedAt())
                .containsOnly(Map.entry("name", T.plus(OFFSET)), Map.entry("email", THEN.plus(OFFSET)));
    }

    @Test
    void ourOwnWriteIsAnEcho_stampedWhenTheEditWas() {
        Instant edited = T.plusSeconds(10);
        Arrival.Taken taken = written(record(LATER, "ours", "1"), Map.of("name", edited), known());
        assertThat(taken.changed()).isTrue();
        assertThat(taken.ours()).isTrue();
        assertThat(taken.row().seen().changedAt())
                .containsOnly(Map.entry("name", edited), Map.entry("phone", T.plus(OFFSET)));
        assertThat(taken.row().written()).isEqualTo(LATER);
        assertThat(taken.row().superseded()).containsExactly(values("a", "1"));
    }

    /** Without it the old value stayed beside the new baseline, and travelled back as an edit. */
    @Test
    void ourOwnWriteIsTaken_alsoIfTheRecordHasLostItsStamp() {
        Arrival.Taken taken = written(record(Instant.EPOCH, "ours", "1"), Map.of("name", LATER), known());
        assertThat(taken.row().seen().record()).isEqualTo(record(T, "ours", "1"));
        assertThat(taken.ours()).isTrue();
        assertThat(at(LATER).hasLostItsStamp(record(Instant.EPOCH, "ours", "1"), taken.row()))
                .isFalse();
    }

    @Test
    void aReadBesideAWriteIsNotTaken_ifTheRecordHasLostItsStamp() {
        assertThat(at(LATER).ofWritten(record(Instant.EPOCH, "b", "1"), Map.of(), known()))
                .isEmpty();
    }

    @Test
    void somebodysEditInTheAnswerToOurWriteHasTheServersStamp() {
        Arrival.Taken taken = written(record(THEN, "ours", "theirs"), Map.of("name", T.plusSeconds(10)), known());
        assertThat(taken.row().seen().changedAt()).containsEntry("phone", THEN.plus(OFFSET));
    }

    @Test
    void aCreatedRecordIsAnEchoFromTheStart() {
        Arrival.Taken taken = written(record(T, "a", "1"), Map.of("name", T), null);
        assertThat(taken.changed()).isTrue();
        assertThat(taken.ours()).isTrue();
        assertThat(taken.row().written()).isEqualTo(LATER);
        assertThat(taken.row().seen().changedAt()).containsEntry("name", T).containsEntry("phone", T.plus(OFFSET));
    }

    @Test
    void aReadBesideAWriteIsNoWrite() {
        Arrival.Taken taken = written(record(LATER, "theirs", "1"), Map.of(), known());
        assertThat(taken.ours()).isFalse();
        assertThat(taken.row().written()).isEqualTo(Instant.EPOCH);
        assertThat(written(record(T, "a", "1"), Map.of(), null).row().written()).isEqualTo(Instant.EPOCH);
        assertThat(written(record(LATER, "ours", "2"), Map.of(), ours()).row().written())
                .isEqualTo(LATER);
    }

    @Test
    void anEchoThatComesAgainStaysAnEcho_untilSomebodyEdits() {
        Snapshots.Row again = fetched(record(LATER, "ours", "1"), ours()).row();
        assertThat(again.seen().met()).isEqualTo(41);
        assertThat(fetched(record(LATER, "theirs", "1"), again).ours()).isFalse();
    }

    @Test
    void whatStoodBeforeOurWriteIsALaggingReplica_asLongAsReadsMayLag() {
        SyncRecord before = record(T, "a", "1");
        assertThat(at(LATER.plus(READ_LAG).minusMillis(1)).ofFetched(before, ours()))
                .isEmpty();
        assertThat(at(LATER.plus(READ_LAG))
                        .ofFetched(before, ours())
                        .orElseThrow()
                        .changed())
                .isTrue();
    }

    /** The clock was set since: nobody knows how long ago our write was. */
    @Test
    void whatStoodBeforeOurWriteIsALaggingReplica_rightAfterTheClockWasSet() {
        Instant set = LATER.plusSeconds(3_600);
        SyncRecord before = record(T, "a", "1");
        assertThat(steadySince(set, set.plus(READ_LAG).minusMillis(1)).ofFetched(before, ours()))
                .isEmpty();
        assertThat(steadySince(set, set.plus(READ_LAG)).ofFetched(before, ours()))
                .isPresent();
    }

    /** Found by the simulation: an edit elsewhere, between our read and our write, made the replica's state a new one. */
    @Test
    void aReplicaThatLagsIsKnown_alsoIfSomebodyEditedAnotherPropertyBeforeOurWrite() {
        Snapshots.Row answered = written(record(T, "ours", "theirs"), Map.of("name", LATER), known())
                .row();
        assertThat(at(LATER).ofFetched(record(T, "a", "theirs"), answered)).isEmpty();
    }

    /** Nothing but the content says that what was read beside a write is later than what lists still show. */
    @Test
    void aListThatLagsBehindAReadBesideAWrite_isKnown() {
        Snapshots.Row read =
                written(record(T, "theirs", "1"), Map.of(), known()).row();
        SyncRecord before = record(T, "a", "1");
        assertThat(at(LATER.plus(READ_LAG).minusMillis(1)).ofFetched(before, read))
                .isEmpty();
        assertThat(at(LATER.plus(READ_LAG)).ofFetched(before, read)).isPresent();
    }

    @Test
    void aListMayShowAllThatStoodThere_whileItLags() {
        Snapshots.Row read =
                written(record(T, "theirs", "1"), Map.of(), known()).row();
        Snapshots.Row ours =
                written(record(T, "ours", "1"), Map.of("name", LATER), read).row();
        assertThat(at(LATER).ofFetched(record(T, "a", "1"), ours)).isEmpty();
        assertThat(at(LATER).ofFetched(record(T, "theirs", "1"), ours)).isEmpty();
        Instant over = LATER.plus(READ_LAG);
        Arrival.Taken next = at(over).ofWritten(record(T, "last", "1"), Map.of("name", over), ours)
                .orElseThrow();
        assertThat(next.row().superseded()).containsExactly(values("ours", "1"));
    }

    @Test
    void aListThatLagsBehindADeletion_isKnown() {
        SyncRecord gone = with(record(T, "a", "1"), Presence.DELETED);
        Snapshots.Row deleted = written(gone, Map.of(), known()).row();
        assertThat(at(LATER).ofFetched(record(T, "a", "1"), deleted)).isEmpty();
        assertThat(at(LATER.plus(READ_LAG)).ofFetched(record(T, "a", "1"), deleted))
                .isPresent();
    }

    @Test
    void anythingElseWithTheSameStampIsSomebodysEdit_evenThen() {
        assertThat(fetched(record(T, "theirs", "1"), ours()).changed()).isTrue();
        assertThat(fetched(record(T.plusSeconds(1), "a", "1"), ours()).changed())
                .isTrue();
    }

    @Test
    void whatOurWriteSupersededIsRemembered_throughLaterReads() {
        Snapshots.Row read = fetched(record(LATER, "ours", "2"), ours()).row();
        assertThat(read.superseded()).containsExactly(values("a", "1"));
        assertThat(read.written()).isEqualTo(LATER);
    }
}
