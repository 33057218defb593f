package io.tandem.fetch;

import com.fasterxml.jackson.databind.node.TextNode;
import io.tandem.bench.Sample;
import io.tandem.record.Presence;
import io.tandem.record.SyncRecord;
import io.tandem.record.Values;
import io.tandem.store.Snapshots;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** An answered record beside its snapshot. */
@State(Scope.Thread)
public class ArrivalBenchmark {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final Arrival arrival =
            new Arrival(Sample.PROPERTIES, Duration.ofMinutes(2), Duration.ZERO, NOON.plusSeconds(60), Instant.EPOCH);
    private final SyncRecord same = ticket("The printer on floor 3 is out of paper", NOON.minusSeconds(60));
    private final SyncRecord edited = ticket("Paper is back again", NOON);
    private final Snapshots.Row known =
            arrival.ofFetched(same, null).orElseThrow().row();

    private static SyncRecord ticket(String subject, Instant modified) {
        Values values = Values.of(Map.of(
                "subject",
                TextNode.valueOf(subject),
                "description",
                TextNode.valueOf("Since this morning nothing comes out of it, and the light blinks.")));
        return new SyncRecord(Sample.TICKETS.record("1"), values, modified, "1", Presence.LIVE);
    }

    @Benchmark
    public Object comparisonOfSame() {
        return arrival.ofFetched(same, known);
    }

    @Benchmark
    public Object comparisonOfEdited() {
        return arrival.ofFetched(edited, known);
    }

    @Benchmark
    public Object newRecord() {
        return arrival.ofFetched(same, null);
    }
}
