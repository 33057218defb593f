package io.tandem.upsert;

import io.tandem.chunk.Baseline;
import io.tandem.chunk.Decision;
import io.tandem.chunk.Effect;
import io.tandem.chunk.Effects;
import io.tandem.chunk.Intent;
import io.tandem.chunk.Item;
import io.tandem.chunk.Link;
import io.tandem.chunk.LinkState;
import io.tandem.chunk.RowOutcome;
import io.tandem.chunk.Trouble;
import io.tandem.chunk.UnderWay;
import io.tandem.flow.Side;
import io.tandem.record.SyncRecord;
import io.tandem.record.Values;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One record on its way through the step: what was recorded before its writes, and their results so far. It lives for
 * one try of the step, so nothing is left of a try that failed.
 */
final class Writing {

    private final Item item;
    private final UnderWay.Place place;
    private final Decision decision;
    private final Map<Side, Intent> intents = new EnumMap<>(Side.class);
    private final Set<Side> sent = EnumSet.noneOf(Side.class);
    private final Map<Side, Effect> effects = new EnumMap<>(Side.class);
    private final List<Intent> answered = new ArrayList<>();
    private final List<Intent> inDoubt = new ArrayList<>();
    private final Set<Trouble> troubles = new LinkedHashSet<>();
    private Optional<Link> stored;
    private Optional<Link> link;
    private Optional<SyncRecord> knownPartner = Optional.empty();
    private Baseline baseline;
    private List<RowOutcome> outcomes;
    private boolean again;
    private boolean left;
    private Trouble refused;

    /** @param place of its chunk */
    Writing(Item item, UnderWay.Place place) {
        this.item = item;
        this.place = place;
        this.decision = item.decision().orElseThrow();
        this.stored = item.stored();
        this.link = item.link();
        this.baseline = decision instanceof Decision.Merge merge
                ? merge.agreed()
                : link.map(Link::baseline).orElse(Baseline.empty());
        this.outcomes = decision.outcomes();
    }

    Item item() {
        return item;
    }

    String id() {
        return item.snapshot().id();
    }

    SyncRecord record(Side side) {
        return item.on(side).orElseThrow().record();
    }

    Link link() {
        return link.orElseThrow();
    }

    /**
     * Claims a record that may become its partner, so that no other chunk links it. Then the store says whether one did
     * before.
     *
     * @return false if another chunk has it in hand
     */
    boolean claims(String partnerId) {
        return place.claim(List.of(partnerId), place.finished());
    }

    UnderWay.Place place() {
        return place;
    }

    /** Whether a new partner is to be made. */
    boolean creates() {
        return decision instanceof Decision.Create;
    }

    /** Whether an earlier try to create has left its link. */
    boolean isRepeated() {
        return creates() && item.stored().isPresent();
    }

    /** Whether something must be in the store before its pair is written or deleted. */
    boolean isRecordedAhead() {
        boolean writes = outcomes.stream().anyMatch(RowOutcome.WriteTo.class::isInstance) && !creates();
        return writes || (toDelete().isPresent() && isNewPair());
    }

    /** Whether the stored link is still the one that was matched. */
    boolean isStored(Link now) {
        return item.stored().filter(link -> link.version() == now.version()).isPresent();
    }

    /** Whether {@code transform} knows these writes without answer: no earlier try of this chunk sent any. */
    boolean knows(List<Intent> pending) {
        Set<Long> known = Stream.of(
                        decision.earlier().tookEffect(),
                        decision.earlier().inDoubt(),
                        decision.earlier().open())
                .flatMap(List::stream)
                .map(Intent::id)
                .collect(Collectors.toSet());
        return pending.stream().map(Intent::id).allMatch(known::contains);
    }

    /** Whether its pair was found in this chunk, so that its link is not in the store yet. */
    boolean isNewPair() {
        return link.isPresent() && stored.isEmpty();
    }

    /** Its link, if it says that a create was started, but no call was made. */
    Optional<Link> startedInVain() {
        return creates() && !isRepeated() && !isOut() && !sent.contains(made()) ? stored : Optional.empty();
    }

    Values createValues() {
        return ((Decision.Create) decision).values();
    }

    Optional<Side> toDelete() {
        return !isOut() && decision instanceof Decision.Delete delete ? Optional.of(delete.where()) : Optional.empty();
    }

    /** The side on which a new partner of it is made. */
    Side made() {
        return item.side().other();
    }

