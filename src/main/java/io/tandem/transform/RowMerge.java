package io.tandem.transform;

import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.chunk.Baseline;
import io.tandem.chunk.PairState;
import io.tandem.chunk.ReferenceTable;
import io.tandem.chunk.RowOutcome;
import io.tandem.flow.FirstMergePolicy;
import io.tandem.flow.Row;
import io.tandem.flow.Side;
import io.tandem.record.SyncRecord;
import io.tandem.record.Values;
import io.tandem.record.Word;
import java.util.Optional;

/** Merges one row of one pair: rules 4, 5 and 7. Used once. */
final class RowMerge {

    private final RowLens lens;
    private final Row row;
    private final PairState pair;
    private final ReferenceTable references;
    private final JsonNode source;
    private final JsonNode target;
    private final Side decision;

    RowMerge(RowLens lens, PairState pair, ReferenceTable references) {
        this.lens = lens;
        this.row = lens.row();
        this.pair = pair;
        this.references = references;
        this.source = lens.sourceValue(pair.source());
        this.target = pair.target().values().get(row.target());
        this.decision = pair.decision(row).orElse(null);
    }

    RowOutcome merge(Optional<Baseline.Agreed> base) {
        if (base.isEmpty()) {
            return first();
        }
        boolean sourceChanged = !lens.unchanged(base.get().source(), source);
        boolean targetChanged = !lens.unchanged(base.get().target(), target);
        if (!sourceChanged && !targetChanged) {
            return new RowOutcome.Unchanged(row);
        }
        if (decision != null) {
            return agreedOr(this::decided);
        }
        if (sourceChanged && targetChanged) {
            return agreedOr(() -> conflict("both sides changed it differently"));
        }
        Side changed = sourceChanged ? Side.SOURCE : Side.TARGET;
        return agreedOr(() -> carry(changed, "only the " + changed.lower() + " changed", null));
    }

    private interface Otherwise {
        RowOutcome outcome();
    }

    /** If the two agree as lens and type see it, that is all; if nobody can say so, the row waits. */
    private RowOutcome agreedOr(Otherwise otherwise) {
        if (Values.isEmpty(target) && Values.isEmpty(source)) {
            return new RowOutcome.Agreed(row, source, target);
        }
        Lens.Result shown = lens.carry(Side.SOURCE, source, target, references);
        if (shown instanceof Lens.Result.Converted converted && lens.sameOnTarget(converted.value(), target)) {
            return new RowOutcome.Agreed(row, source, target);
        }
        return otherwise.outcome();
    }

    private RowOutcome first() {
        return agreedOr(() -> {
            if (row.source() == null) {
                return carry(Side.SOURCE, "a constant", null);
            }
            if (decision != null) {
                return decided();
            }
            boolean oneEmpty = Values.isEmpty(source) || Values.isEmpty(target);
            if (oneEmpty && row.firstMerge() != FirstMergePolicy.MANUAL) {
                Side filled = Values.isEmpty(source) ? Side.TARGET : Side.SOURCE;
                return carry(filled, "the " + filled.other().lower() + " was empty when the two met", null);
            }
            return firstDifference();
        });
    }

    private RowOutcome firstDifference() {
        return switch (row.firstMerge()) {
            case SOURCE -> carry(Side.SOURCE, "the source wins a first merge", null);
            case TARGET -> carry(Side.TARGET, "the target wins a first merge", null);
            case LATEST ->
                forcedWinner()
                        .map(side -> carry(side, "only the " + side.other().lower() + " can be written", null))
                        .orElseGet(() -> carry(later(), "the later change wins a first merge", null));
            case FILL, MANUAL -> openUnlessUnresolved("they differed when the two met");
        };
    }

