package io.tandem.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tandem.chunk.Effect;
import io.tandem.chunk.Item;
import io.tandem.chunk.Link;
import io.tandem.chunk.LinkState;
import io.tandem.chunk.RowOutcome;
import io.tandem.chunk.Snapshot;
import io.tandem.flow.Flow;
import io.tandem.flow.Row;
import io.tandem.flow.Side;
import io.tandem.kit.Flows;
import io.tandem.kit.ItemBuilder;
import io.tandem.record.EntityKey;
import io.tandem.record.Presence;
import io.tandem.record.RecordKey;
import io.tandem.record.SyncRecord;
import io.tandem.record.Values;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a plan says of one record (rule 17). */
class ItemNotesTest {

    private static final RecordKey CASE = EntityKey.parse("desk/cases").record("1");
    private static final RecordKey JOB = EntityKey.parse("pms/job").record("11");
    private static final Row NAME = Flows.row("title", "name");
    private static final Flow FLOW = Flows.every(CASE.entity(), JOB.entity(), NAME);
    private static final Link LINKED = Link.matched(FLOW.id(), "1", "11", Instant.EPOCH);

    @TempDir
    private Path folder;

    private Findings findings;

    @BeforeEach
    void open() {
        findings = Findings.in(folder);
    }

    @AfterEach
    void close() {
        findings.close();
    }

    private static Snapshot seen(RecordKey key, String property, String value) {
        Values values = Values.of(Map.of(property, TextNode.valueOf(value)));
        return new Snapshot(new SyncRecord(key, values, Instant.EPOCH, null, Presence.LIVE), Map.of(), 1, 1);
    }

    private static ItemBuilder pair() {
        return ItemBuilder.of(seen(CASE, "title", "new")).partner(seen(JOB, "name", "old"));
    }

    private List<String> noted(Item item) {
        new ItemNotes(FLOW, findings).take(item);
        List<String> noted = new ArrayList<>();
        for (Finding.Kind kind : Finding.Kind.values()) {
            findings.each(FLOW.id(), kind, found -> noted.add(kind + " " + text(found)));
        }
        return noted;
    }

    private static String text(ObjectNode found) {
        return String.join(
                " ", found.properties().stream().map(e -> e.getValue().asText()).toList());
    }

    @Test
    void namesTheTwoThatMatch() {
        assertThat(noted(pair().link(LINKED).build())).containsExactly("LINKS desk/cases/1 pms/job/11");
    }

    @Test
    void saysNothing_ofAPairThatIsAsItWas() {
        assertThat(noted(pair().stored(LINKED.stored(7, 0)).build())).isEmpty();
    }

    /** A plan was silent about it. */
    @Test
    void saysWhatALinkBecomes_whoseRecordIsGone() {
        Link stored = LINKED.stored(7, 0);
        Item gone = pair().stored(stored)
                .link(stored.withState(LinkState.SOURCE_DELETED))
                .build();
        assertThat(noted(gone)).containsExactly("SKIPS desk/cases/1 its link becomes source-deleted");
    }

    @Test
    void showsAChange_withOldAndNewValue() {
        TextNode value = TextNode.valueOf("new");
        RowOutcome.WriteTo row =
                new RowOutcome.WriteTo(NAME, Side.TARGET, value, value, Instant.EPOCH, "only the source changed", null);
        Item written = pair().stored(LINKED.stored(7, 0))
                .effect(Side.TARGET, new Effect.Written(seen(JOB, "name", "new").record(), List.of(row), Map.of()))
                .build();
        assertThat(noted(written)).containsExactly("CHANGES pms/job/11 name old new only the source changed");
    }
}
