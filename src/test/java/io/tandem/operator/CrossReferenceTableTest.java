package io.tandem.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tandem.config.ConfigurationFault;
import io.tandem.config.Fault;
import io.tandem.kit.TestDatabase;
import io.tandem.record.EntityKey;
import io.tandem.store.CrossReference;
import io.tandem.store.Database;
import io.tandem.store.History;
import io.tandem.store.ImportFile;
import io.tandem.store.References;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rule 8: cross-references come in by CSV, everything or nothing, each fault with its line. */
class CrossReferenceTableTest {

    private static final EntityKey COMPANIES = EntityKey.parse("desk/companies");
    private static final EntityKey PARTIES = EntityKey.parse("shop/party");
    private static final EntityKey CUSTOMERS = EntityKey.parse("shop/customers");
    private static final Set<EntityKey> KNOWN = Set.of(COMPANIES, PARTIES, CUSTOMERS);

    private final Database database = TestDatabase.H2.open();
    private final References stored =
            new References(database.jdbi(), List.of(), entity -> entity.equals(CUSTOMERS) ? PARTIES : entity);

    @AfterEach
    void shut() {
        database.close();
    }

    private List<CrossReference> table(boolean replace, String text) {
        try {
            return new CrossReferenceTable("table.csv", KNOWN, stored, replace).read(new StringReader(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int take(List<CrossReference> references) {
        return stored.importAll(references, new ImportFile("table.csv", "ann", Instant.EPOCH));
    }

    private List<CrossReference> rows(String... lines) {
        return table(false, "source,target\n" + String.join("\n", lines));
    }

    private List<Fault> faults(String... lines) {
        try {
            rows(lines);
            throw new AssertionError("nothing was wrong");
        } catch (ConfigurationFault wrong) {
            return wrong.faults();
        }
    }

    private static CrossReference pair(String company, String party) {
        return new CrossReference(COMPANIES.record(company), PARTIES.record(party));
    }

    @Test
    void readsEachRow() {
        assertThat(rows("desk/companies/1,shop/party/2", "desk/companies/3,shop/party/4"))
                .containsExactly(pair("1", "2"), pair("3", "4"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "9223372036854775807",
                "a/b",
                "with,comma",
                "with \"quotes\"",
                "line\nbreak",
                "carriage\rreturn",
                "\u65e5\u672c"
            })
    void readsWhatItWrites(String id) {
        assertThat(rows(CrossReferenceTable.line("desk/companies/" + id, "shop/party/1")))
                .containsExactly(pair(id, "1"));
    }

    @Test
    void writesPlainCellsUnquoted() {
        assertThat(CrossReferenceTable.line("a/b/c", "d e")).isEqualTo("a/b/c,d e");
    }

    @ParameterizedTest
    @ValueSource(strings = {"source,target", "\ufeffsource,target", " source , target ", "\"source\",\"target\""})
    void takesTheHeaderWithMarkBlanksOrQuotes(String header) {
        assertThat(table(false, header + "\ndesk/companies/1,shop/party/2")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"source", "target,source", "source,target,more", "desk/companies/1,shop/party/2", "x,target"})
    void asksForTheHeader(String header) {
        assertThatThrownBy(() -> table(false, header + "\ndesk/companies/1,shop/party/2"))
                .hasMessageContaining("table.csv:1: the header must be: source,target");
        assertThatThrownBy(() -> table(false, "")).hasMessageContaining("the header must be: source,target");
    }

    @Test
    void passesOverEmptyLines_andOuterBlanks() {
        assertThat(rows("", " desk/companies/1 , shop/party/2 ", "  ", "desk/companies/3,shop/party/4"))
                .containsExactly(pair("1", "2"), pair("3", "4"));
    }

    @Test
    void readsTheIdSpaceOfAnEntity() {
        assertThat(rows("desk/companies/1,shop/customers/2")).containsExactly(pair("1", "2"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "desk/companies/1 | 2 columns wanted, found 1",
                "desk/companies/1,shop/party/2,3 | 2 columns wanted, found 3",
                "desk/companies/1,shop/party | wanted system/entity/id",
                "desk/companies/1,shop/x/2 | unknown entity shop/x. Known: desk/companies, shop/customers, shop/party",
                "desk/companies/1,desk/companies/2 | both columns name the same entity",
                "desk/companies/1,shop/party/  | needs an id",
            })
    void saysWhatIsWrongInWhichLine(String row, String message) {
        assertThat(faults("desk/companies/8,shop/party/9", row)).singleElement().satisfies(fault -> {
            assertThat(fault.file()).isEqualTo("table.csv");
            assertThat(fault.line()).isEqualTo(3);
            assertThat(fault.message()).contains(message);
        });
    }

    @Test
    void countsEmptyLinesAndLineBreaksInCells() {
        assertThat(faults("", "", "one")).extracting(Fault::line).containsExactly(4);
        assertThat(faults("\"desk/companies/a\nb\",shop/party/1", "one"))
                .extracting(Fault::line)
                .containsExactly(4);
    }

    @Test
    void listsEveryFault_notTheFirstOnly() {
        assertThat(faults("one", "desk/companies/1,shop/party/2", "shop/x/1,shop/party/2"))
                .extracting(Fault::line)
                .containsExactly(2, 4);
    }

    @Test
    void refusesARecordThatStandsTwice_onEitherSide() {
        assertThat(faults("desk/companies/1,shop/party/2", "desk/companies/1,shop/party/3"))
                .singleElement()
                .hasToString("table.csv:3: desk/companies/1 stands in line 2 already; cross-references are one to one");
        assertThat(faults("desk/companies/1,shop/party/2", "desk/companies/3,shop/party/2"))
                .singleElement()
                .hasToString("table.csv:3: shop/party/2 stands in line 2 already; cross-references are one to one");
    }

    @Test
    void refusesToContradictTheStore_unlessToldToReplace() {
        take(List.of(pair("1", "2")));
        assertThat(faults("desk/companies/1,shop/party/3"))
                .singleElement()
                .hasToString("table.csv:2: desk/companies/1 is stored with shop/party/2; use --replace to change that");
        assertThat(faults("desk/companies/3,shop/party/2")).hasSize(1);
        assertThat(rows("desk/companies/1,shop/party/2")).hasSize(1);
        assertThat(table(true, "source,target\ndesk/companies/1,shop/party/3")).containsExactly(pair("1", "3"));
    }

    @Test
    void findsAContradiction_whicheverColumnTheRecordStoodIn() {
        take(List.of(new CrossReference(PARTIES.record("2"), COMPANIES.record("1"))));
        assertThat(faults("desk/companies/1,shop/party/3")).hasSize(1);
    }

    @Test
    void replacingDropsTheOldPartnersOfBoth() {
        take(List.of(pair("1", "2"), pair("3", "4"), pair("5", "6")));
        take(table(true, "source,target\ndesk/companies/1,shop/party/4"));
        assertThat(stored.imported()).containsExactlyInAnyOrder(pair("1", "4"), pair("5", "6"));
    }

    @Test
    void dropsWhatALaterRowContradicts_whicheverColumnTheRecordStoodIn() {
        take(List.of(new CrossReference(PARTIES.record("2"), COMPANIES.record("1")), pair("3", "4")));
        take(List.of(pair("1", "5"), pair("1", "4"), pair("6", "2")));
        assertThat(stored.imported()).containsExactlyInAnyOrder(pair("1", "4"), pair("6", "2"));
    }

    @Test
    void keepsCrossReferencesOfOtherEntities_thatHoldTheSameRecord() {
        EntityKey leads = EntityKey.parse("shop/leads");
        CrossReference other = new CrossReference(COMPANIES.record("1"), leads.record("2"));
        take(List.of(pair("1", "2"), other));
        take(List.of(pair("1", "3")));
        assertThat(stored.imported()).containsExactlyInAnyOrder(pair("1", "3"), other);
    }

    @Test
    void countsWhatIsNew_notWhatStoodAlready() {
        assertThat(take(List.of(pair("1", "2"), pair("3", "4")))).isEqualTo(2);
        assertThat(take(List.of(pair("1", "2"), pair("3", "5")))).isEqualTo(1);
        assertThat(take(List.of(pair("1", "2"), pair("3", "5")))).isZero();
    }

    @Test
    void leavesInTheHistory_whatCameAndWhatWentForIt_andNothingForWhatStoodAlready() {
        take(List.of(pair("1", "2"), pair("3", "4")));
        take(List.of(pair("1", "5"), new CrossReference(PARTIES.record("4"), COMPANIES.record("3"))));
        assertThat(history("desk/companies/1"))
                .containsExactly(
                        "referenced shop/party/2 imported from table.csv by ann",
                        "unreferenced shop/party/2 imported from table.csv, which names another partner by ann",
                        "referenced shop/party/5 imported from table.csv by ann");
        assertThat(history("shop/party/4")).containsExactly("referenced shop/party/4 imported from table.csv by ann");
    }

    private List<String> history(String record) {
        return database.jdbi().withHandle(h -> History.of(h, io.tandem.record.RecordKey.parse(record), 100)).stream()
                .map(entry ->
                        entry.event().word() + " " + entry.target() + " " + entry.because() + " by " + entry.who())
                .toList();
    }

    @Test
    void saysWhereTheFileIsNotCsv() {
        assertThat(faults("desk/companies/1,\"shop/party/2"))
                .anySatisfy(fault -> assertThat(fault.message()).contains("not readable as CSV"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void countsLines_howeverTheyEnd(String end) {
        assertThatThrownBy(() -> table(
                        false,
                        String.join(
                                end,
                                "\ufeffsource,target",
                                "desk/companies/1,shop/party/2",
                                "",
                                "\"desk/companies/\"\"3\"\"\",shop/party/4",
                                "shop/x/1,shop/party/5",
                                "")))
                .hasMessage("table.csv:5: unknown entity shop/x. Known: desk/companies, shop/customers, shop/party");
    }

    @Test
    void saysInWhichLineItIsNotUtf8() {
        byte[] latin1 = "source,target\ndesk/companies/1,shop/party/2\ndesk/companies/\u00e5,shop/party/3\n"
                .getBytes(StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> table(false, new String(latin1, StandardCharsets.UTF_8)))
                .hasMessage("table.csv:3: not UTF-8; save the file in that encoding");
    }

    @Test
    void saysInWhichLineAQuoteWasNotClosed() {
        assertThat(faults("desk/companies/1,shop/party/2", "\"desk/companies/3,shop/party/4", "more", "more"))
                .singleElement()
                .satisfies(fault -> assertThat(fault.line()).isEqualTo(3));
    }
}
