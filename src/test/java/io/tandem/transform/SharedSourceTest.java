package io.tandem.transform;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.chunk.RowOutcome;
import io.tandem.flow.ConflictPolicy;
import io.tandem.flow.FirstMergePolicy;
import io.tandem.flow.Row;
import io.tandem.flow.Side;
import io.tandem.flow.ValueType;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One source for several targets: forward to all; when they disagree backward, a conflict. */
class SharedSourceTest {

    private static final Row TITLE = Rows.text();
    private static final Row LABEL = Rows.row("name", "label", ValueType.STRING);

    @Test
    void goesForwardToAll() {
        assertThat(told(pair(TITLE, LABEL).source("'a'"))).containsExactly("TARGET := a", "TARGET := a");
    }

    @Test
    void carriesOneTargetsEditToTheSource_andFromThereToTheOther() {
        Pair pair = pair(TITLE, LABEL).holds(Side.TARGET, "label", "'b'");
        assertThat(told(pair)).containsExactly("Unchanged", "SOURCE := b");
        pair.carriedOut();
        assertThat(told(pair)).containsExactly("TARGET := b", "Unchanged");
    }

    @Test
    void theLaterEditWins_andIsRecordedAsAConflict() {
        Pair pair = disagreeing(TITLE, LABEL);
        assertThat(told(pair)).containsExactly("Unchanged", "SOURCE := late");
        assertThat(((RowOutcome.WriteTo) pair.outcomes().get(1)).conflict().winner())
                .isEqualTo(Side.TARGET);
        assertThat(((RowOutcome.WriteTo) pair.outcomes().get(1)).because()).endsWith("the later change wins");
    }

    @Test
    void allAreEqualInTheEnd_withTheLaterEdit() {
        Pair pair = disagreeing(TITLE, LABEL).carriedOut().carriedOut();
        assertThat(pair.record(Side.TARGET).values().get("title")).isEqualTo(Pair.json("'late'"));
        assertThat(told(pair)).containsExactly("Unchanged", "Unchanged");
    }

    @Test
    void waitsForTheOperator_whenThePolicyIsManual() {
        assertThat(told(disagreeing(manual(TITLE), manual(LABEL)))).containsExactly("Open", "Open");
    }

    @Test
    void obeysTheOperator_andLeavesTheOtherOpen() {
        Pair pair = disagreeing(manual(TITLE), manual(LABEL)).decided(Side.TARGET);
        assertThat(told(pair)).containsExactly("SOURCE := early", "Open");
        assertThat(((RowOutcome.WriteTo) pair.outcomes().get(0)).because()).endsWith("an operator decided");
    }

    private static Row manual(Row row) {
        return Rows.with(row, ConflictPolicy.MANUAL, FirstMergePolicy.LATEST);
    }

    private static Pair disagreeing(Row title, Row label) {
        return pair(title, label)
                .holds(Side.TARGET, "title", "'early'")
                .holds(Side.TARGET, "label", "'late'")
                .changedAt(Side.TARGET, "title", Pair.NOON.plusSeconds(1))
                .changedAt(Side.TARGET, "label", Pair.NOON.plusSeconds(2));
    }

    private static Pair pair(Row title, Row label) {
        return new Pair(title, label)
                .agreed(title, "'o'", "'o'")
                .agreed(label, "'o'", "'o'")
                .source("'o'")
                .holds(Side.TARGET, "title", "'o'")
                .holds(Side.TARGET, "label", "'o'");
    }

    private static List<String> told(Pair pair) {
        return pair.outcomes().stream().map(Told::of).toList();
    }
}
