package io.tandem.chunk;

import io.tandem.flow.Side;
import io.tandem.record.SyncRecord;
import io.tandem.record.Values;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One record on its way through a chunk. Each step adds what it found out; {@code link} stores it.
 *
 * <p>A step of an engineer's own may call {@link #skip}: the record is then left as it is, until it changes again.
 */
public final class Item {

    private final Side side;
    private final Snapshot seen;
    private final boolean changed;
    private Link stored;
    private Link link;
    private boolean linkChanged;
    private Link abandoned;
    private Snapshot counterpart;
    private boolean toCreate;
    private Side toDelete;
    private LinkState afterDelete;
    private Values createValues = Values.none();
    private String skipped;
    private List<RowOutcome> outcomes = List.of();
    private Baseline agreed;
    private final Map<Side, SyncRecord> fresh = new EnumMap<>(Side.class);
    private final Map<Side, Map<String, Instant>> written = new EnumMap<>(Side.class);
    private final List<Trouble> troubles = new ArrayList<>();
    private final Map<Side, List<RowOutcome.WriteTo>> writes = new EnumMap<>(Side.class);
    private final Attempts attempts = new Attempts();
    private boolean created;
    private boolean again;
    private boolean refused;

    /**
     * @param side where the record stands in its flow
     * @param changed whether it comes from the feed; false if it was woken
     */
    public Item(Side side, Snapshot seen, boolean changed) {
        this.side = side;
        this.seen = seen;
        this.changed = changed;
    }

    public Side side() {
        return side;
    }

    public Snapshot seen() {
        return seen;
    }

    public boolean changed() {
        return changed;
    }

    /** Leaves this record alone in this chunk. */
    public void skip(String because) {
        skipped = because;
    }

    /** The store refuses what came of this record: it stays as it was before this chunk, and is parked. */
    public void refused(Trouble why) {
        trouble(why);
        skip(why.reason());
        link = stored;
        linkChanged = false;
        refused = true;
    }

    /** Whether {@link #refused} was said of it: no step has anything to store of it then but why. */
    public boolean isRefused() {
        return refused;
    }

    /**
     * Remembers what a transaction is about to take for stored.
     *
     * @return puts it back: the transaction was rolled back
     */
    public Runnable mark() {
        Link storedBefore = stored;
        Link linkBefore = link;
        boolean changedBefore = linkChanged;
        String skippedBefore = skipped;
        boolean refusedBefore = refused;
        List<Trouble> troublesBefore = List.copyOf(troubles);
        return () -> {
            stored = storedBefore;
            link = linkBefore;
            linkChanged = changedBefore;
            skipped = skippedBefore;
            refused = refusedBefore;
            troubles.clear();
            troubles.addAll(troublesBefore);
        };
    }

    public Optional<String> skipped() {
        return Optional.ofNullable(skipped);
    }

    /** Present after {@code match}, if the record has a partner. */
    public Optional<Link> link() {
        return Optional.ofNullable(link);
    }

    /** As stored; {@link #link(Link)} says what is to be stored. */
    public void storedLink(Link found) {
        stored = found;
        link = found;
        linkChanged = false;
    }

    /** The link as it stands in the store; empty if it isn't there yet. */
    public Optional<Link> stored() {
        return Optional.ofNullable(stored);
    }

    public void link(Link found) {
        link = found;
        linkChanged = true;
    }

    /** Nothing was created and nothing will be under this link's key: it is to be forgotten, and the record is free again. */
    public void abandonLink() {
        abandoned = link;
        storedLink(null);
        outcomes(List.of());
    }

    /** The link to forget, with whatever else becomes of this record. */
    public Optional<Link> abandoned() {
        return Optional.ofNullable(abandoned).filter(link -> !refused);
    }

    /** Whether the link has to be saved, its baseline aside. */
    public boolean linkChanged() {
        return linkChanged;
    }

    /** Present after {@code transform}, if the partner's snapshot is known. */
    public Optional<Snapshot> counterpart() {
        return Optional.ofNullable(counterpart);
    }

    public void counterpart(Snapshot found) {
        counterpart = found;
    }

    /** The snapshot on a side, once {@code transform} has looked. */
    public Snapshot on(Side wanted) {
        return wanted == side ? seen : counterpart;
    }

    /** Whether {@code match} found that this record needs a new partner. */
    public boolean toCreate() {
        return toCreate && skipped == null;
    }

    public void toCreate(boolean wanted) {
        toCreate = wanted;
    }

    /**
     * The partner of this record is to be deleted too.
     *
     * @param then what the link becomes once that is done
     */
    public void toDelete(Side where, LinkState then) {
        toDelete = where;
        afterDelete = then;
    }

    public Optional<Side> toDelete() {
        return Optional.ofNullable(toDelete);
    }

    /** The partner is gone, by our delete or before it. */
    public void deleted(SyncRecord record) {
        fresh(toDelete, record.deleted(), Map.of());
        link(link.withState(afterDelete));
    }

    public Values createValues() {
        return createValues;
    }

    public void createValues(Values values) {
        createValues = values;
    }

    /** What {@code transform} decided, one for each row; empty before. */
    public List<RowOutcome> outcomes() {
        return outcomes;
    }

    public void outcomes(List<RowOutcome> decided) {
        outcomes = List.copyOf(decided);
    }

    /** The baseline to save: the link's own until a step agrees on more. */
    public Baseline baseline() {
        if (agreed != null) {
            return agreed;
        }
        return link == null ? Baseline.empty() : link.baseline();
    }

    public void baseline(Baseline next) {
        agreed = next;
    }

    /** A record as a call's answer left it, with the origin's change times of what we wrote. */
    public void fresh(Side where, SyncRecord record, Map<String, Instant> writtenSince) {
        fresh.put(where, record);
        written.computeIfAbsent(where, s -> new HashMap<>()).putAll(writtenSince);
    }

    public Map<Side, SyncRecord> fresh() {
        return fresh;
    }

    public Map<String, Instant> written(Side where) {
        return written.getOrDefault(where, Map.of());
    }

    public void created(SyncRecord partner, Map<String, Instant> writtenSince) {
        created = true;
        fresh(side.other(), partner, writtenSince);
    }

    public boolean created() {
        return created;
    }

    /** @param rows that were written; empty for a delete */
    public void wrote(Side where, List<RowOutcome.WriteTo> rows) {
        writes.put(where, List.copyOf(rows));
    }

    /** The sides on which this record's pair was written. */
    public Set<Side> wrote() {
        return writes.keySet();
    }

    /** What was written, by side; no rows for a delete. */
    public Map<Side, List<RowOutcome.WriteTo>> writes() {
        return writes;
    }

    public Attempts attempts() {
        return attempts;
    }

    /** Said again, it counts once. */
    public void trouble(Trouble trouble) {
        if (!troubles.contains(trouble)) {
            troubles.add(trouble);
        }
    }

    public List<Trouble> troubles() {
        return troubles;
    }

    /** The record changed under our hands: nothing was written, the next round merges it again. */
    public void again() {
        again = true;
    }

    public boolean mustRunAgain() {
        return again && !refused;
    }

    @Override
    public String toString() {
        return seen.record().toString();
    }
}
