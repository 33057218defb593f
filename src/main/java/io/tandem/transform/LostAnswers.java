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
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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

    /** One call writes all of its values: where one stands there and another doesn't, a later write may have left the one. */
    private void look(Intent intent) {
        boolean shown = false;
        boolean open = false;
        boolean asBefore = true;
        boolean partly = false;
        for (Intent.Value value : intent.values()) {
            Row row = row(value.rowId());
            String place = intent.side() + value.rowId();
            if (decided.containsKey(place)) {
                shown |= decided.get(place).equals(value.value());
            } else if (row != null) {
                JsonNode stands = pair.record(intent.side()).values().get(row.property(intent.side()));
                open = true;
                if (isOurs(intent, value, row, stands)) {
                    baseline = Settlement.after(baseline, written(intent, value, row), stands, false);
                    decided.put(place, value.before());
                    shown = true;
                } else {
                    boolean unchanged = Values.canonical(stands).equals(value.before());
                    asBefore &= unchanged;
                    partly |= unchanged && !value.value().equals(value.before());
                }
            }
        }
        if (shown && !partly) {
            tookEffect.add(intent);
        } else if (shown || !open || !asBefore || now.isAfter(intent.at().plus(Intent.LONGEST_CALL))) {
            inDoubt.add(intent);
        }
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
