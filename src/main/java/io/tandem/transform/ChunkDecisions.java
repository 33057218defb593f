package io.tandem.transform;

import io.tandem.chunk.Baseline;
import io.tandem.chunk.Chunk;
import io.tandem.chunk.Decision;
import io.tandem.chunk.EarlierWrites;
import io.tandem.chunk.Intent;
import io.tandem.chunk.Item;
import io.tandem.chunk.Link;
import io.tandem.chunk.LinkState;
import io.tandem.chunk.PairState;
import io.tandem.chunk.ReferenceTable;
import io.tandem.chunk.RowOutcome;
import io.tandem.chunk.Snapshot;
import io.tandem.chunk.WantedReference;
import io.tandem.config.Moments;
import io.tandem.flow.Flow;
import io.tandem.flow.Side;
import io.tandem.record.SyncRecord;
import io.tandem.transform.PairCase.Case;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The decisions on the records of one chunk: what each one's case is, then which references its values need, then what its
 * values come to. Reads no store; used once.
 */
final class ChunkDecisions {

    private final Chunk chunk;
    private final Flow flow;
    private final StoredPairs known;
    private final PairCase cases;
    private final Moments moments;
    private final PairMerge merge;
    private final Map<Item, Case> byItem = new LinkedHashMap<>();
    private final Map<Item, Merging> merging = new HashMap<>();

    /** A pair as its merge sees it, lost answers found. */
    private record Merging(Link link, Snapshot partner, PairState state, EarlierWrites earlier) {}

    ChunkDecisions(Chunk chunk, StoredPairs known, PairCase cases, PairMerge merge) {
        this.chunk = chunk;
        this.flow = chunk.flow();
        this.known = known;
        this.cases = cases;
        this.moments = cases.moments();
        this.merge = merge;
        chunk.open().forEach(item -> byItem.put(item, cases.of(item, known)));
        byItem.forEach((item, found) -> {
            if (found instanceof Case.ToMerge pair) {
                merging.put(item, merging(item, pair));
            }
        });
    }

    /** Whether a record was deleted since its flow last looked. */
    boolean findDeletes() {
        return byItem.entrySet().stream().anyMatch(e -> isLost(e.getKey(), e.getValue()));
    }

    private static boolean isLost(Item item, Case found) {
        if (!(found instanceof Case.Decided decided)) {
            return false;
        }
        if (decided.decision() instanceof Decision.Rest rest) {
            LinkState next = rest.pair().state();
            boolean deleted = next == LinkState.SOURCE_DELETED || next == LinkState.TARGET_DELETED;
            return deleted && next != item.link().orElseThrow().state();
        }
        return decided.decision() instanceof Decision.Delete;
    }

    /** The references whose translation the merges and creates may need. */
    Set<WantedReference> wanted() {
        Set<WantedReference> wanted = new HashSet<>();
        merging.values().forEach(pair -> wanted.addAll(merge.wanted(pair.state())));
        byItem.forEach((item, found) -> {
            if (found instanceof Case.ToCreate) {
                wanted.addAll(merge.wanted(item.side(), item.snapshot().record()));
                wanted.addAll(ConnectedRecords.wanted(flow, item.snapshot().record()));
            }
        });
        return wanted;
    }

    /** @return the chunk, each open record with its decision */
    Chunk decide(ReferenceTable references) {
        return chunk.with(item -> byItem.containsKey(item) ? item.with(decision(item, references)) : item);
    }

    private Decision decision(Item item, ReferenceTable references) {
        Case found = byItem.get(item);
        if (found instanceof Case.Decided decided) {
            return decided.decision();
        }
        return found instanceof Case.ToMerge ? merged(merging.get(item), references) : created(item, references);
    }

    private Decision merged(Merging pair, ReferenceTable references) {
        List<RowOutcome> outcomes = merge.merge(pair.state(), references);
        Baseline agreed = pair.state().baseline();
        for (RowOutcome outcome : outcomes) {
            if (outcome instanceof RowOutcome.Agreed both) {
                agreed = agreed.with(both.row(), both.source(), both.target());
            }
        }
        return new Decision.Merge(pair.link(), pair.partner(), agreed, outcomes, pair.earlier());
    }

    private Decision created(Item item, ReferenceTable references) {
        SyncRecord record = item.snapshot().record();
        if (!ConnectedRecords.hold(flow, record, references)) {
            return new Decision.Left("it refers to no linked record of " + flow.connectedTo(), List.of());
        }
        PairMerge.CreateValues values =
                merge.create(item.side(), record, new BelievedTimes(item.snapshot(), moments), references);
        return new Decision.Create(values.values(), values.outcomes());
    }

    private Merging merging(Item item, Case.ToMerge pair) {
        PairState state = state(item, pair);
        List<Intent> pending = known.intents(pair.pair());
        if (pending.isEmpty()) {
            return new Merging(pair.pair(), pair.partner(), state, EarlierWrites.none());
        }
        LostAnswers.Found found = LostAnswers.find(flow, state, believed(pending), moments.now());
        return new Merging(pair.pair(), pair.partner(), state.withBaseline(found.baseline()), found.earlier());
    }

    private PairState state(Item item, Case.ToMerge pair) {
        Map<Side, Snapshot> both = new EnumMap<>(Side.class);
        both.put(item.side(), item.snapshot());
        both.put(item.side().other(), pair.partner());
        Map<Side, Map<String, Instant>> changedAt = new EnumMap<>(Side.class);
        Map<Side, String> locked = new EnumMap<>(Side.class);
        both.forEach((side, snapshot) -> {
            changedAt.put(side, new BelievedTimes(snapshot, moments));
            cases.facts(side).locked(snapshot.record()).ifPresent(because -> locked.put(side, because));
        });
        return new PairState(
                both.get(Side.SOURCE).record(),
                both.get(Side.TARGET).record(),
                changedAt,
                pair.pair().baseline(),
                known.decisions(pair.pair()),
                locked);
    }

    private List<Intent> believed(List<Intent> pending) {
        return pending.stream()
                .map(intent -> intent.at(moments.believed(intent.at(), flow.id() + ": a write without answer")))
                .toList();
    }
}