    /** The rows that go to one side of a pair, as they were decided. */
    List<RowOutcome.WriteTo> rows(Side side) {
        return decision instanceof Decision.Merge
                ? decision.outcomes().stream()
                        .filter(RowOutcome.WriteTo.class::isInstance)
                        .map(RowOutcome.WriteTo.class::cast)
                        .filter(row -> row.to() == side)
                        .toList()
                : List.of();
    }

    List<RowOutcome> outcomes() {
        return outcomes;
    }

    void outcomes(List<RowOutcome> left) {
        outcomes = left;
    }

    /** Its link stands in the store now. */
    void recorded(Link now) {
        stored = Optional.of(now);
        link = stored;
        if (creates()) {
            baseline = now.baseline();
        }
    }

    /** What is about to be written is stored. */
    void recorded(Intent intent) {
        intents.put(intent.side(), intent);
    }

    boolean intends(Side side) {
        return !isOut() && intents.containsKey(side);
    }

    /** The call that writes this side is made now. */
    void sends(Side side) {
        sent.add(side);
    }

    List<Intent> unsent() {
        return intents.values().stream()
                .filter(intent -> !sent.contains(intent.side()))
                .toList();
    }

    /** The store refuses its data: nothing is written any more. */
    void refuse(Trouble why) {
        refused = why;
    }

    /**
     * Leaves the record to a link that changed since it was matched, or was written by an earlier try of this chunk or
     * by an operator. Nothing is written now. The next round looks again, and looks up a create that was started.
     */
    void leaveTo(Link held) {
        left = true;
        stored = Optional.of(held);
        link = stored;
        baseline = held.baseline();
        outcomes = List.of();
        again = held.state() != LinkState.CREATING;
    }

    /** Whether nothing is written for it in this chunk. */
    boolean isOut() {
        return refused != null || left;
    }

    void effect(Side side, Effect effect) {
        effects.put(side, effect);
    }

    Baseline baseline() {
        return baseline;
    }

    void baseline(Baseline next) {
        baseline = next;
    }

    void trouble(Trouble trouble) {
        troubles.add(trouble);
    }

    /** The next round has to look at it again. */
    void again() {
        again = true;
    }

    /** The write of a side was answered: it is over, and so are earlier writes of which nothing more can be seen. */
    void answered(Side side, boolean written) {
        answered.add(intents.get(side));
        if (written) {
            inDoubt.addAll(decision.earlier().endedBy(intents.get(side), value -> stood(side, value)));
        }
    }

    private boolean stood(Side side, Intent.Value value) {
        return decision.outcomes().stream()
                .map(RowOutcome::row)
                .filter(row -> row.id().equals(value.rowId()))
                .map(row -> record(side).values().get(row.property(side)))
                .anyMatch(stands -> Values.canonical(stands).equals(value.value()));
    }

    /** The partner of a deleted record is deleted too. */
    void deleted(Effect effect) {
        Decision.Delete delete = (Decision.Delete) decision;
        effects.put(delete.where(), effect);
        link = Optional.of(link().withState(delete.then()));
    }

    /** The create was answered. */
    void created(SyncRecord record, Values values, Baseline agreed, Map<String, Instant> changedAt) {
        effects.put(made(), new Effect.Created(record, values, changedAt));
        baseline = agreed;
        link = Optional.of(link().with(made(), record.key().id(), LinkState.LINKED));
    }

    /**
     * Links to a record that exists already: the next round merges the two.
     *
     * @param effect {@link Effect.Adopted}, or {@link Effect.Created} if an earlier try of ours made it
     * @param sent what both sides edit from; empty if the record isn't ours: its values merge as at a first meeting
     */
    void adopted(SyncRecord record, Effect effect, Baseline sent) {
        effects.put(made(), effect);
        baseline = sent;
        link = Optional.of(link().with(made(), record.key().id(), LinkState.LINKED));
        outcomes = List.of();
        again = true;
    }

    /** Its partner is there already, by other links. */
    void knownPartner(SyncRecord record) {
        knownPartner = Optional.of(record);
    }

    Optional<SyncRecord> knownPartner() {
        return knownPartner;
    }

    /** Nothing is created for now. @param next whether the next round looks again */
    void holdBack(boolean next) {
        outcomes = List.of();
        again = next;
    }

    /** Gives up a create under this link's key: the link is deleted, and the record can be linked again. */
    void abandon() {
        link = Optional.empty();
        outcomes = List.of();
    }

    /** The item with what its writes came to. */
    Item written() {
        return refused != null
                ? item.refused(refused)
                : item.with(new Effects(
                        stored,
                        link,
                        effects,
                        baseline,
                        outcomes,
                        answered,
                        inDoubt,
                        List.copyOf(troubles),
                        again,
                        false));
    }
}
