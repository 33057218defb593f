package io.tandem.fetch;

import io.tandem.chunk.Snapshot;
import io.tandem.record.Presence;
import io.tandem.record.SyncRecord;
import io.tandem.record.Values;
import io.tandem.store.Snapshots;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Decides what an answered record means against its snapshot (rule 1): older ones are never taken, with equal stamps the
 * content decides, and only a change of the mapped state makes a change. Pure.
 *
 * @param properties those that snapshots of this entity hold
 * @param readLag how long lists may lag behind our own writes, and behind single reads
 * @param clockOffset our clock minus the system's
 * @param steadySince before that moment our clock may have been another one: what was written then may have been written just now
 */
record Arrival(Set<String> properties, Duration readLag, Duration clockOffset, Instant now, Instant steadySince) {

    /** Stamps may have only seconds, and the offset of a clock is known to a few seconds. */
    private static final Duration RESOLUTION = Duration.ofSeconds(5);

    /** Of one record, within the time that reads may lag. */
    private static final int MOST_STATES = 8;

    /**
     * @param changed whether the mapped state differs, so that flows must look
     * @param ours whether what changed is our own write
     * @param row to store; its sequence is given by the caller if {@code changed}
     */
    record Taken(boolean changed, boolean ours, Snapshots.Row row) {

        /** @param edited takes the ids of records that were edited in what no flow maps: their stamp moved, and that is all */
        Taken notedIn(Collection<String> edited, Snapshots.Row known) {
            if (!changed
                    && row.seen()
                            .record()
                            .modified()
                            .isAfter(known.seen().record().modified())) {
                edited.add(row.seen().id());
            }
            return this;
        }
    }

    /** @return empty if there is nothing to store */
    Optional<Taken> ofFetched(SyncRecord arrived, Snapshots.Row known) {
        SyncRecord record = arrived.withValues(arrived.values().only(properties::contains));
        if (known == null) {
            return record.presence() == Presence.LEFT
                    ? Optional.empty()
                    : Optional.of(new Taken(true, false, first(record, Map.of(), Instant.EPOCH)));
        }
        SyncRecord before = known.seen().record();
        if (isOlder(record, known) || (!sameState(record, before) && isBehind(record, known))) {
            return filled(record, known);
        }
        return take(record, known, Map.of(), false);
    }

    /**
     * A known stamp that lies in the future vouches for nothing (rule 11): its system's clock was wrong. Then an edit
     * since the last read is newer. If our clock was wrong too, nobody knows when we read.
     */
    private boolean isOlder(SyncRecord record, Snapshots.Row known) {
        Instant modified = record.modified();
        Instant knownModified = known.seen().record().modified();
        if (!modified.isBefore(knownModified)) {
            return false;
        }
        boolean before = Stream.concat(Stream.of(known.written()), known.seen().changedAt().values().stream())
                .filter(moment -> !moment.isAfter(now))
                .anyMatch(moment -> !modified.plus(clockOffset).isAfter(moment.minus(RESOLUTION)));
        return !isAhead(knownModified) || isAhead(modified) || before;
    }

    private boolean isAhead(Instant modified) {
        return modified.plus(clockOffset).isAfter(now.plus(RESOLUTION));
    }

    /**
     * From an older record, only properties that are new to the entity are taken. The snapshot doesn't know them yet,
     * and unknown must not be merged as empty.
     */
    private Optional<Taken> filled(SyncRecord record, Snapshots.Row known) {
        Values before = known.seen().record().values().only(properties::contains);
        List<String> news =
                properties.stream().filter(property -> !before.has(property)).toList();
        if (news.isEmpty()) {
            return Optional.empty();
        }
        Map<String, Instant> changedAt = new HashMap<>(known.seen().changedAt());
        news.forEach(property -> changedAt.put(property, onOurClock(record)));
        SyncRecord whole = known.seen().record().withValues(record.values().with(before));
        return Optional.of(new Taken(
                true,
                false,
                new Snapshots.Row(
                        new Snapshot(
                                whole,
                                changedAt,
                                known.seen().sequence(),
                                known.seen().met()),
                        known.written(),
                        known.superseded())));
    }

    /** Whether a record without modified time, which had one, was edited: nobody can say what is newer. */
    boolean hasLostItsStamp(SyncRecord arrived, Snapshots.Row known) {
        return known != null
                && arrived.modified().equals(Instant.EPOCH)
                && known.seen().record().modified().isAfter(Instant.EPOCH)
                && !sameState(
                        arrived.withValues(arrived.values().only(properties::contains)),
                        known.seen().record());
    }

