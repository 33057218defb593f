package io.tandem.fetch;

import io.tandem.record.Count;
import io.tandem.record.EntityKey;
import io.tandem.record.SyncRecord;
import io.tandem.store.FeedTable;
import io.tandem.store.FullPass;
import io.tandem.store.Leases;
import io.tandem.store.Snapshots;
import io.tandem.store.Storing;
import io.tandem.system.EntityClient;
import io.tandem.system.Reading;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads directly what a complete list left out (rule 14). A record that is not there either was deleted. A record that
 * can't be read stays as it was and is parked for a person to see; its flow goes on.
 */
final class Absent {

    private static final Logger LOG = LoggerFactory.getLogger(Absent.class);

    private final Jdbi jdbi;
    private final FeedNeeds needs;
    private final StoredKeys keys;
    private final EntityClient client;
    private final EntityKey entity;
    private final FullPass pass;
    private final Arrival arrival;

    Absent(Jdbi jdbi, FeedNeeds needs, StoredKeys keys, EntityClient client, FullPass pass, Arrival arrival) {
        this.jdbi = jdbi;
        this.needs = needs;
        this.keys = keys;
        this.client = client;
        this.entity = client.facts().key();
        this.pass = pass;
        this.arrival = arrival;
    }

    /** Cost: a direct read for each batch of absent records. */
    void confirm(Leases.Lease lease) {
        if (!pass.findsAbsent() || !client.facts().canReadMany()) {
            return;
        }
        List<String> ids;
        boolean goesOn = true;
        while (goesOn && !(ids = pass.nextUnlisted(jdbi)).isEmpty()) {
            Reading reading = client.readMany(known(ids), arrival.properties());
            lease.renew();
            store(reading);
            reading.broken()
                    .ifPresent(why -> LOG.warn(
                            "{}. What the list of {} left out stays as it is until the next full pass",
                            why.getMessage(),
                            entity));
            goesOn = reading.broken().isEmpty();
        }
    }

    private Collection<SyncRecord> known(List<String> ids) {
        return jdbi.withHandle(h -> Snapshots.load(h, pass.feed(), entity, ids).values().stream()
                .map(row -> row.seen().record())
                .toList());
    }

    private void store(Reading reading) {
        Set<String> settled = new HashSet<>(reading.gone());
        settled.addAll(reading.found().keySet());
        Map<String, String> unread = new TreeMap<>();
        reading.unread().forEach((id, refusal) -> unread.put(id, refusal.message()));
        Instant now = arrival.now();
        Storing.store(jdbi, List.copyOf(settled), (h, good, refused) -> {
            FeedTable.Locked feed = FeedTable.lock(h, pass.feed());
            Intake.save(
                    h,
                    keys,
                    entity,
                    feed,
                    good,
                    (id, known) -> arrival.ofFetched(
                            reading.gone().contains(id)
                                    ? known.seen().record().deleted()
                                    : reading.found().get(id),
                            known));
            Unreadable.park(h, needs.uses(entity), Unreadable.absent(unread, refused), good, now);
        });
        if (!reading.gone().isEmpty()) {
            LOG.info(
                    "{}: {} gone without a trace",
                    entity,
                    Count.are(reading.gone().size(), "record"));
        }
    }
}
