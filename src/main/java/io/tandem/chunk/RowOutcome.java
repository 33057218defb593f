package io.tandem.chunk;

import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.flow.Flow;
import io.tandem.flow.Row;
import io.tandem.flow.Side;
import java.time.Instant;

/** What a merge decides for one row of a pair. */
public sealed interface RowOutcome {

    Row row();

    /** Nothing changed against the baseline; nothing to do. */
    record Unchanged(Row row) implements RowOutcome {}

    /** Both sides agree, without a write; the baseline takes these values. */
    record Agreed(Row row, JsonNode source, JsonNode target) implements RowOutcome {}

    /**
     * A value goes to one side.
     *
     * @param to the side written
     * @param value in that side's own form; null value clears
     * @param origin the value on the other side as it stands
     * @param changedAt when the value came into being at its origin; it keeps that time (rule 5)
     * @param because the rule in plain words, without values, e.g. "only the source changed"
     * @param conflict the conflict this decision settled, or null
     */
    record WriteTo(
            Row row, Side to, JsonNode value, JsonNode origin, Instant changedAt, String because, Conflict conflict)
            implements RowOutcome {}

    /** Both changed differently and an operator must decide; nothing is written (rule 5, manual). */
    record Open(Row row, Conflict conflict) implements RowOutcome {}

    /**
     * The counterpart of a side that can't be written was edited; the edit stays there (rule 7).
     *
     * @param edited the side whose edit stays
     * @param because why the other side can't be written
     */
    record Drift(Row row, Side edited, String because) implements RowOutcome {}

    /** A reference that no link or cross-reference resolves yet; left alone, tried again when one appears. */
    record Unresolved(Row row, WantedReference wanted) implements RowOutcome {}

    /**
     * The value can't be converted, or the other side can't take it (clearing a primary email); the property is parked.
     *
     * @param side the side whose value this is about
     * @param reason record, property, kind of value, wanted type; never the value
     */
    record Failed(Row row, Side side, String reason) implements RowOutcome {
        Trouble trouble(Flow flow, Link link) {
            String property = row.property(side) == null ? row.target() : row.property(side);
            return new Trouble(side, link.recordId(side), property, flow.id() + ": " + reason, false);
        }
    }

    /**
     * Both values at the time of the conflict.
     *
     * @param winner null while an operator must decide
     */
    record Conflict(JsonNode source, JsonNode target, Side winner, String rule) {}
}
