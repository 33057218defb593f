package io.tandem.transform;

import static io.tandem.transform.Pair.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.chunk.Baseline;
import io.tandem.chunk.RowOutcome;
import io.tandem.flow.Row;
import io.tandem.flow.Side;
import io.tandem.flow.ValueType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettlementTest {

    @Test
    void takesWhatTheAnswerShows_becauseTheServerMadeItOfOurValue() {
        assertThat(settled(ValueType.STRING, "' Ann '", "'ANN B.'", true)).isEqualTo(json("'ANN B.'"));
    }

    @ParameterizedTest(name = "{0}: wrote {1}, read {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "STRING   | ' Ann '                     | 'ann'",
                "DECIMAL  | '1.50'                      | 1.5",
                "INTEGER  | 100                         | '100'",
                "DATETIME | '2026-03-01T10:00:00+01:00' | '2026-03-01T09:00:00Z'",
                "BOOLEAN  | true                        | 1",
                "STRING   | null                        | ''",
            })
    void takesWhatIsReadAfterwards_whenItIsOurValueInTheServersForm(ValueType type, String wrote, String read) {
        assertThat(settled(type, wrote, read, false)).isEqualTo(json(read));
    }

    @ParameterizedTest(name = "wrote {0}, read {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {"'ann' | 'bob'", "'ann' | null", "null | 'bob'"})
    void keepsWhatWeWrote_whenSomeoneEditedInBetween(String wrote, String read) {
        assertThat(settled(ValueType.STRING, wrote, read, false)).isEqualTo(json(wrote));
    }

    @Test
    void letsAnEditMadeRightAfterOurWriteTravelBack() {
        Row row = Rows.text();
        RowOutcome.WriteTo write = write(row, Side.TARGET, json("'ann'"));
        Baseline baseline = Settlement.after(Baseline.empty(), write, json("'bob'"), false);
        Pair pair = new Pair(row).source("'origin'").target("'bob'");
        baseline.row(row.id())
                .ifPresent(a -> pair.agreed(a.source().toString(), a.target().toString()));
        assertThat(Told.of(pair.outcome())).isEqualTo("SOURCE := bob");
    }

    @Test
    void notesTheOtherSideAsItStood_whenTheSourceWasWritten() {
        Row row = Rows.text();
        Baseline after =
                Settlement.after(Baseline.empty(), write(row, Side.SOURCE, json("'ann'")), json("'ann'"), true);
        assertThat(after.row(row.id())).contains(new Baseline.Agreed(json("'ann'"), json("'origin'")));
    }

    private static JsonNode settled(ValueType type, String wrote, String read, boolean answered) {
        Row row = Rows.row("name", "title", type);
        return Settlement.after(Baseline.empty(), write(row, Side.TARGET, json(wrote)), json(read), answered)
                .row(row.id())
                .orElseThrow()
                .target();
    }

    private static RowOutcome.WriteTo write(Row row, Side to, JsonNode value) {
        return new RowOutcome.WriteTo(row, to, value, json("'origin'"), Pair.NOON, "only the source changed", null);
    }
}
