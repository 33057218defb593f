package io.tandem.transform;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.chunk.ReferenceTable;
import io.tandem.chunk.RowOutcome;
import io.tandem.chunk.WantedReference;
import io.tandem.flow.Side;
import io.tandem.flow.ValueType;
import io.tandem.record.EntityKey;
import io.tandem.record.RecordKey;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that hold ids of other records: company 7 is customer 12, company 8 is customer 13. */
class ReferenceRowTest {

    private static final EntityKey COMPANIES = Rows.COMPANIES.source();
    private static final EntityKey CUSTOMERS = Rows.COMPANIES.target();
    private static final Map<String, String> LINKS = Map.of(
            "crm/companies/7", "12",
            "crm/companies/8", "13",
            "shop/customers/12", "7",
            "shop/customers/13", "8");
    private static final ReferenceTable TABLE =
            wanted -> Optional.ofNullable(LINKS.get(wanted.from().toString()));

    @Test
    void translatesForward() {
        assertThat(Told.of(pair().agreed("7", "12").source("8").target("12").outcome()))
                .isEqualTo("TARGET := 13");
    }

    @Test
    void translatesBackward() {
        assertThat(Told.of(pair().agreed("7", "12").source("7").target("13").outcome()))
                .isEqualTo("SOURCE := 8");
    }

    @Test
    void clearsWithoutAnyLink() {
        assertThat(Told.of(pair().agreed("7", "12").source("null").target("12").outcome()))
                .isEqualTo("TARGET := nothing");
    }

    @Test
    void waits_whenNothingLinksTheNewId() {
        assertThat(pair().agreed("7", "12").source("9").target("12").outcome())
                .isEqualTo(new RowOutcome.Unresolved(
                        Rows.reference(), new WantedReference(RecordKey.parse("crm/companies/9"), CUSTOMERS)));
    }

    @Test
    void isUnchanged_evenIfTheLinkIsGoneNow() {
        Pair pair = pair().agreed("9", "99").source("9").target("99").references(Pair.NO_REFERENCES);
        assertThat(pair.outcome()).isInstanceOf(RowOutcome.Unchanged.class);
    }

    @Test
    void agrees_whenBothMovedToTheSameCompany() {
        assertThat(pair().agreed("7", "12").source("8").target("13").outcome()).isInstanceOf(RowOutcome.Agreed.class);
    }

    @Test
    void fillsTheEmptySideOnAFirstMerge() {
        assertThat(Told.of(pair().source("null").target("12").outcome())).isEqualTo("SOURCE := 7");
    }

    @Test
    void asksTheOperator_whenAFirstMergeWouldMoveSomeone() {
        assertThat(pair().source("8").target("12").later(Side.SOURCE).outcome()).isInstanceOf(RowOutcome.Open.class);
    }

    @Test
    void asksTheOperator_evenIfOneSideCannotBeWritten() {
        assertThat(pair().readOnly(Side.TARGET).source("8").target("12").outcome())
                .isInstanceOf(RowOutcome.Open.class);
    }

    @Test
    void waits_whenAFirstMergeCannotTellWhetherTheyDiffer() {
        assertThat(pair().source("9").target("12").outcome()).isInstanceOf(RowOutcome.Unresolved.class);
    }

    @Test
    void keepsTextIdsAsText() {
        RowOutcome.WriteTo write = (RowOutcome.WriteTo)
                pair().agreed("'7'", "12").source("'7'").target("13").outcome();
        assertThat(write.value()).isEqualTo(Pair.json("'8'"));
    }

    @Test
    void writesAnIdAsTextOrNumber_asTheRowSays() {
        assertThat(new ReferenceLens(Rows.COMPANIES, ValueType.STRING).get(Pair.json("8"), TABLE))
                .isEqualTo(new Lens.Result.Converted(Pair.json("'13'")));
        assertThat(new ReferenceLens(Rows.COMPANIES, ValueType.INTEGER).get(Pair.json("'8'"), TABLE))
                .isEqualTo(new Lens.Result.Converted(Pair.json("13")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[8]", "8.5", "1e100", "true"})
    void refusesWhatIsNoId(String value) {
        assertThat(Told.of(pair().agreed("7", "12").source(value).target("12").outcome()))
                .isEqualTo("Failed on SOURCE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "8.0", "1e99", "'8.5'"})
    void looksForWhatCanBeAnId(String value) {
        assertThat(pair().agreed("7", "12")
                        .source(value)
                        .target("12")
                        .references(Pair.NO_REFERENCES)
                        .outcome())
                .isInstanceOf(RowOutcome.Unresolved.class);
    }

    @Test
    void wantsBothSidesIdsBeforehand_butNotWhatIsNoId() {
        Pair pair = pair().source("70").target("[12]");
        assertThat(pair.merge().wanted(pair.state()))
                .containsExactly(new WantedReference(COMPANIES.record("70"), CUSTOMERS));
        pair.target("1200");
        assertThat(pair.merge().wanted(pair.state()))
                .containsExactlyInAnyOrder(
                        new WantedReference(COMPANIES.record("70"), CUSTOMERS),
                        new WantedReference(CUSTOMERS.record("1200"), COMPANIES));
    }

    private static Pair pair() {
        return new Pair(Rows.reference()).references(TABLE);
    }
}
