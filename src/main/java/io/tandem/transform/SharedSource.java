package io.tandem.transform;

import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.chunk.PairState;
import io.tandem.chunk.RowOutcome;
import io.tandem.chunk.RowOutcome.Conflict;
import io.tandem.chunk.RowOutcome.Open;
import io.tandem.chunk.RowOutcome.WriteTo;
import io.tandem.flow.ConflictPolicy;
import io.tandem.flow.Side;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Several targets of one source that want different values back: the later wins, or an operator decides. */
final class SharedSource {

    private static final String RULE = "several targets of one source changed differently";

    private final PairState pair;
    private final List<RowOutcome> outcomes;

    private SharedSource(PairState pair, List<RowOutcome> outcomes) {
        this.pair = pair;
        this.outcomes = outcomes;
    }

    static List<RowOutcome> settle(List<RowOutcome> outcomes, PairState pair) {
        Map<String, List<WriteTo>> backward = new HashMap<>();
        for (RowOutcome outcome : outcomes) {
            if (outcome instanceof WriteTo write && write.to() == Side.SOURCE) {
                backward.computeIfAbsent(write.row().source(), s -> new ArrayList<>())
                        .add(write);
            }
        }
        SharedSource shared = new SharedSource(pair, new ArrayList<>(outcomes));
        backward.values().stream()
                .filter(writes -> writes.stream().map(WriteTo::value).distinct().count() > 1)
                .forEach(shared::settle);
        return shared.outcomes;
    }

    private void settle(List<WriteTo> writes) {
        List<WriteTo> decided = writes.stream().filter(this::isDecided).toList();
        boolean manual = writes.stream().anyMatch(write -> write.row().conflict() == ConflictPolicy.MANUAL);
        WriteTo winner = (decided.isEmpty() ? writes : decided)
                .stream().max(Comparator.comparing(WriteTo::changedAt)).orElseThrow();
        for (WriteTo write : writes) {
            if (write == winner && !(manual && decided.isEmpty())) {
                replace(write, won(write));
            } else {
                replace(write, manual ? new Open(write.row(), conflict(write, null)) : loser(write));
            }
        }
    }

    private boolean isDecided(WriteTo write) {
        return pair.decision(write.row()).filter(side -> side == Side.TARGET).isPresent();
    }

    private WriteTo won(WriteTo write) {
        return new WriteTo(
                write.row(),
                write.to(),
                write.value(),
                write.origin(),
                write.changedAt(),
                RULE + (isDecided(write) ? "; an operator decided" : "; the later change wins"),
                conflict(write, Side.TARGET));
    }

    /** Left alone for now: in the next round the source's new value meets it as a conflict of its own row. */
    private static RowOutcome loser(WriteTo write) {
        return new RowOutcome.Unchanged(write.row());
    }

    private Conflict conflict(WriteTo write, Side winner) {
        JsonNode source = pair.source().values().get(write.row().source());
        return new Conflict(source, write.origin(), winner, RULE);
    }

    private void replace(WriteTo write, RowOutcome instead) {
        outcomes.set(outcomes.indexOf(write), instead);
    }
}
