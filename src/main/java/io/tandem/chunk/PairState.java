package io.tandem.chunk;

import io.tandem.flow.Row;
import io.tandem.flow.Side;
import io.tandem.record.Json;
import io.tandem.record.SyncRecord;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * All that a merge of one linked pair looks at.
 *
 * @param source as last seen; live
 * @param target as last seen; live
 * @param changedAt per side and property, when its present value came into being, on our clock: the modified time of the
 *     record when the change was first seen, or the origin's change time of a value that we wrote (rule 5)
 * @param baseline empty for a new link
 * @param decisions an operator's answers to open conflicts, by row id
 * @param locked why a side can't be written at all just now (a closed ticket), by side; empty map if both can
 */
public record PairState(
        SyncRecord source,
        SyncRecord target,
        Map<Side, Map<String, Instant>> changedAt,
        Baseline baseline,
        Map<String, Resolution> decisions,
        Map<Side, String> locked) {

    public PairState withBaseline(Baseline next) {
        return new PairState(source, target, changedAt, next, decisions, locked);
    }

    public SyncRecord record(Side side) {
        return side == Side.SOURCE ? source : target;
    }

    /** The side that wins as an operator decided; empty if nobody did, or of a value that stands there no longer. */
    public Optional<Side> decision(Row row) {
        Resolution resolution = decisions.get(row.id());
        if (resolution == null) {
            return Optional.empty();
        }
        Side loser = resolution.winner().other();
        String stands = Json.text(record(loser).values().get(row.property(loser)));
        return resolution.loses() == null || resolution.loses().equals(stands)
                ? Optional.of(resolution.winner())
                : Optional.empty();
    }

    public Instant changedAt(Side side, String property) {
        Instant known = changedAt.getOrDefault(side, Map.of()).get(property);
        return known != null ? known : record(side).modified();
    }
}
