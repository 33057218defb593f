package io.tandem.upsert;

import io.tandem.chunk.Baseline;
import io.tandem.chunk.RowOutcome;
import io.tandem.flow.Flow;
import io.tandem.flow.Row;
import io.tandem.flow.Side;
import io.tandem.record.Values;
import java.util.Optional;

/**
 * The values of a create, stored with its link before the call. Pure.
 *
 * <p>Each try with one key sends the same values. Whichever try took effect, this is what it made. Later edits on
 * either side are merged with it.
 */
final class FirstTry {

    private FirstTry() {}

    static Baseline sent(Writing writing) {
        Baseline sent = Baseline.empty();
        for (RowOutcome outcome : writing.outcomes()) {
            if (outcome instanceof RowOutcome.WriteTo row) {
                boolean forward = row.to() == Side.TARGET;
                sent = sent.with(row.row(), forward ? row.origin() : row.value(), forward ? row.value() : row.origin());
            }
        }
        return sent;
    }

    static Values values(Flow flow, Writing writing) {
        Baseline sent = writing.link().baseline();
        if (sent.rows().isEmpty()) {
            return writing.createValues();
        }
        Side side = writing.made();
        Values values = Values.none();
        for (Row row : flow.rows()) {
            Optional<Baseline.Agreed> agreed = sent.row(row.id());
            if (agreed.isPresent()) {
                values = values.with(
                        row.property(side),
                        side == Side.TARGET
                                ? agreed.get().target()
                                : agreed.get().source());
            }
        }
        return values;
    }
}
