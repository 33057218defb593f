package io.tandem.proof;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.tandem.chunk.Link;
import io.tandem.flow.Condition;
import io.tandem.flow.Connection;
import io.tandem.flow.Flow;
import io.tandem.flow.MatchPair;
import io.tandem.flow.Side;
import io.tandem.record.Count;
import io.tandem.record.SyncRecord;
import io.tandem.record.Values;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Proves how pairs come into being: that they do, and that none does where none should. */
final class LinkProof {

    private final Flow flow;
    private final LiveRecords records;
    private final TrialRecords trials;
    private final Map<List<MatchPair>, TrialResult> alternatives = new HashMap<>();

    LinkProof(Flow flow, LiveRecords records, TrialRecords trials) {
        this.flow = flow;
        this.records = records;
        this.trials = trials;
    }

    TrialResult links() {
        if (flow.connected()) {
            return records.makes(Side.SOURCE) ? connected() : everyOne();
        }
        if (flow.matches()) {
            return new MatchProof(flow, records, trials, alternatives).matches();
        }
        TrialResult forward =
                records.makes(Side.SOURCE) ? getsPartner(Side.SOURCE).and(leftOut()) : everyOne();
        return flow.createBoth() ? forward.and(getsPartner(Side.TARGET)) : forward;
    }

    /** What came of one way to match. */
    Optional<TrialResult> alternative(List<MatchPair> pairs) {
        return Optional.ofNullable(alternatives.get(pairs));
    }

    /** Where records can't be made, those that are there show it. */
    private TrialResult everyOne() {
        Optional<Link> link = records.pairs().anyLink();
        if (link.isEmpty()) {
            return TrialResult.not("no pair is linked, and records can't be made in " + flow.source());
        }
        boolean both = records.read(Side.SOURCE, link.get().sourceId()).isPresent()
                && records.read(Side.TARGET, link.get().targetId()).isPresent();
        String pair = records.key(Side.SOURCE, link.get().sourceId()) + " and "
                + records.key(Side.TARGET, link.get().targetId());
        long without = flow.connected() || !flow.where().isEmpty()
                ? 0
                : records.pairs().countUnlinked();
        return TrialResult.that(
                        both,
                        pair + " are linked since " + link.get().since() + ", and both can be read",
                        pair + " are linked, but one of them can't be read")
                .and(TrialResult.noted(Count.of(records.pairs().countLinked(), "record") + " of " + flow.source()
                        + " with a partner, " + without + " without"));
    }

    /** One that refers to a linked record gets a partner; one that refers to none doesn't. */
    private TrialResult connected() {
        List<TrialResult> proven = new ArrayList<>();
        for (Connection connection : flow.connectedTo()) {
            Optional<String> linked = connection.by().flatMap(by -> records.pairs()
                    .linkedRecord(connection.entity(), connection.into().orElseThrow()));
            linked.ifPresent(id -> proven.add(refersTo(connection, id)));
        }
        if (proven.isEmpty()) {
            return everyOne();
        }
        Optional<SyncRecord> without = trials.with(Side.SOURCE, Values.none());
        if (without.isEmpty()) {
            return TrialResult.all(proven).and(TrialResult.not(trials.refusal()));
        }
        records.sync();
        return TrialResult.all(proven).and(records.pairs().none(without.get(), "which refers to nothing"));
    }

    private TrialResult refersTo(Connection connection, String linked) {
        Values reference = Values.none().with(connection.by().orElseThrow(), Examples.id(linked));
        return gets(
                Side.SOURCE,
                reference,
                ", which refers to " + connection.entity().record(linked) + ",");
    }

    private TrialResult getsPartner(Side from) {
        return gets(from, Values.none(), "");
    }

    private TrialResult gets(Side from, Values values, String which) {
        Optional<SyncRecord> made = trials.with(from, values);
        if (made.isEmpty()) {
            return TrialResult.not(trials.refusal());
        }
        records.sync(() -> records.pairs().link(from, made.get().key().id()).isPresent());
        return records.pairs()
                .link(from, made.get().key().id())
                .map(link -> TrialResult.proven(made.get().key() + which + " got "
                        + records.key(from.other(), link.recordId(from.other())) + " at " + link.since()))
                .orElseGet(() -> TrialResult.failed(made.get().key() + which + " got no partner"));
    }

    /** A record that the flow's own condition leaves out gets none. */
    private TrialResult leftOut() {
        Optional<Condition> condition = flow.where().stream().findFirst();
        Optional<JsonNode> other = condition.flatMap(ConditionValues::missing);
        if (other.isEmpty()) {
            return TrialResult.noted("every record takes part");
        }
        Values values = Values.none().with(condition.get().property(), other.get());
        Optional<SyncRecord> made = trials.with(Side.SOURCE, values);
        if (made.isEmpty()) {
            return TrialResult.not(trials.refusal());
        }
        records.sync();
        return records.pairs().none(made.get(), "which " + condition.get().property() + " leaves out");
    }

    /** Values of keys that are empty. */
    static Values empty(List<MatchPair> pairs, Side side) {
        Values values = Values.none();
        for (MatchPair pair : pairs) {
            values = values.with(pair.property(side), NullNode.instance);
        }
        return values;
    }
}
