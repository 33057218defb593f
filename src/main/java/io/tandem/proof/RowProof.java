package io.tandem.proof;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.tandem.chunk.Link;
import io.tandem.flow.Flow;
import io.tandem.flow.Row;
import io.tandem.flow.Side;
import io.tandem.record.Blanks;
import io.tandem.record.SyncRecord;
import io.tandem.record.Values;
import io.tandem.system.Access;
import io.tandem.system.PropertyFacts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Proves one row on one pair: edits it on each side, sees that on the other, clears it, and puts back what was there. */
final class RowProof {

    private final Flow flow;
    private final Hands hands;
    private final Link pair;

    RowProof(Flow flow, Hands hands, Link pair) {
        this.flow = flow;
        this.hands = hands;
        this.pair = pair;
    }

    Proven of(Row row) {
        Optional<String> why = cannotBeProven(row);
        if (why.isPresent()) {
            return Proven.not(why.get());
        }
        JsonNode source = stands(Side.SOURCE, row);
        JsonNode target = stands(Side.TARGET, row);
        List<Proven> proven = new ArrayList<>();
        for (Side from : Side.values()) {
            if (carries(row, from)) {
                for (JsonNode value : Examples.of(row.type(), row.source() + row.target())) {
                    proven.add(edit(row, from, value));
                }
                if (isClearable(row, from)) {
                    proven.add(edit(row, from, NullNode.instance));
                }
            } else {
                proven.add(Proven.not("its value is not carried from the " + from.lower()));
            }
        }
        putBack(row, source, target);
        return proven.stream().reduce(Proven::and).orElseThrow();
    }

    private Optional<String> cannotBeProven(Row row) {
        if (row.source() == null || row.reference() != null || !row.values().isEmpty()) {
            return Optional.of("constants, references and value tables are proven by the rounds alone");
        }
        boolean applies = row.when().stream()
                .allMatch(condition -> hands.read(condition.side(), pair.recordId(condition.side()))
                        .filter(record -> condition.holds(record.values()))
                        .isPresent());
        if (!applies) {
            return Optional.of("its condition does not hold for the pair that it is tried on");
        }
        boolean shared = flow.rows().stream()
                        .filter(other -> row.target().equals(other.target())
                                || row.source().equals(other.source()))
                        .count()
                > 1;
        return shared ? Optional.of("other rows have the same source or target") : Optional.empty();
    }

    private boolean carries(Row row, Side from) {
        Side to = from.other();
        return row.direction().writes(to) && isWritable(from, row) && isWritable(to, row);
    }

    private boolean isWritable(Side side, Row row) {
        return facts(side, row).access() == Access.WRITABLE
                && hands.client(side).facts().canUpdate();
    }

    private PropertyFacts facts(Side side, Row row) {
        return hands.client(side).facts().properties().get(row.property(side));
    }

    private boolean isClearable(Row row, Side from) {
        return facts(from, row).clearable() && facts(from.other(), row).clearable();
    }

    private JsonNode stands(Side side, Row row) {
        return hands.read(side, pair.recordId(side))
                .map(record -> record.values().get(row.property(side)))
                .orElse(NullNode.instance);
    }

    private Proven edit(Row row, Side from, JsonNode value) {
        Side to = from.other();
        JsonNode before = stands(to, row);
        Optional<SyncRecord> edited = hands.edit(from, pair.recordId(from), row.property(from), value);
        String what = hands.key(from, pair.recordId(from)) + "." + row.property(from) + " := " + shown(value) + " at "
                + Instant.now();
        if (edited.isEmpty()) {
            return Proven.not(what + " was refused");
        }
        List<String> failures = hands.sync();
        JsonNode after = stands(to, row);
        String seen = what + ", " + hands.key(to, pair.recordId(to)) + "." + row.property(to) + ": " + shown(before)
                + " -> " + shown(after);
        boolean same = isSame(edited.get().values().get(row.property(from)), after);
        return same && failures.isEmpty() ? Proven.proven(seen) : Proven.failed(seen + String.join(" ", failures));
    }

    /** Up to case, blanks and form, as systems change them. */
    private static boolean isSame(JsonNode one, JsonNode other) {
        if (Values.isEmpty(one) || Values.isEmpty(other)) {
            return Values.isEmpty(one) && Values.isEmpty(other);
        }
        return one.equals(other) || Blanks.foldEmail(Values.text(one)).equals(Blanks.foldEmail(Values.text(other)));
    }

    private static String shown(JsonNode value) {
        return Values.isEmpty(value) ? "nothing" : Values.text(value);
    }

    private void putBack(Row row, JsonNode source, JsonNode target) {
        boolean fromSource = carries(row, Side.SOURCE);
        if (fromSource || carries(row, Side.TARGET)) {
            Side side = fromSource ? Side.SOURCE : Side.TARGET;
            hands.edit(side, pair.recordId(side), row.property(side), side == Side.SOURCE ? source : target);
            hands.sync();
        }
    }
}
