package io.tandem.transform;

import io.tandem.chunk.RowOutcome;

/** An outcome in a few words for tables of cases: {@code TARGET := a}, {@code Drift of SOURCE}, {@code Agreed}. */
final class Told {

    private Told() {}

    static String of(RowOutcome outcome) {
        if (outcome instanceof RowOutcome.WriteTo write) {
            return write.to() + " := "
                    + (write.value().isNull() ? "nothing" : write.value().asText());
        }
        if (outcome instanceof RowOutcome.Drift drift) {
            return "Drift of " + drift.edited();
        }
        if (outcome instanceof RowOutcome.Failed failed) {
            return "Failed on " + failed.side();
        }
        return outcome.getClass().getSimpleName();
    }
}
