package io.tandem.store;

import io.tandem.chunk.Link;
import io.tandem.flow.Flow;
import io.tandem.flow.Side;
import io.tandem.record.RecordKey;
import java.time.Instant;
import java.util.List;

/**
 * One thing that happened (rule 18): a remote write has exactly one.
 *
 * @param source of the pair; null if it is about no pair, or there is none yet
 * @param target of the pair; null if there is none yet
 * @param record that it happened to; null if it is about a whole flow
 * @param origin the record whose state was the reason; null if there is none
 * @param because the rule in plain words, without values
 * @param who decided; "" for Tandem itself
 */
public record Entry(
        Instant at,
        String flow,
        Event event,
        RecordKey source,
        RecordKey target,
        RecordKey record,
        RecordKey origin,
        String because,
        String who,
        List<Change> changes) {

    /** About one side of a pair, for the state of the other. */
    public static Entry of(Instant at, Flow flow, Link link, Event event, Side side, String because) {
        RecordKey source = link.sourceId() == null ? null : flow.source().record(link.sourceId());
        RecordKey target = link.targetId() == null ? null : flow.target().record(link.targetId());
        boolean onSource = side == Side.SOURCE;
        return new Entry(
                at,
                flow.id(),
                event,
                source,
                target,
                onSource ? source : target,
                onSource ? target : source,
                because,
                "",
                List.of());
    }

    /** About one record that may have no partner. */
    public static Entry of(Instant at, Flow flow, Event event, Side side, String recordId, String because) {
        RecordKey record = flow.entity(side).record(recordId);
        boolean onSource = side == Side.SOURCE;
        return new Entry(
                at,
                flow.id(),
                event,
                onSource ? record : null,
                onSource ? null : record,
                record,
                null,
                because,
                "",
                List.of());
    }

    /** About a whole flow. */
    public static Entry of(Instant at, String flow, Event event, String because) {
        return new Entry(at, flow, event, null, null, null, null, because, "", List.of());
    }

    public Entry by(String person) {
        return new Entry(at, flow, event, source, target, record, origin, because, person, changes);
    }

    public Entry with(List<Change> properties) {
        return new Entry(at, flow, event, source, target, record, origin, because, who, properties);
    }
}
