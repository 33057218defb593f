package io.tandem.link;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tandem.chunk.EarlierWrites;
import io.tandem.chunk.Effect;
import io.tandem.chunk.Intent;
import io.tandem.chunk.Link;
import io.tandem.chunk.LinkState;
import io.tandem.chunk.RowOutcome;
import io.tandem.chunk.Snapshot;
import io.tandem.chunk.Trouble;
import io.tandem.flow.Flow;
import io.tandem.flow.Row;
import io.tandem.flow.Side;
import io.tandem.kit.Flows;
import io.tandem.kit.ItemBuilder;
import io.tandem.kit.RowBuilder;
import io.tandem.record.EntityKey;
import io.tandem.record.Presence;
import io.tandem.record.RecordKey;
import io.tandem.record.SyncRecord;
import io.tandem.record.Values;
import io.tandem.store.Change;
import io.tandem.store.Conflicts;
import io.tandem.store.Entry;
import io.tandem.store.Event;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a chunk tells of each of its items (rule 18). */
class ChunkHistoryTest {

    private static final RecordKey CASE = EntityKey.parse("desk/cases").record("1");
    private static final RecordKey JOB = EntityKey.parse("pms/job").record("11");
    private static final Row NAME = Flows.row("title", "name");
    private static final Row NOTES = Flows.row("notes", "description");
    private static final Flow FLOW = Flows.every(CASE.entity(), JOB.entity(), NAME, NOTES);
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final Instant EARLIER = NOW.minusSeconds(60);
    private static final Link LINKED =
            Link.matched(FLOW.id(), "1", "11", EARLIER).stored(7, 0);

    private static final SyncRecord PARTNER = record(JOB, Map.of("name", "old", "description", "m"), Presence.LIVE);

    private final ItemBuilder item = ItemBuilder.of(
                    seen(record(CASE, Map.of("title", "new", "notes", "n"), Presence.LIVE)))
            .stored(LINKED)
            .partner(seen(PARTNER));

    private static SyncRecord record(RecordKey key, Map<String, String> texts, Presence presence) {
        Values values = Values.none();
        for (Map.Entry<String, String> text : texts.entrySet()) {
            values = values.with(text.getKey(), text(text.getValue()));
        }
        return new SyncRecord(key, values, EARLIER, null, presence);
    }

    private static Snapshot seen(SyncRecord record) {
        return new Snapshot(record, Map.of(), 1, 1);
    }

    private static JsonNode text(String value) {
        return TextNode.valueOf(value);
    }

    private static RowOutcome.WriteTo write(Row row, Side to, String value, String because) {
        return new RowOutcome.WriteTo(row, to, text(value), text(value), EARLIER, because, null);
    }

    private void wrote(Side side, RowOutcome.WriteTo... rows) {
        Values values = PARTNER.values();
        for (RowOutcome.WriteTo row : rows) {
            values = values.with(row.row().property(side), row.value());
        }
        SyncRecord now = PARTNER.withValues(values).withModified(NOW);
        item.effect(side, new Effect.Written(now, List.of(rows), Map.of()));
    }

    private static Intent intent(Row row) {
        return new Intent(
                3,
                7,
                Side.TARGET,
                EARLIER,
                List.of(new Intent.Value(row.id(), text("new"), text("new"), text("old"), "only the source changed")));
    }

    private Entry only() {
        List<Entry> entries = told();
        assertThat(entries).hasSize(1);
        return entries.get(0);
    }

    private List<Entry> told() {
        return ChunkHistory.of(FLOW, List.of(item.build()), NOW);
    }

    @Test
    void saysNothingOfAPairThatIsAsItWas() {
        assertThat(told()).isEmpty();
    }

