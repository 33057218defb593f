package io.tandem.chunk;

import io.tandem.flow.Side;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code upsert} came to for one record; {@code link} stores it. Immutable.
 *
 * @param stored the link as it stands in the store, after what was recorded before the writes
 * @param link as it is to be stored; empty if {@code stored} is to be forgotten, or there never was one
 * @param bySide a side that isn't there is {@link Effect.Unchanged}
 * @param baseline with what was written
 * @param outcomes the rows' outcomes after the writes: a locked property is drift, one whose record is new waits for the next merge
 * @param answered intents whose writes were answered: they are over
 * @param inDoubt earlier writes of the same rows, of which nobody can tell any more what became of them: they are over too
 * @param troubles why the record, or properties of it, are parked
 * @param again whether the next round has to look at it again
 * @param refused whether the store refuses its data: it stays as it was before this chunk, and is parked
 */
public record Effects(
        Optional<Link> stored,
        Optional<Link> link,
        Map<Side, Effect> bySide,
        Baseline baseline,
        List<RowOutcome> outcomes,
        List<Intent> answered,
        List<Intent> inDoubt,
        List<Trouble> troubles,
        boolean again,
        boolean refused) {

    private static final Effect UNCHANGED = new Effect.Unchanged();

    public Effects {
        bySide = Map.copyOf(bySide);
        outcomes = List.copyOf(outcomes);
        answered = List.copyOf(answered);
        inDoubt = List.copyOf(inDoubt);
        troubles = List.copyOf(troubles);
    }

    public Effect on(Side side) {
        return bySide.getOrDefault(side, UNCHANGED);
    }

    /** The link to forget: nothing was created under its key, and nothing will be. */
    public Optional<Link> abandoned() {
        return link.isPresent() ? Optional.empty() : stored;
    }

    /** The same, with the link as it is stored now. */
    Effects saved(Link now) {
        return new Effects(
                Optional.of(now),
                Optional.of(now),
                bySide,
                baseline,
                outcomes,
                answered,
                inDoubt,
                troubles,
                again,
                refused);
    }

    /** @param stored the link as it stands, which stays */
    static Effects refused(Optional<Link> stored, List<Trouble> troubles) {
        return new Effects(
                stored,
                stored,
                Map.of(),
                stored.map(Link::baseline).orElse(Baseline.empty()),
                List.of(),
                List.of(),
                List.of(),
                troubles,
                false,
                true);
    }
}
