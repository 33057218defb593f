package io.tandem.proof;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tandem.chunk.Link;
import io.tandem.flow.Row;
import io.tandem.flow.Side;
import io.tandem.flow.ValueType;
import io.tandem.record.Blanks;
import io.tandem.record.Values;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Edits of one pair for one row: each is looked for on the other side, and what stood there before is put back at the end. */
final class RowEdits {

    /** So much of a value stands in the report. */
    private static final int SHOWN = 60;

    private final LiveRecords records;
    private final Link pair;
    private final Row row;
    private final Map<Side, Map<String, JsonNode>> before = new LinkedHashMap<>();

    RowEdits(LiveRecords records, Link pair, Row row) {
        this.records = records;
        this.pair = pair;
        this.row = row;
    }

    /** The row's value of a side as it stands. */
    JsonNode stands(Side side) {
        return stands(side, row.property(side));
    }

    JsonNode stands(Side side, String property) {
        return records.read(side, pair.recordId(side))
                .map(record -> record.values().get(property))
                .orElse(NullNode.instance);
    }

    String name(Side side) {
        return records.key(side, pair.recordId(side)) + "." + row.property(side);
    }

    /** Sets another property, so that the row counts. */
    TrialResult prepare(Side side, String property, JsonNode value) {
        remember(side, property);
        LiveRecords.Edited edited = records.edit(side, pair.recordId(side), property, value);
        records.sync();
        String what = records.key(side, pair.recordId(side)) + "." + property + " := " + shown(value);
        return edited.record().isPresent()
                ? TrialResult.noted("first " + what)
                : TrialResult.not(what + " was refused: " + edited.why());
    }

    /** @param expected on the other side; empty: the same value */
    TrialResult edit(Side from, JsonNode value, Optional<JsonNode> expected) {
        Side to = from.other();
        remember(Side.SOURCE, row.source());
        remember(Side.TARGET, row.target());
        JsonNode was = stands(to);
        String what = name(from) + " := " + shown(value) + " at " + Instant.now();
        LiveRecords.Edited edited = records.edit(from, pair.recordId(from), row.property(from), value);
        if (edited.record().isEmpty()) {
            return TrialResult.noted(what + " was refused: " + edited.why());
        }
        JsonNode wanted =
                expected.orElseGet(() -> edited.record().orElseThrow().values().get(row.property(from)));
        List<String> failures = records.sync(() -> isSame(row, wanted, stands(to)));
        JsonNode after = stands(to);
        String seen = what + ", " + name(to) + ": " + shown(was) + " -> " + shown(after);
        return TrialResult.that(
                isSame(row, wanted, after) && failures.isEmpty(), seen, seen + String.join(" ", failures));
    }

    /** A value of the table backward: the source then holds one that means it. */
    TrialResult editBack(JsonNode value) {
        remember(Side.TARGET, row.target());
        remember(Side.SOURCE, row.source());
        JsonNode was = stands(Side.SOURCE);
        String what = name(Side.TARGET) + " := " + shown(value) + " at " + Instant.now();
        LiveRecords.Edited edited = records.edit(Side.TARGET, pair.recordId(Side.TARGET), row.target(), value);
        if (edited.record().isEmpty()) {
            return TrialResult.noted(what + " was refused: " + edited.why());
        }
        records.sync(() -> means(value, stands(Side.SOURCE)));
        JsonNode after = stands(Side.SOURCE);
        String seen = what + ", " + name(Side.SOURCE) + ": " + shown(was) + " -> " + shown(after);
        return TrialResult.that(means(value, after), seen, seen + ", which means something else");
    }

    private boolean means(JsonNode value, JsonNode source) {
        JsonNode means =
                Values.isEmpty(source) ? NullNode.instance : row.values().get(Values.text(source));
        return means != null && isSame(row, value, means);
    }

    /** An edit that the other side can't take. */
    TrialResult drift(Side from, JsonNode value) {
        remember(from, row.property(from));
        Side to = from.other();
        JsonNode was = stands(to);
        String what = name(from) + " := " + shown(value) + " at " + Instant.now();
        LiveRecords.Edited edited = records.edit(from, pair.recordId(from), row.property(from), value);
        if (edited.record().isEmpty()) {
            return TrialResult.noted(what + " was refused: " + edited.why());
        }
        JsonNode meant = row.values().getOrDefault(from == Side.SOURCE ? Values.text(value) : "", value);
        records.sync(() -> records.pairs().drifts(pair, row) || isSame(row, meant, stands(to)));
        JsonNode after = stands(to);
        if (from == Side.SOURCE && isSame(row, meant, after)) {
            return TrialResult.proven(what + ", " + name(to) + " stands for it: " + shown(after));
        }
        String seen = what + ", " + name(to) + ", which nobody can edit, stays " + shown(after);
        return TrialResult.that(
                isSame(row, was, after) && records.pairs().drifts(pair, row),
                seen + "; listed as drift",
                seen + ", but it is not listed as drift");
    }

    private void remember(Side side, String property) {
        Map<String, JsonNode> values = before.computeIfAbsent(side, s -> new LinkedHashMap<>());
        if (!values.containsKey(property)) {
            values.put(property, stands(side, property));
        }
    }

    /** @return what could not be put back */
    List<String> putBack() {
        List<String> left = new ArrayList<>();
        before.forEach((side, values) -> left.addAll(records.putBack(side, pair.recordId(side), Values.of(values))));
        if (!before.isEmpty()) {
            records.settle();
        }
        return left;
    }

    /** Up to case, blanks and form, as systems change them; a moment in another zone is the same. */
    static boolean isSame(Row row, JsonNode one, JsonNode other) {
        if (Values.isEmpty(one) || Values.isEmpty(other)) {
            return Values.isEmpty(one) && Values.isEmpty(other);
        }
        String text = Values.text(one);
        String otherText = Values.text(other);
        return one.equals(other)
                || Blanks.foldEmail(text).equals(Blanks.foldEmail(otherText))
                || row.type() == ValueType.DATETIME && isSameMoment(text, otherText);
    }

    private static boolean isSameMoment(String one, String other) {
        try {
            return OffsetDateTime.parse(one)
                    .toInstant()
                    .equals(OffsetDateTime.parse(other).toInstant());
        } catch (DateTimeException e) {
            return false; // a system's own form of a moment: then only equal texts are the same
        }
    }

    /** A key of a table as the kind of JSON that stands there. */
    static JsonNode likeThat(JsonNode stands, String key) {
        if (stands.isBoolean()) {
            return BooleanNode.valueOf(Boolean.parseBoolean(key));
        }
        return stands.isNumber() && key.matches("-?\\d{1,100}")
                ? DecimalNode.valueOf(new BigDecimal(key))
                : TextNode.valueOf(key);
    }

    static String shown(JsonNode value) {
        if (Values.isEmpty(value)) {
            return "nothing";
        }
        String text = Values.text(value);
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + ".. (" + text.length() + " characters)";
    }
}