    @Test
    void tellsAWrite_withBeforeAndAfter_andTheOneReasonOfItsRows() {
        wrote(
                Side.TARGET,
                write(NAME, Side.TARGET, "new", "only the source changed"),
                write(NOTES, Side.TARGET, "n", "only the source changed"));
        Entry entry = only();
        assertThat(entry.event()).isEqualTo(Event.WRITTEN);
        assertThat(entry.at()).isEqualTo(NOW);
        assertThat(entry.record()).isEqualTo(JOB);
        assertThat(entry.origin()).isEqualTo(CASE);
        assertThat(entry.because()).isEqualTo("only the source changed");
        assertThat(entry.changes())
                .containsExactly(
                        new Change("name", text("old"), text("new")), new Change("description", text("m"), text("n")));
    }

    /**
     * Seed 922299: only blanks would have changed, and nothing was done. Seed 940421: nothing was done, and an edit of what no
     * flow maps had moved the version.
     */
    @ParameterizedTest
    @CsvSource({
        "false, ' old', IN_DOUBT",
        "true, ' OLD', WRITTEN",
        "true, new, IN_DOUBT",
        "true, old, WRITTEN",
        "false, old, WRITTEN"
    })
    void aValueThatStandsThereAsBefore_isInDoubt_unlessNoOtherCouldStandThere(boolean moved, String sent, Event event) {
        SyncRecord now = moved ? PARTNER.withModified(NOW) : PARTNER;
        RowOutcome.WriteTo row = write(NAME, Side.TARGET, sent, "only the source changed");
        item.effect(Side.TARGET, new Effect.Written(now, List.of(row), Map.of()));
        assertThat(only().event()).isEqualTo(event);
    }

    @Test
    void aCallThatChangedOneValue_wasDone() {
        SyncRecord now = PARTNER.withValues(PARTNER.values().with("description", text("n")));
        List<RowOutcome.WriteTo> rows = List.of(
                write(NAME, Side.TARGET, " old", "only the source changed"),
                write(NOTES, Side.TARGET, "n", "only the source changed"));
        item.effect(Side.TARGET, new Effect.Written(now, rows, Map.of()));
        assertThat(only().event()).isEqualTo(Event.WRITTEN);
    }

    @Test
    void namesTheReasonOfEachRow_whenTheyDiffer() {
        wrote(Side.SOURCE, write(NAME, Side.SOURCE, "old", "latest"), write(NOTES, Side.SOURCE, "m", "it was empty"));
        Entry entry = only();
        assertThat(entry.record()).isEqualTo(CASE);
        assertThat(entry.because()).isEqualTo("title: latest; notes: it was empty");
    }

    @Test
    void tellsAWriteWhoseAnswerWasLost_asOfItsOwnTime() {
        item.earlier(new EarlierWrites(List.of(intent(NAME)), List.of(), List.of()));
        Entry entry = only();
        assertThat(entry.event()).isEqualTo(Event.WRITTEN);
        assertThat(entry.at()).isEqualTo(EARLIER);
        assertThat(entry.because()).isEqualTo("only the source changed; the answer was lost");
        assertThat(entry.changes()).containsExactly(new Change("name", text("old"), text("new")));
    }

    @Test
    void tellsAWriteInDoubt_alsoOfARowThatTheFlowNoLongerHas() {
        item.earlier(EarlierWrites.inDoubt(List.of(intent(Flows.row("gone", "missing")))));
        Entry entry = only();
        assertThat(entry.event()).isEqualTo(Event.IN_DOUBT);
        assertThat(entry.because()).contains("can't be seen any more");
        assertThat(entry.changes()).extracting(Change::property).containsExactly("gone->missing");
    }

    private void started() {
        Link creating =
                Link.creating(FLOW.id(), Side.SOURCE, "1", "a key", EARLIER).stored(7, 0);
        item.stored(creating).link(creating.with(Side.TARGET, "11", LinkState.LINKED));
    }

    @Test
    void tellsACreate_withWhatItWasMadeOf() {
        started();
        item.effect(Side.TARGET, new Effect.Created(PARTNER, Values.of(Map.of("name", text("new"))), Map.of()));
        Entry entry = only();
        assertThat(entry.event()).isEqualTo(Event.CREATED);
        assertThat(entry.record()).isEqualTo(JOB);
        assertThat(entry.changes()).containsExactly(new Change("name", null, text("new")));
    }

