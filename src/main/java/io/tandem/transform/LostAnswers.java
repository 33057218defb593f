package io.tandem.transform;

import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.chunk.Baseline;
import io.tandem.chunk.EarlierWrites;
import io.tandem.chunk.Intent;
import io.tandem.chunk.PairState;
import io.tandem.chunk.RowOutcome;
import io.tandem.flow.Flow;
import io.tandem.flow.Row;
import io.tandem.record.Values;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds out what became of writes whose answers were lost: a value that we meant to write and that stands there now is
 * ours, and the baseline takes it (rule 8); else a person's undo of its origin would look like no change, and our value
 * like a person's edit. Pure; used once for each pair.
 */
final class LostAnswers {

    private final PairState pair;
    private final Flow flow;
    private final Instant now;
    /** Rows that a later write decided, with what that one replaced. */
    private final Map<String, JsonNode> decided = new HashMap<>();

    private final List<Intent> tookEffect = new ArrayList<>();
    private final List<Intent> inDoubt = new ArrayList<>();
    private Baseline baseline;

    /** What one value of a lost call shows of it. */
    private enum Sign {
        OURS,
        CLEARED,
        REPLACED,
        AS_BEFORE,
        /** The call would not have changed it. */
        UNCHANGED,
        NONE
    }

    /** @param baseline of the pair, with what took effect */
    record Found(Baseline baseline, EarlierWrites earlier) {}

    private LostAnswers(Flow flow, PairState pair, Instant now) {
        this.flow = flow;
        this.pair = pair;
        this.now = now;
        this.baseline = pair.baseline();
    }

    /** @param pending of this pair's link, oldest first */
    static Found find(Flow flow, PairState pair, List<Intent> pending, Instant now) {
        LostAnswers answers = new LostAnswers(flow, pair, now);
        for (int i = pending.size() - 1; i >= 0; i--) {
            answers.look(pending.get(i));
        }
        List<Intent> open = new ArrayList<>(pending);
        open.removeAll(answers.tookEffect);
        open.removeAll(answers.inDoubt);
        return new Found(answers.baseline, new EarlierWrites(answers.tookEffect, answers.inDoubt, open));
    }

    /**
     * One call writes all of its values: where one stands there and another doesn't, a later write may have left the one. An
     * empty value is a sign only if no other one was replaced: anybody may have cleared it.
     */
    private void look(Intent intent) {
        Set<Sign> signs = EnumSet.noneOf(Sign.class);
        intent.values().forEach(value -> signs.add(sign(intent, value)));
        boolean shown = signs.contains(Sign.OURS) || signs.contains(Sign.CLEARED);
        boolean replaced = signs.contains(Sign.REPLACED);
        if (!signs.contains(Sign.AS_BEFORE) && (signs.contains(Sign.OURS) || shown && !replaced)) {
            tookEffect.add(intent);
        } else if (shown
                || replaced
                || Set.of(Sign.NONE).containsAll(signs)
                || now.isAfter(intent.at().plus(Intent.LONGEST_CALL))) {
            inDoubt.add(intent);
        }
    }

    private Sign sign(Intent intent, Intent.Value value) {
        Row row = row(value.rowId());
        String place = intent.side() + value.rowId();
        if (decided.containsKey(place) || row == null) {
            return value.value().equals(decided.get(place)) ? ours(value) : Sign.NONE;
        }
        JsonNode stands = pair.record(intent.side()).values().get(row.property(intent.side()));
        if (isOurs(intent, value, row, stands)) {
            baseline = Settlement.after(baseline, written(intent, value, row), stands, false);
            decided.put(place, value.before());
            return ours(value);
        }
        if (!Values.canonical(stands).equals(value.before())) {
            return Sign.REPLACED;
        }
        return value.value().equals(value.before()) ? Sign.UNCHANGED : Sign.AS_BEFORE;
    }

    private static Sign ours(Intent.Value value) {
        return Values.isEmpty(value.value()) ? Sign.CLEARED : Sign.OURS;
    }

    private Row row(String id) {
        return flow.rows().stream()
                .filter(row -> row.id().equals(id))
                .findFirst()
                .orElse(null);
    }

    private boolean isOurs(Intent intent, Intent.Value value, Row row, JsonNode stands) {
        return !Values.canonical(stands).equals(value.before())
                && Settlement.isOurs(written(intent, value, row), stands)
                && !pair.changedAt(intent.side(), row.property(intent.side()))
                        .isAfter(intent.at().plus(Intent.LONGEST_CALL));
    }

    private static RowOutcome.WriteTo written(Intent intent, Intent.Value value, Row row) {
        return new RowOutcome.WriteTo(
                row, intent.side(), value.value(), value.origin(), intent.at(), value.because(), null);
    }
}
