package io.tandem.transform;

import com.fasterxml.jackson.databind.node.TextNode;
import io.tandem.bench.Sample;
import io.tandem.chunk.Baseline;
import io.tandem.chunk.PairState;
import io.tandem.chunk.ReferenceTable;
import io.tandem.flow.Flow;
import io.tandem.flow.Row;
import io.tandem.flow.Side;
import io.tandem.record.EntityKey;
import io.tandem.record.Presence;
import io.tandem.record.SyncRecord;
import io.tandem.record.Values;
import io.tandem.system.EntityFacts;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** One pair of a ticket and its project. */
@State(Scope.Thread)
public class MergeBenchmark {

    private static final ReferenceTable NO_REFERENCES = wanted -> Optional.empty();

    private final Flow flow = Sample.flow();
    private final PairMerge merge;
    private final SyncRecord ticket = record(Sample.TICKETS, "subject", "The printer on floor 3 is out of paper");
    private final SyncRecord edited = record(Sample.TICKETS, "subject", "Paper is back again");
    private final PairState agreed;

    public MergeBenchmark() {
        Map<EntityKey, EntityFacts> facts = Sample.facts();
        merge = new PairMerge(flow, facts.get(flow.source()), facts.get(flow.target()));
        SyncRecord project = record(Sample.PROJECTS, "name", "The printer on floor 3 is out of paper");
        Baseline baseline = Baseline.empty();
        for (Row row : flow.rows()) {
            baseline = baseline.with(
                    row, ticket.values().get(row.source()), project.values().get(row.target()));
        }
        agreed = pair(ticket, project, baseline);
    }

    private static SyncRecord record(EntityKey entity, String property, String text) {
        Values values = Values.of(Map.of(
                property,
                TextNode.valueOf(text),
                "description",
                TextNode.valueOf("Since this morning nothing comes out of it, and the light blinks.")));
        return new SyncRecord(entity.record("1"), values, Instant.EPOCH, "1", Presence.LIVE);
    }

    private static PairState pair(SyncRecord ticket, SyncRecord project, Baseline baseline) {
        return new PairState(ticket, project, Map.of(), baseline, Map.of(), Map.of());
    }

    @Benchmark
    public Object mergeOfPairWithoutChange() {
        return merge.merge(agreed, NO_REFERENCES);
    }

    @Benchmark
    public Object mergeOfPairWithAnEdit() {
        return merge.merge(pair(edited, agreed.target(), agreed.baseline()), NO_REFERENCES);
    }

    @Benchmark
    public Object firstMerge() {
        return merge.merge(pair(edited, agreed.target(), Baseline.empty()), NO_REFERENCES);
    }

    @Benchmark
    public Object valuesOfNewPartner() {
        return merge.create(Side.SOURCE, ticket, Map.of(), NO_REFERENCES);
    }
}