    @Test
    void tellsThatARecordWasAdopted() {
        started();
        Entry entry = only();
        assertThat(entry.event()).isEqualTo(Event.ADOPTED);
        assertThat(entry.record()).isEqualTo(JOB);
        assertThat(entry.because()).contains("the pms named it");
    }

    @Test
    void tellsThatBothAreThereAgain() {
        item.stored(LINKED.withState(LinkState.TARGET_DELETED)).link(LINKED);
        assertThat(only().event()).isEqualTo(Event.LINKED);
    }

    @Test
    void tellsADeletion_alone_whenThePartnerStays() {
        item.link(LINKED.withState(LinkState.TARGET_DELETED));
        Entry entry = only();
        assertThat(entry.event()).isEqualTo(Event.TARGET_DELETED);
        assertThat(entry.record()).isEqualTo(JOB);
    }

    @Test
    void tellsADeletion_andThatItsPartnerWasDeletedToo() {
        item.link(LINKED.withState(LinkState.SOURCE_DELETED));
        wrote(Side.TARGET);
        assertThat(told())
                .extracting(Entry::event, Entry::record)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(Event.SOURCE_DELETED, CASE),
                        org.assertj.core.groups.Tuple.tuple(Event.DELETED, JOB));
    }

    @Test
    void tellsNoDelete_ofAPartnerThatWasGoneBefore() {
        item.link(LINKED.withState(LinkState.SOURCE_DELETED));
        item.effect(Side.TARGET, new Effect.Gone(PARTNER.deleted()));
        assertThat(only().event()).isEqualTo(Event.SOURCE_DELETED);
    }

    @Test
    void tellsWhichRecordLeft() {
        item.link(LINKED.withState(LinkState.LEFT));
        assertThat(only().record()).isEqualTo(CASE);
        item.partner(seen(record(JOB, Map.of(), Presence.LEFT)));
        assertThat(only().record()).isEqualTo(JOB);
        assertThat(only().event()).isEqualTo(Event.LEFT);
    }

    @Test
    void tellsConflictsWithBothValues_andDriftWithNone() {
        Row constant = RowBuilder.constant("kind", text("x"))
                .type(NAME.type())
                .direction(NAME.direction())
                .conflict(NAME.conflict())
                .firstMerge(NAME.firstMerge())
                .build();
        RowOutcome.Conflict conflict = new RowOutcome.Conflict(text("new"), text("old"), null, "both changed");
        List<Entry> entries = Conflicts.entries(
                FLOW,
                LINKED,
                List.of(
                        new RowOutcome.Open(NAME, conflict),
                        new RowOutcome.Drift(constant, Side.SOURCE, "it is closed")),
                NOW);
        assertThat(entries).extracting(Entry::event).containsExactly(Event.CONFLICT, Event.DRIFT);
        assertThat(entries.get(0).changes()).containsExactly(new Change("title", text("new"), text("old")));
        assertThat(entries.get(1).changes()).containsExactly(new Change("kind", null, null));
        assertThat(entries.get(1).record()).isEqualTo(CASE);
    }

    @Test
    void tellsWhatWasParked_withItsPropertyIfItIsAboutOne() {
        List<Entry> entries = ChunkHistory.parked(
                FLOW,
                List.of(
                        new Trouble(Side.TARGET, "11", "name", "too long", false),
                        new Trouble(Side.SOURCE, "1", "", "refused", true)),
                NOW);
        assertThat(entries).extracting(Entry::event).containsOnly(Event.PARKED);
        assertThat(entries).extracting(Entry::record).containsExactly(JOB, CASE);
        assertThat(entries.get(0).changes()).containsExactly(new Change("name", null, null));
        assertThat(entries.get(1).changes()).isEmpty();
    }
}
