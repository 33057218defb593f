package io.tandem.fetch;

import io.tandem.chunk.Snapshot;
import io.tandem.record.EntityKey;
import io.tandem.record.Presence;
import io.tandem.store.FeedTable;
import io.tandem.store.NotLive;
import io.tandem.store.Snapshots;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Stores what arrived of one entity: snapshots, match keys, and a sequence number for each change (rule 1). */
final class Intake {

    private Intake() {}

    /** What an arrival means against the snapshot that is known; null if none is. */
    interface Decision {
        Optional<Arrival.Taken> of(String id, Snapshots.Row known);
    }

    /**
     * What was stored.
     *
     * @param before the snapshots that were known before, by id
     * @param news those that are a change of the feed, with their sequence numbers
     */
    record Saved(Map<String, Snapshots.Row> before, List<Snapshot> news) {}

    /**
     * In the caller's transaction.
     *
     * @throws io.tandem.flow.RoundStopped.OtherFiles if the stored keys were made by other files
     */
    static Saved save(
            Handle handle,
            StoredKeys keys,
            EntityKey entity,
            FeedTable.Locked locked,
            Collection<String> ids,
            Decision decision) {
        keys.check(handle, entity, locked);
        int feed = locked.id();
        Map<String, Snapshots.Row> known = Snapshots.load(handle, feed, entity, ids);
        long next = locked.sequence();
        long deletion = 0;
        Map<String, Snapshots.Row> added = new LinkedHashMap<>();
        Map<String, Snapshots.Row> changed = new LinkedHashMap<>();
        List<Snapshot> first = new ArrayList<>();
        List<Snapshot> moved = new ArrayList<>();
        for (String id : ids) {
            Arrival.Taken taken = decision.of(id, known.get(id)).orElse(null);
            if (taken == null) {
                continue;
            }
            Snapshots.Row row = taken.row();
            if (taken.changed()) {
                Snapshot seen = row.seen();
                row = new Snapshots.Row(
                        new Snapshot(seen.record(), seen.changedAt(), ++next, taken.ours() ? seen.met() : next),
                        row.written(),
                        row.superseded());
                deletion = seen.record().presence() == Presence.DELETED ? next : deletion;
                (known.containsKey(id) ? moved : first).add(row.seen());
            }
            (known.containsKey(id) ? changed : added).put(id, row);
        }
        Snapshots.insert(handle, feed, added.values());
        Snapshots.update(handle, feed, changed.values());
        NotLive.note(handle, feed, added.values(), known::get);
        NotLive.note(handle, feed, changed.values(), known::get);
        List<Snapshot> news = new ArrayList<>(first);
        news.addAll(moved);
        keys.replace(handle, entity, news, known);
        if (next > locked.sequence()) {
            FeedTable.lastSequence(handle, feed, next, deletion);
        }
        return new Saved(known, news);
    }
}
