package io.tandem.chunk;

import io.tandem.flow.Side;
import io.tandem.record.SyncRecord;
import java.time.Instant;
import java.util.Map;

/**
 * All that a merge of one linked pair looks at.
 *
 * @param source as last seen; live
 * @param target as last seen; live
 * @param changedAt per side and property, when its present value came into being, on our clock: the modified time of the
 *     record when the change was first seen, or the origin's change time of a value that we wrote (rule 5)
 * @param baseline empty for a new link
 * @param decisions an operator's answers to open conflicts: row id to the side that wins
 * @param locked why a side can't be written at all just now (a closed ticket), by side; empty map if both can
 */
public record PairState(
        SyncRecord source,
        SyncRecord target,
        Map<Side, Map<String, Instant>> changedAt,
        Baseline baseline,
        Map<String, Side> decisions,
        Map<Side, String> locked) {

    public PairState withBaseline(Baseline next) {
        return new PairState(source, target, changedAt, next, decisions, locked);
    }

    public SyncRecord record(Side side) {
        return side == Side.SOURCE ? source : target;
    }

    public Instant changedAt(Side side, String property) {
        Instant known = changedAt.getOrDefault(side, Map.of()).get(property);
        return known != null ? known : record(side).modified();
    }
}