    private RowOutcome conflict(String rule) {
        Optional<Side> forced = forcedWinner();
        if (forced.isPresent()) {
            return settle(
                    forced.get(), rule + "; only the " + forced.get().other().lower() + " can be written");
        }
        return switch (row.conflict()) {
            case SOURCE -> settle(Side.SOURCE, rule + "; the source wins");
            case TARGET -> settle(Side.TARGET, rule + "; the target wins");
            case LATEST -> settle(later(), rule + "; the later change wins");
            case MANUAL -> openUnlessUnresolved(rule);
        };
    }

    /** The side that can't be written while the other can. */
    private Optional<Side> forcedWinner() {
        boolean sourceTakes = takes(Side.SOURCE);
        boolean targetTakes = takes(Side.TARGET);
        if (sourceTakes == targetTakes) {
            return Optional.empty();
        }
        return Optional.of(sourceTakes ? Side.TARGET : Side.SOURCE);
    }

    private boolean takes(Side side) {
        return lens.carriesTo(side) && unwritable(side).isEmpty();
    }

    private Optional<String> unwritable(Side side) {
        return lens.unwritable(side, Optional.ofNullable(pair.locked().get(side)));
    }

    /** A tie goes to the source. */
    private Side later() {
        return pair.changedAt(Side.TARGET, row.target()).isAfter(pair.changedAt(Side.SOURCE, property(Side.SOURCE)))
                ? Side.TARGET
                : Side.SOURCE;
    }

    private RowOutcome settle(Side winner, String rule) {
        return carry(winner, rule, new RowOutcome.Conflict(source, target, winner, rule));
    }

    /** A decision that can't be carried out stays undone: nothing is written against it. */
    private RowOutcome decided() {
        RowOutcome outcome = settle(decision, "an operator decided");
        return outcome instanceof RowOutcome.Drift drift
                ? failed(decision, "was to win as an operator decided, but " + drift.because())
                : outcome;
    }

    private RowOutcome openUnlessUnresolved(String rule) {
        Lens.Result shown = lens.carry(Side.SOURCE, source, target, references);
        if (shown instanceof Lens.Result.Unresolved unresolved) {
            return new RowOutcome.Unresolved(row, unresolved.wanted());
        }
        return new RowOutcome.Open(row, new RowOutcome.Conflict(source, target, null, rule));
    }

    private RowOutcome carry(Side from, String because, RowOutcome.Conflict conflict) {
        Side to = from.other();
        if (!lens.carriesTo(to)) {
            return new RowOutcome.Drift(row, from, "the row goes " + Word.of(row.direction()) + " only");
        }
        Optional<String> unwritable = unwritable(to);
        if (unwritable.isPresent()) {
            return new RowOutcome.Drift(row, from, unwritable.get());
        }
        Lens.Result result = lens.carry(from, source, target, references);
        if (result instanceof Lens.Result.Unresolved unresolved) {
            return new RowOutcome.Unresolved(row, unresolved.wanted());
        }
        if (result instanceof Lens.Result.Refused refused) {
            return failed(
                    from,
                    "holds " + refused.reason() + "; " + key(to) + ", property " + row.property(to)
                            + ", was left as it is");
        }
        JsonNode value = ((Lens.Result.Converted) result).value();
        if (Values.isEmpty(value) && !lens.clearable(to)) {
            return failed(
                    from,
                    "was cleared, but " + key(to) + " can't be without " + row.property(to) + "; nothing was written");
        }
        JsonNode origin = from == Side.SOURCE ? source : target;
        return value.equals(to == Side.SOURCE ? source : target)
                ? new RowOutcome.Agreed(row, source, target)
                : new RowOutcome.WriteTo(
                        row, to, value, origin, pair.changedAt(from, property(from)), because, conflict);
    }

    private String property(Side side) {
        return row.property(side) == null ? row.target() : row.property(side);
    }

    private RowOutcome failed(Side side, String what) {
        return new RowOutcome.Failed(row, side, key(side) + ", property " + property(side) + ", " + what);
    }

    private Object key(Side side) {
        SyncRecord record = pair.record(side);
        return record.key();
    }
}
