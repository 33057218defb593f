package io.tandem.upsert;

import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.chunk.Baseline;
import io.tandem.chunk.Effect;
import io.tandem.chunk.RowOutcome;
import io.tandem.chunk.Trouble;
import io.tandem.flow.Flow;
import io.tandem.flow.Side;
import io.tandem.record.SyncRecord;
import io.tandem.system.Refusal;
import io.tandem.system.WriteResult;
import io.tandem.transform.Settlement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the result of an update means for its record (rules 7, 9 and 12). */
final class UpdateResults {

    private final Patience patience;

    UpdateResults(Patience patience) {
        this.patience = patience;
    }

    void settle(Flow flow, Side side, Writing writing, WriteResult result) {
        if (result instanceof WriteResult.Written written) {
            writing.answered(side, true);
            settleWritten(flow, side, writing, written);
        } else if (result instanceof WriteResult.Stale stale) {
            settleStale(flow, side, writing, stale);
        } else if (result instanceof WriteResult.Refused refused) {
            settleRefused(flow, side, writing, refused);
        }
    }

    /** A write that was tried again after an answer in doubt is stale because of its own first try. */
    private void settleStale(Flow flow, Side side, Writing writing, WriteResult.Stale stale) {
        Optional<SyncRecord> fresh = Optional.ofNullable(stale.fresh());
        writing.effect(side, stale.inDoubt() ? new Effect.InDoubt(fresh) : new Effect.Stale(fresh));
        if (!stale.inDoubt()) {
            writing.answered(side, false);
        }
        fruitless(flow, side, writing, Map.of("", Patience.CONFLICT));
    }

    private void settleRefused(Flow flow, Side side, Writing writing, WriteResult.Refused refused) {
        Refusal refusal = refused.refusal();
        SyncRecord record = writing.record(side);
        String property = onlyProperty(writing, side);
        if (!refused.isInDoubt()) {
            writing.answered(side, false);
        }
        Effect unwritten = refused.isInDoubt()
                ? new Effect.InDoubt(Optional.ofNullable(refused.moved()))
                : new Effect.Refused(Optional.empty());
        switch (refusal.kind()) {
            case GONE -> writing.effect(side, new Effect.Gone(record.deleted()));
            case LOCKED -> {
                writing.effect(side, unwritten);
                writing.outcomes(asDrift(writing, side, "", refusal.message()));
            }
            case WITHOUT_EFFECT -> {
                writing.effect(side, unwritten);
                fruitless(flow, side, writing, Map.of(property, refusal));
            }
            case TEMPORARY -> {
                writing.effect(side, unwritten);
                writing.trouble(trouble(flow, side, record, refusal, property));
            }
            case INVALID, DUPLICATE -> {
                writing.effect(side, unwritten);
                writing.trouble(trouble(flow, side, record, refusal, property));
            }
        }
    }

    /** The same write may go through in the next round. A write that fails again and again is parked. */
    private void fruitless(Flow flow, Side side, Writing writing, Map<String, Refusal> byProperty) {
        SyncRecord record = writing.record(side);
        if (patience.lasts(flow, side, record)) {
            writing.again();
        } else {
            byProperty.forEach((property, refusal) -> writing.trouble(trouble(flow, side, record, refusal, property)));
        }
    }

    /** The property that a refused write was about, if it was about one alone; else "". */
    private static String onlyProperty(Writing writing, Side side) {
        List<RowOutcome.WriteTo> rows = writing.rows(side);
        return rows.size() == 1 ? rows.get(0).row().property(side) : "";
    }

    private void settleWritten(Flow flow, Side side, Writing writing, WriteResult.Written answer) {
        SyncRecord before = writing.record(side);
        Baseline baseline = writing.baseline();
        Map<String, Instant> changedAt = new HashMap<>();
        List<RowOutcome.WriteTo> written = new ArrayList<>();
        Map<String, Refusal> withoutEffect = new LinkedHashMap<>();
        for (RowOutcome.WriteTo row : writing.rows(side)) {
            String property = row.row().property(side);
            Refusal refusal = answer.refused().get(property);
            if (refusal == null) {
                JsonNode shown = answer.record().values().get(property);
                baseline = Settlement.after(baseline, row, shown, answer.answered());
                changedAt.put(property, row.changedAt());
                written.add(row);
                if (!answer.answered()
                        && !Settlement.isOurs(row, shown)
                        && isUndone(before, answer.record(), property)) {
                    writing.again();
                }
            } else if (refusal.kind() == Refusal.Kind.WITHOUT_EFFECT) {
                withoutEffect.put(property, refusal);
            } else if (refusal.kind() == Refusal.Kind.LOCKED) {
                writing.outcomes(asDrift(writing, side, property, refusal.message()));
            } else {
                writing.trouble(trouble(flow, side, before, refusal, property));
            }
        }
        writing.baseline(baseline);
        writing.effect(
                side,
                written.isEmpty()
                        ? new Effect.Refused(Optional.of(answer.record()))
                        : new Effect.Written(answer.record(), written, changedAt));
        if (withoutEffect.isEmpty()) {
            patience.restored(flow, side, answer.record());
        } else {
            fruitless(flow, side, writing, withoutEffect);
        }
    }

    /**
     * An edit right after our write can bring back the old value. Then no snapshot changes, and no feed shows it. If
     * the record has the same version, it is no edit but a lagging replica.
     */
    private static boolean isUndone(SyncRecord before, SyncRecord now, String property) {
        return !now.isSameVersion(before)
                && now.values().get(property).equals(before.values().get(property));
    }

    private static Trouble trouble(Flow flow, Side side, SyncRecord record, Refusal refusal, String property) {
        return new Trouble(
                side,
                record.key().id(),
                property,
                flow.id() + ": " + record.key().entity().system()
                        + (refusal.kind() == Refusal.Kind.WITHOUT_EFFECT ? " did not carry out" : " refused")
                        + " the update of " + record.key()
                        + (property.isEmpty() ? "" : ", property " + property) + " (" + refusal.message() + ")",
                refusal.kind().heals());
    }

    /** @param property "" for all that were to be written on that side */
    private static List<RowOutcome> asDrift(Writing writing, Side locked, String property, String because) {
        return writing.outcomes().stream()
                .map(outcome -> outcome instanceof RowOutcome.WriteTo write
                                && write.to() == locked
                                && (property.isEmpty()
                                        || property.equals(write.row().property(locked)))
                        ? new RowOutcome.Drift(outcome.row(), locked.other(), because)
                        : outcome)
                .toList();
    }
}
