package io.tandem.kit;

import io.tandem.flow.ConflictPolicy;
import io.tandem.flow.Direction;
import io.tandem.flow.FirstMergePolicy;
import io.tandem.flow.Flow;
import io.tandem.flow.LinkPolicy;
import io.tandem.flow.MatchPair;
import io.tandem.flow.Reference;
import io.tandem.flow.Row;
import io.tandem.record.EntityKey;
import java.util.List;

/** Flows for tests, in few words. */
public final class Flows {

    private Flows() {}

    /** A flow in which every source gets a target. */
    public static Flow every(EntityKey source, EntityKey target, Row... rows) {
        return flow(LinkPolicy.EVERY, source, target, List.of(), rows);
    }

    /** A flow that links by one equal property. */
    public static Flow matched(EntityKey source, EntityKey target, MatchPair match, Row... rows) {
        return flow(LinkPolicy.MATCHED, source, target, List.of(List.of(match)), rows);
    }

    public static Flow flow(
            LinkPolicy link, EntityKey source, EntityKey target, List<List<MatchPair>> match, Row... rows) {
        return FlowBuilder.of(source, target).link(link).match(match).rows(rows).build();
    }

    /** The same flow, creating on both sides. */
    public static Flow bothWays(Flow flow) {
        return FlowBuilder.like(flow).createBoth().build();
    }

    public static Row row(String source, String target) {
        return row(source, target, ConflictPolicy.LATEST, FirstMergePolicy.LATEST, Direction.BOTH);
    }

    public static Row row(
            String source, String target, ConflictPolicy conflict, FirstMergePolicy first, Direction direction) {
        return RowBuilder.of(source, target)
                .direction(direction)
                .conflict(conflict)
                .firstMerge(first)
                .build();
    }

    public static Row reference(String source, String target, EntityKey sourceEntity, EntityKey targetEntity) {
        return RowBuilder.reference(source, target, new Reference(sourceEntity, targetEntity))
                .build();
    }
}
