package io.tandem.transform;

import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.chunk.Baseline;
import io.tandem.chunk.RowOutcome;
import io.tandem.flow.Flow;
import io.tandem.flow.Row;
import io.tandem.flow.Side;
import io.tandem.flow.ValueType;
import io.tandem.record.Blanks;
import io.tandem.record.SyncRecord;
import io.tandem.record.Values;

/** What the baseline of a row becomes when its value was written. Pure. */
public final class Settlement {

    private Settlement() {}

    /**
     * The values that both sides agree on after a write (rules 5 and 8).
     *
     * @param row what was written, and to which side
     * @param shown the written side's value as it stands now
     * @param answered true if the write's own answer showed it: then that is what the server made of our value. If it
     *     was read afterwards, a person's edit may be in it: unless it is our value up to case, blanks and form, the
     *     baseline keeps what we wrote, so that the edit travels back and is not lost
     */
    public static Baseline after(Baseline before, RowOutcome.WriteTo row, JsonNode shown, boolean answered) {
        JsonNode written = answered || isOurs(row, shown) ? shown : row.value();
        return row.to() == Side.TARGET
                ? before.with(row.row(), row.origin(), written)
                : before.with(row.row(), written, row.origin());
    }

    /**
     * Agrees on rows that are empty on both sides of a new pair, as a first look at it would (rule 4). Rows with conditions,
     * and those that share their target, wait for that look.
     */
    public static Baseline ofEmpty(Baseline before, Flow flow, SyncRecord source, SyncRecord target) {
        Baseline after = before;
        for (Row row : flow.rows()) {
            if (before.row(row.id()).isEmpty() && row.when().isEmpty() && isOnlySupplier(flow, row)) {
                JsonNode mine = source.values().get(row.source());
                JsonNode theirs = target.values().get(row.target());
                after = Values.isEmpty(mine) && Values.isEmpty(theirs) ? after.with(row, mine, theirs) : after;
            }
        }
        return after;
    }

    private static boolean isOnlySupplier(Flow flow, Row row) {
        return row.source() != null
                && flow.rows().stream()
                        .noneMatch(other -> other != row && other.target().equals(row.target()));
    }

    /** Whether what is shown is what we wrote, up to case, blanks and form. */
    public static boolean isOurs(RowOutcome.WriteTo row, JsonNode shown) {
        if (Values.isEmpty(shown) || Values.isEmpty(row.value())) {
            return Values.isEmpty(shown) && Values.isEmpty(row.value());
        }
        return fold(shown).equals(fold(row.value()))
                || (row.row().type() != ValueType.STRING
                        && new Conversion(row.row().type()).same(shown, row.value()));
    }

    private static String fold(JsonNode value) {
        return Blanks.foldEmail(Values.text(value));
    }
}
