package io.tandem.chunk;

import io.tandem.flow.Side;
import io.tandem.record.Values;
import java.util.List;
import java.util.Optional;

/** What {@code transform} decided for one record: nothing is written yet. Immutable. */
public sealed interface Decision {

    /** What each row came to. */
    default List<RowOutcome> outcomes() {
        return List.of();
    }

    /** Its link with the state that it gets; empty for a record that has no partner yet. */
    default Optional<Link> link() {
        return Optional.empty();
    }

    /** The partner's snapshot, where a pair was looked at. */
    default Optional<Snapshot> counterpart() {
        return Optional.empty();
    }

    /** What is known by now of earlier writes of the pair. */
    default EarlierWrites earlier() {
        return EarlierWrites.none();
    }

    /** The record stays as it is in this chunk. */
    record Left(String because, List<Trouble> troubles) implements Decision {
        public Left {
            troubles = List.copyOf(troubles);
        }
    }

    /** It gets a new partner with these values. */
    record Create(Values values, List<RowOutcome> outcomes) implements Decision {
        public Create {
            outcomes = List.copyOf(outcomes);
        }
    }

    /** What was decided for two records that are linked. */
    sealed interface OfPair extends Decision {
        Link pair();

        Snapshot partner();

        @Override
        default Optional<Link> link() {
            return Optional.of(pair());
        }

        @Override
        default Optional<Snapshot> counterpart() {
            return Optional.of(partner());
        }
    }

    /**
     * Two live records: the rows say what goes where.
     *
     * @param agreed the baseline with all that the two agree on already
     */
    record Merge(Link pair, Snapshot partner, Baseline agreed, List<RowOutcome> outcomes, EarlierWrites earlier)
            implements OfPair {
        public Merge {
            outcomes = List.copyOf(outcomes);
        }
    }

    /** One of the two was deleted or left its entity: nothing is merged, the link says so. */
    record Rest(Link pair, Snapshot partner, EarlierWrites earlier) implements OfPair {}

    /**
     * The partner of a deleted record is to be deleted too.
     *
     * @param pair as it stands
     * @param where the side that is deleted
     * @param then what the link becomes once that is done
     */
    record Delete(Link pair, Snapshot partner, Side where, LinkState then, EarlierWrites earlier) implements OfPair {}
}
