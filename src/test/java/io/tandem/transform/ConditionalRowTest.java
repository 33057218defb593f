package io.tandem.transform;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.chunk.RowOutcome;
import io.tandem.flow.Condition;
import io.tandem.flow.Row;
import io.tandem.flow.Side;
import io.tandem.flow.SideCondition;
import io.tandem.flow.ValueType;
import io.tandem.kit.RowBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rows that apply only while a condition holds: "name (Dependant on having company in type)". */
class ConditionalRowTest {

    private static final Row COMPANY = when(Side.SOURCE, "type", "company", "name", "title");
    private static final Row PERSON = when(Side.SOURCE, "type", "person", "name", "fullName");
    private static final Row EITHER_COMPANY = when(Side.SOURCE, "type", "company", "name", "label");
    private static final Row EITHER_PERSON = when(Side.SOURCE, "type", "person", "nick", "label");
    private static final Row OF_TARGET = when(Side.TARGET, "kind", "k", "name", "title");
    private static final Row KIND = Rows.row("type", "kind", ValueType.STRING);

    private static Row when(Side side, String property, String value, String source, String target) {
        return RowBuilder.of(source, target)
                .when(new SideCondition(side, new Condition(property, false, List.of(Pair.json("'" + value + "'")))))
                .build();
    }

    private static Pair ofType(String type, Row... rows) {
        return new Pair(rows).holds(Side.SOURCE, "type", "'" + type + "'").holds(Side.SOURCE, "name", "'n'");
    }

    private static List<String> told(Pair pair) {
        return pair.outcomes().stream().map(Told::of).toList();
    }

    @Test
    void carriesOnlyInTheRowWhoseConditionHolds() {
        assertThat(told(ofType("company", COMPANY, PERSON))).containsExactly("TARGET := n", "Unchanged");
        assertThat(told(ofType("person", COMPANY, PERSON))).containsExactly("Unchanged", "TARGET := n");
        assertThat(told(ofType("other", COMPANY, PERSON))).containsExactly("Unchanged", "Unchanged");
    }

    @Test
    void anEditOfTheTargetStaysThere_whileTheConditionDoesNotHold() {
        Pair pair = ofType("company", COMPANY, PERSON).carriedOut().holds(Side.TARGET, "fullName", "'edited'");
        assertThat(told(pair)).containsExactly("Unchanged", "Unchanged");
    }

    @Test
    void whatWasEditedInBetweenIsMerged_onceTheConditionHoldsAgain() {
        Pair pair = ofType("company", COMPANY).carriedOut().holds(Side.SOURCE, "type", "'person'");
        assertThat(told(pair.holds(Side.TARGET, "title", "'edited'"))).containsExactly("Unchanged");
        assertThat(told(pair.holds(Side.SOURCE, "type", "'company'"))).containsExactly("SOURCE := edited");
    }

    @Test
    void bothEditedInBetween_isAConflict() {
        Pair pair = ofType("company", COMPANY)
                .carriedOut()
                .holds(Side.SOURCE, "type", "'person'")
                .holds(Side.TARGET, "title", "'early'")
                .holds(Side.SOURCE, "name", "'late'")
                .changedAt(Side.TARGET, "title", Pair.NOON.plusSeconds(1))
                .changedAt(Side.SOURCE, "name", Pair.NOON.plusSeconds(2));
        assertThat(told(pair)).containsExactly("Unchanged");
        pair.holds(Side.SOURCE, "type", "'company'");
        assertThat(told(pair)).containsExactly("TARGET := late");
        assertThat(((RowOutcome.WriteTo) pair.outcome()).conflict()).isNotNull();
    }

    @Test
    void theRowThatAppliesSuppliesTheTarget() {
        Pair pair = ofType("company", EITHER_COMPANY, EITHER_PERSON)
                .holds(Side.SOURCE, "nick", "'nick'")
                .carriedOut();
        assertThat(pair.record(Side.TARGET).values().get("label")).isEqualTo(Pair.json("'n'"));
        pair.holds(Side.SOURCE, "type", "'person'");
        assertThat(told(pair)).containsExactly("TARGET := nick");
        pair.carriedOut().holds(Side.TARGET, "label", "'edited'").carriedOut();
        assertThat(pair.record(Side.SOURCE).values().get("nick")).isEqualTo(Pair.json("'edited'"));
        assertThat(pair.record(Side.SOURCE).values().get("name")).isEqualTo(Pair.json("'n'"));
        assertThat(told(pair)).containsExactly("Unchanged");
    }

    @Test
    void oneSourceUnderTwoConditions_isNoChangeWhenTheConditionChanges() {
        Row again = when(Side.SOURCE, "type", "person", "name", "title");
        Pair pair = ofType("company", COMPANY, again)
                .carriedOut()
                .holds(Side.SOURCE, "type", "'person'")
                .holds(Side.TARGET, "title", "'edited'");
        assertThat(told(pair)).containsExactly("SOURCE := edited");
    }

    @Test
    void aNumberCountsAsTheTextThatADocumentHas() {
        Row numbered = when(Side.SOURCE, "type", "7", "name", "title");
        Pair pair = new Pair(numbered).holds(Side.SOURCE, "type", "7").holds(Side.SOURCE, "name", "'n'");
        assertThat(told(pair)).containsExactly("TARGET := n");
    }

    @Test
    void aNewTargetHoldsWhatApplies_alsoByItsOwnNewValues() {
        assertThat(ofType("company", COMPANY, PERSON).create().values().properties())
                .containsExactly("title");
        assertThat(ofType("k", OF_TARGET, KIND).create().values().properties()).containsExactly("kind", "title");
        assertThat(ofType("other", OF_TARGET, KIND).create().values().properties())
                .containsExactly("kind");
    }
}
