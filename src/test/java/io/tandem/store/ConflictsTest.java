package io.tandem.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tandem.chunk.Link;
import io.tandem.chunk.LinkState;
import io.tandem.chunk.RowOutcome;
import io.tandem.flow.Flow;
import io.tandem.flow.Row;
import io.tandem.flow.Side;
import io.tandem.kit.Flows;
import io.tandem.kit.StoredConflicts;
import io.tandem.kit.TestDatabase;
import io.tandem.record.EntityKey;
import io.tandem.record.Json;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A conflict or drift is told once, when it is first stored, however often a merge finds it again. */
class ConflictsTest {

    private static final Row TITLE = Flows.row("title", "name");
    private static final Row PHONE = Flows.row("phone", "telephone");
    private static final Flow FLOW =
            Flows.every(EntityKey.parse("desk/cases"), EntityKey.parse("pms/job"), TITLE, PHONE);
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private final Database store = TestDatabase.H2.open();
    private Link link;
    private Predicate<RowOutcome> written = write -> true;

    @BeforeEach
    void linked() {
        link = store.jdbi().withHandle(h -> Links.insert(h, Link.matched(FLOW.id(), "1", "11", NOW)));
    }

    @AfterEach
    void shut() {
        store.close();
    }

    private static JsonNode text(String value) {
        return TextNode.valueOf(value);
    }

    private static RowOutcome open(Row row) {
        return new RowOutcome.Open(row, new RowOutcome.Conflict(text("a"), text("b"), null, "both changed"));
    }

    private static RowOutcome drift(Row row) {
        return new RowOutcome.Drift(row, Side.TARGET, "it is closed");
    }

    private static RowOutcome settled(Row row, String source) {
        return written(row, new RowOutcome.Conflict(text(source), text("b"), Side.SOURCE, "the later change wins"));
    }

    private static RowOutcome written(Row row, RowOutcome.Conflict conflict) {
        return new RowOutcome.WriteTo(row, Side.TARGET, text("a"), text("a"), NOW, "latest", conflict);
    }

    private List<RowOutcome> save(RowOutcome... outcomes) {
        return store.jdbi().inTransaction(h -> Conflicts.save(h, link, Arrays.asList(outcomes), written, NOW));
    }

    private void foresee(RowOutcome... outcomes) {
        store.jdbi().useTransaction(h -> Conflicts.foresee(h, FLOW, link, Arrays.asList(outcomes), NOW));
    }

    private List<String> stored() {
        return store.jdbi().withHandle(h -> StoredConflicts.of(h, FLOW.id())).stream()
                .map(conflict -> conflict.property() + " " + conflict.state())
                .toList();
    }

    private List<String> history() {
        return store.jdbi().withHandle(h -> History.of(h, FLOW.id(), 100)).stream()
                .map(e -> e.event().word() + " " + e.record() + ": " + e.because() + " " + Json.text(e.changes()))
                .toList();
    }

    @Test
    void whatIsOpen_isNewOnlyOnce() {
        assertThat(save(open(TITLE), new RowOutcome.Unchanged(PHONE))).containsExactly(open(TITLE));
        assertThat(save(open(TITLE), open(PHONE))).containsExactly(open(PHONE));
        assertThat(stored()).containsExactly("title open", "phone open");
    }

    @Test
    void whatDrifts_isNewOnlyOnce() {
        assertThat(save(drift(TITLE), new RowOutcome.Unchanged(PHONE))).containsExactly(drift(TITLE));
        assertThat(save(drift(TITLE), drift(PHONE))).containsExactly(drift(PHONE));
        assertThat(stored()).containsExactly("title drift", "phone drift");
    }

    @Test
    void whatAWriteSettles_isNewUntilItIsStored() {
        assertThat(save(settled(TITLE, "a"), written(PHONE, null))).containsExactly(settled(TITLE, "a"));
        assertThat(save(settled(TITLE, "a"))).isEmpty();
        assertThat(save(settled(TITLE, "other"))).containsExactly(settled(TITLE, "other"));
        assertThat(stored()).containsExactly("title resolved", "title resolved");
    }

    /** Nobody can decide it; if the record comes back, it waits again. */
    @Test
    void whatIsOpenBetweenAPairOfWhichARecordIsGone_waitsForNobody() {
        save(open(TITLE));
        assertThat(waiting()).isEqualTo(1);
        link = store.jdbi().withHandle(h -> Links.save(h, link.withState(LinkState.TARGET_DELETED)));
        assertThat(waiting()).isZero();
        assertThat(stored()).isEmpty();
        link = store.jdbi().withHandle(h -> Links.save(h, link.withState(LinkState.LINKED)));
        assertThat(waiting()).isEqualTo(1);
        assertThat(stored()).containsExactly("title open");
    }

    private long waiting() {
        return store.jdbi().withHandle(h -> Conflicts.count(h, FLOW.id(), "open"));
    }

    @Test
    void whatWasOpen_isNotNewAgain_whenAWriteSettlesIt() {
        save(open(TITLE));
        assertThat(save(settled(TITLE, "other"))).isEmpty();
        assertThat(stored()).containsExactly("title resolved");
    }

    @Test
    void whatIsOpen_staysSo_untilTheWriteThatSettlesItIsCarriedOut() {
        save(open(TITLE));
        foresee(settled(TITLE, "a"));
        assertThat(stored()).containsExactly("title open");
        written = write -> false;
        assertThat(save(settled(TITLE, "a"))).isEmpty();
        assertThat(stored()).containsExactly("title open");
        written = write -> true;
        assertThat(save(settled(TITLE, "a"))).isEmpty();
        assertThat(stored()).containsExactly("title resolved");
    }

    /** Seed 936264: the conflict was open with a value that a person had written over since, and that later value was lost. */
    @Test
    void aValueThatCameSinceAConflictWasOpen_isRecordedBeforeTheWriteThatSettlesIt() {
        save(open(TITLE));
        foresee(settled(TITLE, "later"));
        foresee(settled(TITLE, "later"));
        assertThat(stored()).containsExactlyInAnyOrder("title open", "title resolved");
        assertThat(history())
                .containsExactly("conflict desk/cases/1: the later change wins"
                        + " [{\"property\":\"title\",\"before\":\"later\",\"after\":\"b\"}]");
        assertThat(save(settled(TITLE, "later"))).isEmpty();
        assertThat(stored()).containsExactly("title resolved", "title resolved");
    }

    @Test
    void tellsWhatAWriteWillSettle_beforeIt_andNotAgainAfterIt() {
        RowOutcome[] outcomes = {
            settled(TITLE, "a"), written(PHONE, null), new RowOutcome.Unchanged(PHONE), open(PHONE),
        };
        foresee(outcomes);
        assertThat(stored()).containsExactly("title resolved");
        assertThat(history())
                .containsExactly("conflict desk/cases/1: the later change wins"
                        + " [{\"property\":\"title\",\"before\":\"a\",\"after\":\"b\"}]");
        foresee(outcomes);
        assertThat(history()).hasSize(1);
        assertThat(save(outcomes)).containsExactly(open(PHONE));
    }

    @Test
    void onlyConflictsAndDrift_leaveSomethingToStore() {
        assertThat(List.of(open(TITLE), drift(TITLE), settled(TITLE, "a"))).allMatch(Conflicts::matters);
        assertThat(List.of(
                        new RowOutcome.Unchanged(TITLE),
                        new RowOutcome.Agreed(TITLE, text("a"), text("a")),
                        new RowOutcome.Failed(TITLE, Side.SOURCE, "holds a list"),
                        written(TITLE, null)))
                .noneMatch(Conflicts::matters);
    }
}
