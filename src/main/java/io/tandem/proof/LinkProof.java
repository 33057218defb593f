package io.tandem.proof;

import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.chunk.Link;
import io.tandem.flow.Connection;
import io.tandem.flow.Flow;
import io.tandem.flow.MatchPair;
import io.tandem.flow.Row;
import io.tandem.flow.Side;
import io.tandem.flow.ValueType;
import io.tandem.record.SyncRecord;
import io.tandem.record.Values;
import java.util.List;
import java.util.Optional;

/** Proves how pairs come into being: that they do, and that none does where none should. */
final class LinkProof {

    private final Flow flow;
    private final Hands hands;

    LinkProof(Flow flow, Hands hands) {
        this.flow = flow;
        this.hands = hands;
    }

    Proven links() {
        if (flow.matches() && !flow.connected()) {
            return hands.makes(Side.SOURCE) && hands.makes(Side.TARGET) ? matches() : existing();
        }
        if (flow.connected()) {
            return hands.makes(Side.SOURCE) ? connected() : existing();
        }
        Proven forward = hands.makes(Side.SOURCE) ? getsPartner(Side.SOURCE) : existing();
        return flow.createBoth() ? forward.and(getsPartner(Side.TARGET)) : forward;
    }

    /** Where records can't be made, a pair that is there shows it. */
    private Proven existing() {
        Optional<Link> link = hands.anyLink();
        if (link.isEmpty()) {
            return Proven.not("no pair is linked, and records can't be made in "
                    + (hands.makes(Side.SOURCE) ? flow.target() : flow.source()));
        }
        boolean both = hands.read(Side.SOURCE, link.get().sourceId()).isPresent()
                && hands.read(Side.TARGET, link.get().targetId()).isPresent();
        String pair = hands.key(Side.SOURCE, link.get().sourceId()) + " and "
                + hands.key(Side.TARGET, link.get().targetId());
        return both
                ? Proven.proven(pair + " are linked since " + link.get().since() + ", and both can be read")
                : Proven.failed(pair + " are linked, but one of them can't be read");
    }

    /** One that refers to a linked record gets a partner; one that refers to none doesn't. */
    private Proven connected() {
        for (Connection connection : flow.connectedTo()) {
            Optional<String> linked = connection
                    .by()
                    .flatMap(by -> hands.linkedRecord(
                            connection.entity(), connection.into().orElseThrow()));
            if (linked.isPresent()) {
                String by = connection.by().orElseThrow();
                Optional<SyncRecord> with =
                        hands.make(Side.SOURCE, values(Side.SOURCE).with(by, Examples.id(linked.get())));
                Optional<SyncRecord> without = hands.make(Side.SOURCE, values(Side.SOURCE));
                if (with.isEmpty() || without.isEmpty()) {
                    return Proven.not(flow.source().system() + " refused a record that was to be made");
                }
                hands.sync();
                String id = with.get().key().id();
                Proven gets = hands.link(Side.SOURCE, id)
                        .map(link -> Proven.proven(with.get().key() + ", which refers to "
                                + connection.entity().record(linked.get()) + ", got "
                                + hands.key(Side.TARGET, link.targetId()) + " at " + link.since()))
                        .orElseGet(() -> Proven.failed(with.get().key() + " refers to "
                                + connection.entity().record(linked.get()) + ", but got no partner"));
                return gets.and(unlinked(without.get(), "which refers to nothing"));
            }
        }
        return existing();
    }

    private Proven getsPartner(Side from) {
        Optional<SyncRecord> made = hands.make(from, values(from));
        if (made.isEmpty()) {
            return Proven.not(flow.entity(from).system() + " refused the record that was to be made");
        }
        hands.sync();
        String id = made.get().key().id();
        return hands.link(from, id)
                .map(link -> Proven.proven(made.get().key() + " got "
                        + hands.key(from.other(), link.recordId(from.other())) + " at " + link.since()))
                .orElseGet(() -> Proven.failed(made.get().key() + " got no partner"));
    }

    private Values values(Side side) {
        Values values = Values.none();
        for (var row : flow.rows()) {
            if (row.property(side) != null
                    && row.reference() == null
                    && row.values().isEmpty()
                    && isWritable(side, row.property(side))) {
                values = values.with(
                        row.property(side),
                        Examples.of(row.type(), row.property(side)).get(0));
            }
        }
        return values;
    }

    private boolean isWritable(Side side, String property) {
        return hands.client(side).facts().properties().get(property).access() != io.tandem.system.Access.READ_ONLY;
    }

    private Proven matches() {
        List<MatchPair> pairs = flow.match().get(0);
        JsonNode[] keys = keys(pairs);
        Optional<SyncRecord> source = hands.make(Side.SOURCE, keyed(Side.SOURCE, keys));
        Optional<SyncRecord> target = hands.make(Side.TARGET, keyed(Side.TARGET, keys));
        JsonNode[] other = keys(pairs);
        Optional<SyncRecord> wanting = hands.make(Side.SOURCE, keyed(Side.SOURCE, other));
        Optional<SyncRecord> one = hands.make(Side.TARGET, keyed(Side.TARGET, other));
        Optional<SyncRecord> two = hands.make(Side.TARGET, keyed(Side.TARGET, other));
        Optional<SyncRecord> empty = hands.make(Side.SOURCE, values(Side.SOURCE).only(name -> pairs.stream()
                .noneMatch(pair -> pair.source().equals(name))));
        if (source.isEmpty()
                || target.isEmpty()
                || wanting.isEmpty()
                || one.isEmpty()
                || two.isEmpty()
                || empty.isEmpty()) {
            return Proven.not("a system refused a record that was to be made");
        }
        hands.sync();
        Proven linked = hands.link(Side.SOURCE, source.get().key().id())
                .filter(link -> link.targetId().equals(target.get().key().id()))
                .map(link -> Proven.proven(source.get().key() + " and "
                        + target.get().key() + " hold the same key and are linked since " + link.since()))
                .orElseGet(() -> Proven.failed(
                        source.get().key() + " and " + target.get().key() + " hold the same key, but are not linked"));
        return linked.and(unlinked(wanting.get(), "which two candidates match"))
                .and(
                        flow.creates()
                                ? Proven.proven("one without a match gets a new target")
                                : unlinked(empty.get(), "whose key is empty"));
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

    private Proven unlinked(SyncRecord source, String which) {
        return hands.link(Side.SOURCE, source.key().id()).isEmpty()
                ? Proven.proven(source.key() + ", " + which + ", has no link")
                : Proven.failed(source.key() + ", " + which + ", is linked, although it should not be");
    }

    private Values keyed(Side side, JsonNode[] keys) {
        Values values = values(side);
        for (int i = 0; i < keys.length; i++) {
            values = values.with(flow.match().get(0).get(i).property(side), keys[i]);
        }
        return values;
    }
}
