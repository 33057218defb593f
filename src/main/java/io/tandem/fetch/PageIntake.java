package io.tandem.fetch;

import io.tandem.record.EntityKey;
import io.tandem.record.RecordKey;
import io.tandem.record.SyncRecord;
import io.tandem.store.FeedTable;
import io.tandem.store.FileCommits;
import io.tandem.store.FullPass;
import io.tandem.store.NextTry;
import io.tandem.store.Snapshots;
import io.tandem.store.Storing;
import io.tandem.system.Page;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Stores the pages of one fetch, each with its watermark (rule 11). A record that the store can't hold is parked for a
 * person to see, and stops no other.
 */
final class PageIntake {

    private final Jdbi jdbi;
    private final FeedNeeds needs;
    private final StoredKeys keys;
    private final EntityKey entity;
    private final FullPass pass;

    PageIntake(Jdbi jdbi, FeedNeeds needs, StoredKeys keys, EntityKey entity, FullPass pass) {
        this.jdbi = jdbi;
        this.needs = needs;
        this.keys = keys;
        this.entity = entity;
        this.pass = pass;
    }

    void store(Page page, Arrival arrival) {
        Map<String, SyncRecord> newest = newest(page);
        Storing.store(
                jdbi,
                List.copyOf(newest.keySet()),
                (handle, good, refused) -> store(handle, page, arrival, newest, good, refused));
    }

    private static Map<String, SyncRecord> newest(Page page) {
        Map<String, SyncRecord> newest = new LinkedHashMap<>();
        page.records().stream()
                .filter(record -> RecordKey.canBeKept(record.key().id()))
                .forEach(record -> newest.merge(
                        record.key().id(), record, (one, two) -> two.modified().isBefore(one.modified()) ? one : two));
        return newest;
    }

    private void store(
            Handle handle,
            Page page,
            Arrival arrival,
            Map<String, SyncRecord> newest,
            List<String> good,
            Map<String, String> refused) {
        FileCommits.mayBeLate(handle);
        FeedTable.Locked feed = FeedTable.lock(handle, pass.feed());
        List<String> edited = new ArrayList<>();
        Map<String, Snapshots.Row> before = Intake.save(
                        handle, keys, entity, feed, good, (id, known) -> arrival.ofFetched(newest.get(id), known)
                                .map(taken -> taken.notedIn(edited, known)))
                .before();
        needs.uses(entity).forEach(use -> NextTry.edited(handle, use.flow(), use.side(), edited, arrival.now()));
        Map<Boolean, List<String>> byStamp = good.stream()
                .collect(Collectors.partitioningBy(id -> arrival.hasLostItsStamp(newest.get(id), before.get(id))));
        List<String> unreadable = Stream.concat(
                        page.unreadable().stream().filter(RecordKey::canBeKept), byStamp.get(true).stream())
                .toList();
        Map<String, String> reasons = Unreadable.listed(unreadable, refused, oddIds(page));
        Unreadable.park(handle, needs.uses(entity), reasons, byStamp.get(false), arrival.now());
        pass.listed(before.values());
        pass.listed(
                Snapshots.load(handle, pass.feed(), entity, refused.keySet()).values());
        pass.listed(Snapshots.load(handle, pass.feed(), entity, unreadable).values());
        if (page.watermark() != null) {
            FeedTable.watermark(handle, pass.feed(), page.watermark());
        }
    }

    private static List<String> oddIds(Page page) {
        return Stream.concat(page.records().stream().map(record -> record.key().id()), page.unreadable().stream())
                .filter(id -> !RecordKey.canBeKept(id))
                .distinct()
                .toList();
    }
}
