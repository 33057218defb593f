package io.tandem.proof;

import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.chunk.Link;
import io.tandem.flow.Flow;
import io.tandem.flow.MatchPair;
import io.tandem.flow.Row;
import io.tandem.flow.Side;
import io.tandem.flow.SideCondition;
import io.tandem.flow.ValueType;
import io.tandem.record.SyncRecord;
import io.tandem.record.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Proves how records find each other: by each way to match; and that nothing is linked by guess, where two candidates match,
 * where nothing matches, and where the key is empty.
 */
final class MatchProof {

    private final Flow flow;
    private final LiveRecords records;
    private final TrialRecords trials;
    private final Map<List<MatchPair>, TrialResult> alternatives;

    /** @param alternatives takes what came of each way to match */
    MatchProof(Flow flow, LiveRecords records, TrialRecords trials, Map<List<MatchPair>, TrialResult> alternatives) {
        this.flow = flow;
        this.records = records;
        this.trials = trials;
        this.alternatives = alternatives;
    }

    /** Two records that hold the same key. */
    private record Pair(List<MatchPair> by, SyncRecord source, SyncRecord target) {}

    TrialResult matches() {
        List<TrialResult> claims = new ArrayList<>();
        if (flow.match().isEmpty()) {
            Optional<SyncRecord> record = source(List.of(), new JsonNode[0], claims);
            records.sync();
            record.ifPresent(one -> claims.add(alone(one, "for which no match row is on")));
            return TrialResult.all(claims);
        }
        List<MatchPair> first = flow.match().get(0);
        List<Pair> pairs = new ArrayList<>();
        flow.match().forEach(by -> pair(by).ifPresent(pairs::add));
        Optional<SyncRecord> wanting = source(first, keys(first), claims);
        JsonNode[] twice = keys(first);
        Optional<SyncRecord> several = source(first, twice, claims);
        Optional<SyncRecord> one = several.flatMap(s -> target(first, twice, claims));
        Optional<SyncRecord> two = one.flatMap(s -> target(first, twice, claims));
        if (two.isEmpty()) {
            records.pairs().anyAmbiguous().ifPresent(claims::add);
        }
        Optional<SyncRecord> empty = empty(claims);
        records.sync(() -> pairs.stream().allMatch(pair -> records.pairs()
                .link(Side.SOURCE, pair.source().key().id())
                .isPresent()));
        pairs.forEach(pair -> alternatives.put(pair.by(), linked(pair)));
        two.ifPresent(t -> claims.add(records.pairs().none(several.orElseThrow(), "which two candidates match")));
        wanting.ifPresent(record -> claims.add(alone(record, "which nothing matches")));
        empty.ifPresent(record -> claims.add(alone(record, "whose key is empty")));
        return TrialResult.all(Stream.concat(flow.match().stream().map(alternatives::get), claims.stream())
                .toList());
    }

    private Optional<Pair> pair(List<MatchPair> by) {
        JsonNode[] keys = keys(by);
        Optional<SyncRecord> source = trials.with(Side.SOURCE, keyed(by, Side.SOURCE, keys));
        Optional<SyncRecord> target = source.flatMap(s -> trials.with(Side.TARGET, keyed(by, Side.TARGET, keys)));
        if (target.isEmpty()) {
            alternatives.put(by, asItStands(by));
        }
        return target.map(t -> new Pair(by, source.orElseThrow(), t));
    }

    /** Where no records are left that could be tried, a pair that is linked shows it. */
    private TrialResult asItStands(List<MatchPair> by) {
        String why = trials.refusal();
        return records.pairs()
                .anyLink()
                .filter(link -> by.stream().allMatch(pair -> isSame(link, pair)))
                .map(link -> TrialResult.proven(records.key(Side.SOURCE, link.sourceId()) + " and "
                        + records.key(Side.TARGET, link.targetId()) + " hold the same key and are linked since "
                        + link.since() + "; " + why))
                .orElseGet(() -> TrialResult.not(why));
    }

    private boolean isSame(Link link, MatchPair pair) {
        Optional<String> source = records.text(Side.SOURCE, link.sourceId(), pair.source());
        return source.isPresent() && source.equals(records.text(Side.TARGET, link.targetId(), pair.target()));
    }

    private TrialResult linked(Pair pair) {
        Optional<Link> link = records.pairs()
                .link(Side.SOURCE, pair.source().key().id())
                .filter(found -> found.targetId().equals(pair.target().key().id()));
        String both = pair.source().key() + " and " + pair.target().key() + " hold the same key";
        return link.map(found -> TrialResult.proven(both + " and are linked since " + found.since()))
                .orElseGet(() -> TrialResult.failed(both + ", but are not linked"));
    }

    private Optional<SyncRecord> source(List<MatchPair> by, JsonNode[] keys, List<TrialResult> claims) {
        return noting(trials.with(Side.SOURCE, keyed(by, Side.SOURCE, keys)), claims);
    }

    private Optional<SyncRecord> target(List<MatchPair> by, JsonNode[] keys, List<TrialResult> claims) {
        return noting(trials.with(Side.TARGET, keyed(by, Side.TARGET, keys)), claims);
    }

    /** One whose keys of each way to match are empty. */
    private Optional<SyncRecord> empty(List<TrialResult> claims) {
        List<MatchPair> all = flow.match().stream().flatMap(List::stream).toList();
        return noting(trials.with(Side.SOURCE, LinkProof.empty(all, Side.SOURCE)), claims);
    }

    private Optional<SyncRecord> noting(Optional<SyncRecord> record, List<TrialResult> claims) {
        if (record.isEmpty()) {
            claims.add(TrialResult.not(trials.refusal()));
        }
        return record;
    }

    /** What becomes of a record without a match: nothing, or a new target. */
    private TrialResult alone(SyncRecord source, String which) {
        return flow.creates()
                ? records.pairs()
                        .link(Side.SOURCE, source.key().id())
                        .map(link -> TrialResult.proven(source.key() + ", " + which + ", got the new "
                                + records.key(Side.TARGET, link.targetId()) + " at " + link.since()))
                        .orElseGet(() -> TrialResult.failed(source.key() + ", " + which + ", got no partner"))
                : records.pairs().none(source, which);
    }

    private JsonNode[] keys(List<MatchPair> pairs) {
        return pairs.stream()
                .map(pair -> Examples.unique(typeOf(pair), pair.source() + pair.target()))
                .toArray(JsonNode[]::new);
    }

    private ValueType typeOf(MatchPair pair) {
        return flow.rows().stream()
                .filter(row ->
                        pair.source().equals(row.source()) && pair.target().equals(row.target()))
                .map(Row::type)
                .findFirst()
                .orElse(ValueType.NONE);
    }

    /** These keys, and what the pairs' conditions ask for. */
    private static Values keyed(List<MatchPair> by, Side side, JsonNode[] keys) {
        Values values = Values.none();
        for (int i = 0; i < keys.length; i++) {
            values = values.with(by.get(i).property(side), keys[i]);
            for (SideCondition condition : by.get(i).when()) {
                if (condition.side() == side) {
                    Optional<JsonNode> wanted = ConditionValues.meeting(condition.condition());
                    if (wanted.isPresent()) {
                        values = values.with(condition.condition().property(), wanted.get());
                    }
                }
            }
        }
        return values;
    }
}