    /** A record as the answer to our own write, or a read right before or after it, showed it. */
    Optional<Taken> ofWritten(SyncRecord arrived, Map<String, Instant> writtenSince, Snapshots.Row known) {
        SyncRecord record = stamped(
                arrived.withValues(arrived.values().only(properties::contains)), !writtenSince.isEmpty(), known);
        if (known == null) {
            Instant written = writtenSince.isEmpty() ? Instant.EPOCH : now;
            return Optional.of(new Taken(true, !writtenSince.isEmpty(), first(record, writtenSince, written)));
        }
        if (isOlder(record, known)) {
            return Optional.empty();
        }
        return take(record, known, writtenSince, !writtenSince.isEmpty() || isAheadOfLists(record, known));
    }

    /** Whether nothing but the content says that a state is later than the one that lists have shown: they may show that again. */
    private static boolean isAheadOfLists(SyncRecord record, Snapshots.Row known) {
        SyncRecord before = known.seen().record();
        return record.modified().equals(before.modified()) && !sameState(record, before);
    }

    /**
     * What our write left needs no stamp to be later than what is known. If the old state stayed, it would differ from the
     * baseline like an edit, and the next merge would undo on the other side what was just written.
     */
    private static SyncRecord stamped(SyncRecord record, boolean ours, Snapshots.Row known) {
        boolean needsStamp = ours && known != null && record.modified().equals(Instant.EPOCH);
        return needsStamp ? record.withModified(known.seen().record().modified()) : record;
    }

    /**
     * A lagging replica shows what was there before our write, or before what we read beside one. Anything else with the same
     * stamp is a person's edit. An edit between our read and our write may be in it; it comes again, with ours.
     */
    private boolean isBehind(SyncRecord record, Snapshots.Row known) {
        return record.modified().equals(known.seen().record().modified())
                && mayLag(known.written())
                && known.superseded().stream().anyMatch(before -> shows(before, record, known));
    }

    private boolean shows(Values before, SyncRecord record, Snapshots.Row known) {
        Values latest = known.seen().record().values();
        boolean undeleted = record.presence() != known.seen().record().presence();
        return undeleted && record.values().equals(before)
                || properties.stream()
                        .anyMatch(p -> record.values().get(p).equals(before.get(p))
                                && !latest.get(p).equals(before.get(p)));
    }

    private boolean mayLag(Instant written) {
        boolean justNow = !written.isAfter(now) && now.isBefore(written.plus(readLag));
        return justNow || now.isBefore(steadySince.plus(readLag));
    }

    /** @param ahead whether lists may go on to show what is known */
    private Optional<Taken> take(
            SyncRecord record, Snapshots.Row known, Map<String, Instant> writtenSince, boolean ahead) {
        SyncRecord before = known.seen().record();
        boolean changed = !sameState(record, before);
        boolean sameStamp = record.modified().equals(before.modified())
                && java.util.Objects.equals(record.token(), before.token())
                && !ahead;
        if (!changed && sameStamp) {
            return Optional.empty();
        }
        Map<String, Instant> changedAt = new HashMap<>(known.seen().changedAt());
        changedAt.keySet().retainAll(properties);
        for (String property : properties) {
            boolean sameValue =
                    record.values().get(property).equals(before.values().get(property));
            if (!sameValue || !changedAt.containsKey(property)) {
                changedAt.put(property, writtenSince.getOrDefault(property, onOurClock(record)));
            }
        }
        return Optional.of(new Taken(
                changed,
                !writtenSince.isEmpty(),
                new Snapshots.Row(
                        new Snapshot(
                                record,
                                changedAt,
                                known.seen().sequence(),
                                known.seen().met()),
                        ahead ? now : known.written(),
                        ahead ? superseded(record, known) : known.superseded())));
    }

    /** What lists may still show: all that stood there since they may have seen the last of it. */
    private List<Values> superseded(SyncRecord record, Snapshots.Row known) {
        SyncRecord before = known.seen().record();
        List<Values> states = new ArrayList<>();
        if (record.modified().equals(before.modified()) && mayLag(known.written())) {
            states.addAll(known.superseded());
        }
        states.remove(before.values());
        states.add(before.values());
        return states.subList(Math.max(0, states.size() - MOST_STATES), states.size());
    }

    private Snapshots.Row first(SyncRecord record, Map<String, Instant> writtenSince, Instant written) {
        Map<String, Instant> changedAt = new HashMap<>();
        properties.forEach(p -> changedAt.put(p, writtenSince.getOrDefault(p, onOurClock(record))));
        return new Snapshots.Row(new Snapshot(record, changedAt, 0, 0), written, List.of());
    }

    /** A stamp by our clock: never after we read it, though stamps and the offset are only known to a second or more. */
    private Instant onOurClock(SyncRecord record) {
        Instant edited = record.modified().plus(clockOffset);
        return edited.isAfter(now) ? now : edited;
    }

    private static boolean sameState(SyncRecord one, SyncRecord other) {
        Values mine = one.values();
        return one.presence() == other.presence() && mine.equals(other.values());
    }
}
