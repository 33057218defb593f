package io.tandem.kit;

import io.tandem.chunk.Baseline;
import io.tandem.chunk.Decision;
import io.tandem.chunk.EarlierWrites;
import io.tandem.chunk.Effect;
import io.tandem.chunk.Effects;
import io.tandem.chunk.Intent;
import io.tandem.chunk.Item;
import io.tandem.chunk.Link;
import io.tandem.chunk.RowOutcome;
import io.tandem.chunk.Snapshot;
import io.tandem.chunk.Trouble;
import io.tandem.chunk.Verdict;
import io.tandem.flow.Side;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An item as {@code upsert} leaves it, for tests of what comes behind: a pair for which nothing was to be done, and what a test adds. */
public final class ItemBuilder {

    private final Item item;
    private Optional<Link> stored = Optional.empty();
    private Optional<Link> link = Optional.empty();
    private Snapshot partner;
    private Baseline baseline;
    private List<RowOutcome> outcomes = List.of();
    private EarlierWrites earlier = EarlierWrites.none();
    private final Map<Side, Effect> effects = new EnumMap<>(Side.class);
    private final List<Intent> answered = new ArrayList<>();
    private final List<Trouble> troubles = new ArrayList<>();
    private boolean again;

    private ItemBuilder(Item item) {
        this.item = item;
    }

    /** @param snapshot of a source record that changed */
    public static ItemBuilder of(Snapshot snapshot) {
        return new ItemBuilder(new Item(Side.SOURCE, snapshot, true));
    }

    /** Its link stands in the store. */
    public ItemBuilder stored(Link known) {
        stored = Optional.of(known);
        link = stored;
        return this;
    }

    /** Its link as it is to be stored. */
    public ItemBuilder link(Link next) {
        link = Optional.of(next);
        return this;
    }

    /** Its link is given up. */
    public ItemBuilder abandoned() {
        link = Optional.empty();
        return this;
    }

    public ItemBuilder partner(Snapshot snapshot) {
        partner = snapshot;
        return this;
    }

    public ItemBuilder baseline(Baseline agreed) {
        baseline = agreed;
        return this;
    }

    public ItemBuilder outcomes(RowOutcome... some) {
        outcomes = List.of(some);
        return this;
    }

    public ItemBuilder earlier(EarlierWrites found) {
        earlier = found;
        return this;
    }

    public ItemBuilder effect(Side side, Effect effect) {
        effects.put(side, effect);
        return this;
    }

    public ItemBuilder answered(Intent intent) {
        answered.add(intent);
        return this;
    }

    public ItemBuilder trouble(Trouble trouble) {
        troubles.add(trouble);
        return this;
    }

    public ItemBuilder again() {
        again = true;
        return this;
    }

    /** Before {@code upsert}. */
    public Item decided() {
        Link known = stored.or(() -> link).orElseThrow();
        Verdict verdict = stored.isPresent() ? new Verdict.Linked(known) : new Verdict.Matched(known);
        return item.with(verdict).with(new Decision.Merge(known, partner, known.baseline(), outcomes, earlier));
    }

    public Item build() {
        Baseline left = baseline != null
                ? baseline
                : stored.or(() -> link).map(Link::baseline).orElse(Baseline.empty());
        return decided()
                .with(new Effects(stored, link, effects, left, outcomes, answered, List.of(), troubles, again, false));
    }
}
