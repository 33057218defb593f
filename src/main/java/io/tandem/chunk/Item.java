package io.tandem.chunk;

import io.tandem.flow.Flow;
import io.tandem.flow.Side;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One record on its way: its {@link Snapshot}, and what each step adds to it once: {@link Verdict}, {@link Decision},
 * {@link Effects}. A step makes new items in a new chunk, so a step that failed can start again from what it was given.
 *
 * <p>Everything but {@link #skip} only reads. Thread-safe.
 */
public final class Item {

    private final Side side;
    private final Snapshot snapshot;
    private final boolean changed;
    private final boolean echo;
    private final Verdict verdict;
    private final Decision decision;
    private final Effects effects;
    private volatile String skipped;

    /**
     * @param side where the record stands in its flow
     * @param changed whether it comes from the feed; false if it was woken
     */
    public Item(Side side, Snapshot snapshot, boolean changed) {
        this(side, snapshot, changed, false);
    }

    /** @param echo whether all that is new of it, since its flow last looked, is our own writing */
    public Item(Side side, Snapshot snapshot, boolean changed, boolean echo) {
        this(side, snapshot, changed, echo, null, null, null, null);
    }

    private Item(
            Side side,
            Snapshot snapshot,
            boolean changed,
            boolean echo,
            Verdict verdict,
            Decision decision,
            Effects effects,
            String skipped) {
        this.side = side;
        this.snapshot = snapshot;
        this.changed = changed;
        this.echo = echo;
        this.verdict = verdict;
        this.decision = decision;
        this.effects = effects;
        this.skipped = skipped;
    }

    /** What {@code match} adds. */
    public Item with(Verdict found) {
        once(verdict, "match");
        return new Item(side, snapshot, changed, echo, found, null, null, skipped);
    }

    /** What {@code transform} adds. */
    public Item with(Decision decided) {
        once(decision, "transform");
        return new Item(side, snapshot, changed, echo, verdict, decided, null, skipped);
    }

    /** What {@code upsert} adds. */
    public Item with(Effects came) {
        once(effects, "upsert");
        return new Item(side, snapshot, changed, echo, verdict, decision, came, skipped);
    }

    private void once(Object part, String step) {
        if (part != null) {
            throw new IllegalStateException("the step " + step + " stands twice in the way of " + this);
        }
    }

    /** What {@code link} leaves: the same, with the link as it is stored now. */
    public Item saved(Link stored) {
        return new Item(side, snapshot, changed, echo, verdict, decision, effects.saved(stored), skipped);
    }

    /** The store refuses this record's result: the record stays as it was before this chunk, and is parked. */
    public Item refused(Trouble why) {
        Optional<Link> known = stored();
        List<Trouble> all = new ArrayList<>(effects == null ? List.of() : effects.troubles());
        all.add(why);
        return new Item(side, snapshot, changed, echo, verdict, decision, Effects.refused(known, all), skipped);
    }

    public Side side() {
        return side;
    }

    public Snapshot snapshot() {
        return snapshot;
    }

    public boolean changed() {
        return changed;
    }

    public boolean echo() {
        return echo;
    }

    /**
     * Leaves this record alone in this chunk, and until it changes again.
     *
     * @throws IllegalStateException after {@code upsert}: what was written has to be stored
     */
    public void skip(String because) {
        if (effects != null) {
            throw new IllegalStateException(
                    this + " can't be left out after upsert; a step that leaves records out stands before it");
        }
        skipped = because;
    }

    /** Why the later steps pass it by: a step of the site's own said so, or one of ours did. */
    public Optional<String> skipped() {
        return Optional.ofNullable(skipped).or(this::left);
    }

    private Optional<String> left() {
        if (isRefused()) {
            return Optional.of(
                    effects.troubles().get(effects.troubles().size() - 1).reason());
        }
        if (decision instanceof Decision.Left left) {
            return Optional.of(left.because());
        }
        return Optional.ofNullable(verdict).flatMap(Verdict::left);
    }

    /** Present after {@code match}. */
    public Optional<Verdict> verdict() {
        return Optional.ofNullable(verdict);
    }

    /** Present after {@code transform}, unless the record was skipped before. */
    public Optional<Decision> decision() {
        return Optional.ofNullable(decision);
    }

    /** Present after {@code upsert}, unless the record was skipped before. */
    public Optional<Effects> effects() {
        return Optional.ofNullable(effects);
    }

    /** Its link, as the steps up to now leave it. */
    public Optional<Link> link() {
        return effects != null
                ? effects.link()
                : decision().flatMap(Decision::link).or(() -> verdict().flatMap(Verdict::link));
    }

    /** Its link as it stands in the store; empty if it isn't there yet. */
    public Optional<Link> stored() {
        return effects != null ? effects.stored() : verdict().flatMap(Verdict::stored);
    }

    /** The partner's snapshot, where {@code transform} looked at a pair. */
    public Optional<Snapshot> counterpart() {
        return decision().flatMap(Decision::counterpart);
    }

    /** The snapshot on a side; empty if it is the partner's and that is not known. */
    public Optional<Snapshot> on(Side wanted) {
        return wanted == side ? Optional.of(snapshot) : counterpart();
    }

    /** What each row came to; empty before {@code transform}. */
    public List<RowOutcome> outcomes() {
        return effects != null
                ? effects.outcomes()
                : decision().map(Decision::outcomes).orElse(List.of());
    }

    public boolean isRefused() {
        return effects != null && effects.refused();
    }

    /** Whether a new partner was made. */
    public boolean created() {
        return effects != null && effects.on(side.other()) instanceof Effect.Created;
    }

    /** Whether it was linked in this chunk to a record that existed already. */
    public boolean isNewPair() {
        return verdict instanceof Verdict.Matched
                || (effects != null && effects.on(side.other()) instanceof Effect.Adopted);
    }

    /** The sides on which its pair was written or deleted. */
    public Set<Side> wrote() {
        Set<Side> sides = EnumSet.noneOf(Side.class);
        for (Side each : Side.values()) {
            if (effects != null && effects.on(each) instanceof Effect.Written) {
                sides.add(each);
            }
        }
        return sides;
    }

    /** Whether the next round looks at it again. */
    public boolean mustRunAgain() {
        return effects != null && effects.again();
    }

    /** Why it, or properties of it, are parked: what the steps said, and the rows that failed. */
    public List<Trouble> troubles(Flow flow) {
        List<Trouble> all = new ArrayList<>();
        if (effects != null) {
            all.addAll(effects.troubles());
        } else if (decision instanceof Decision.Left left) {
            all.addAll(left.troubles());
        }
        if (skipped().isEmpty()) {
            link().ifPresent(link -> outcomes().stream()
                    .filter(RowOutcome.Failed.class::isInstance)
                    .map(failed -> ((RowOutcome.Failed) failed).trouble(flow, link))
                    .filter(trouble -> !all.contains(trouble))
                    .forEach(all::add));
        }
        return all;
    }

    @Override
    public String toString() {
        return snapshot.record().toString();
    }
}
