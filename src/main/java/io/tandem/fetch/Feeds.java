package io.tandem.fetch;

import io.tandem.chunk.Link;
import io.tandem.chunk.Snapshot;
import io.tandem.config.Moments;
import io.tandem.flow.Flow;
import io.tandem.flow.KeyRule;
import io.tandem.flow.Side;
import io.tandem.record.Count;
import io.tandem.record.EntityKey;
import io.tandem.record.SyncRecord;
import io.tandem.store.FeedState;
import io.tandem.store.FeedTable;
import io.tandem.store.FullPass;
import io.tandem.store.Leases;
import io.tandem.store.MatchKeyTable;
import io.tandem.store.Snapshots;
import io.tandem.system.EntityClient;
import io.tandem.system.SystemException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One feed for each entity, shared by all flows on it (rule 1): its watermark, snapshots and sequence numbers.
 *
 * <p>Thread-safe. One update of a feed runs at a time, also between processes on one store; callers that accept this
 * update wait for it.
 */
public final class Feeds {

    private static final Logger LOG = LoggerFactory.getLogger(Feeds.class);

    private final Jdbi jdbi;
    private final Leases leases;
    private final Moments moments;
    private final Function<EntityKey, EntityClient> clients;
    private final FeedNeeds needs;
    private final StoredKeys keys;
    private final Failures failures;
    private final Map<EntityKey, Duration> clockOffsets = new ConcurrentHashMap<>();
    /** Since when the clock was steady when this process began. */
    private final Instant began;

    /** When the last updates of this process began. */
    private final Map<EntityKey, Moments.Reading> own = new ConcurrentHashMap<>();

    public Feeds(Jdbi jdbi, Leases leases, Clock clock, Function<EntityKey, EntityClient> clients, FeedNeeds needs) {
        this.jdbi = jdbi;
        this.leases = leases;
        this.moments = new Moments(clock);
        this.began = moments.steadySince();
        this.failures = new Failures(moments);
        this.clients = clients;
        this.needs = needs;
        this.keys = new StoredKeys(needs);
    }

    /**
     * Brings a feed up to date, unless an update that began after {@code tick} has done so already.
     *
     * @throws io.tandem.system.SystemException if the system fails; what was stored until then stays
     * @throws io.tandem.flow.RoundStopped if another update of the feed takes longer than wait.round
     * @throws Halted if rounds are to end; what was stored until then stays
     */
    public void update(EntityKey entity, Instant tick) {
        if (isFresh(entity, tick)) {
            return;
        }
        EntityClient client = clients.apply(entity);
        failures.check(client, tick);
        try (Leases.Lease lease = leases.take("feed " + entity, leases.waits().round())) {
            if (!isFresh(entity, tick)) {
                walk(entity, lease);
            }
        } catch (SystemException.EntityMissing missing) {
            throw missing;
        } catch (SystemException e) {
            failures.note(client, e);
            throw e;
        }
    }

    private boolean isFresh(EntityKey entity, Instant tick) {
        Instant updated = state(entity).updated();
        return !updated.isBefore(tick)
                && moments.vouches(updated, entity + ": its last fetch")
                && (began.equals(moments.steadySince()) || isOfThisClock(own.get(entity), updated));
    }

    /**
     * A clock that was set back by less than a round takes puts an earlier update after the tick, and soon no longer in the
     * future. So nothing is believed then but what this process did since.
     */
    private boolean isOfThisClock(Moments.Reading last, Instant updated) {
        return last != null && last.at().equals(updated) && moments.isOfThisClock(last);
    }

    private void walk(EntityKey entity, Leases.Lease lease) {
        Moments.Reading update = moments.read();
        FeedState before = state(entity);
        Set<String> properties = needs.properties(entity);
        boolean other = !before.properties().equals(properties);
        String watermark = other || before.passWanted() ? null : before.watermark();
        if (other && !before.properties().isEmpty()) {
            LOG.info("{}: its properties changed; it is fetched in full again", entity);
        }
        if (other) {
            jdbi.useHandle(h -> FeedTable.begin(h, before.id(), properties));
        }
        boolean full = watermark == null;
        FullPass pass = new FullPass(before.id(), full && before.sequence() > 0, before.sequence());
        long[] records = {0};
        EntityClient client = clients.apply(entity);
        PageIntake intake = new PageIntake(jdbi, needs, keys, entity, pass);
        client.fetch(watermark, properties, page -> {
            lease.renew();
            clockOffsets.put(entity, page.clockOffset());
            intake.store(page, arrival(entity, client, properties));
            records[0] += page.records().size();
            if (lease.ending()) {
                throw new Halted(entity);
            }
        });
        new Absent(jdbi, needs, keys, client, pass, arrival(entity, client, properties)).confirm(lease);
        jdbi.useHandle(h -> FeedTable.complete(h, before, update.at(), full));
        own.put(entity, update);
        if (full) {
            LOG.info("{}: fetched in full, {}", entity, Count.of(records[0], "record"));
        }
    }

    /** Wants the next update of these feeds to be a full pass that finds what vanished (rule 14). */
    public void wantPass(Collection<EntityKey> entities) {
        entities.forEach(entity -> {
            int feed = id(entity);
            jdbi.useTransaction(h -> FeedTable.wantPass(h, feed));
        });
    }

    /**
     * Stores records as the answers of our own calls showed them, inside the caller's transaction.
     *
     * @param writtenSince for the properties that we wrote: when their values came into being at their origin
     * @return those that are a change of the feed
     */
    public List<Snapshot> saveAnswers(
            Handle handle,
            EntityKey entity,
            Map<String, SyncRecord> answers,
            Function<String, Map<String, Instant>> writtenSince) {
        if (answers.isEmpty()) {
            return List.of();
        }
        Arrival arrival = arrival(entity, clients.apply(entity), needs.properties(entity));
        FeedTable.Locked feed = FeedTable.lock(handle, FeedTable.id(handle, entity));
        return Intake.save(
                        handle,
                        keys,
                        entity,
                        feed,
                        answers.keySet(),
                        (id, known) -> arrival.ofWritten(answers.get(id), writtenSince.apply(id), known))
                .news();
    }

    private Arrival arrival(EntityKey entity, EntityClient client, Set<String> properties) {
        Duration offset = clockOffsets.getOrDefault(entity, Duration.ZERO);
        return new Arrival(properties, client.facts().readLag(), offset, moments.now(), moments.steadySince());
    }

    public FeedState state(EntityKey entity) {
        return jdbi.inTransaction(h -> FeedTable.state(h, entity));
    }

    public int id(EntityKey entity) {
        return jdbi.inTransaction(h -> FeedTable.id(h, entity));
    }

    /** Stored changes past an offset, in order, at most {@code most}. */
    public List<Snapshot> changes(EntityKey entity, long after, long upTo, int most) {
        return jdbi.withHandle(h -> Snapshots.after(h, FeedTable.id(h, entity), entity, after, upTo, most));
    }

    /** Snapshots by id; unknown ids are left out. Cost: one query for each 500. */
    public Map<String, Snapshot> snapshots(EntityKey entity, Collection<String> ids) {
        Map<String, Snapshot> found = new HashMap<>();
        if (ids.isEmpty()) {
            return found;
        }
        return jdbi.withHandle(h -> {
            Snapshots.load(h, FeedTable.id(h, entity), entity, ids).forEach((id, row) -> found.put(id, row.seen()));
            return found;
        });
    }

    /**
     * Lets the records of a pair that is taken apart match others again; if nobody keeps the flow's keys now, they are made when
     * it matches again. In the caller's transaction, which has no other lock yet: feeds are locked in one order everywhere.
     *
     * @throws io.tandem.flow.RoundStopped.OtherFiles if the stored keys were made by other files
     */
    public void free(Handle handle, Flow flow, Link pair) {
        if (keepsKeys(flow)) {
            FeedTable.lock(handle, Flow.entities(List.of(flow)))
                    .forEach((entity, feed) -> keys.check(handle, entity, feed));
            for (Side side : Side.values()) {
                MatchKeyTable.free(handle, keyRule(flow, side), List.of(pair.recordId(side)));
            }
        }
    }

    /** Whether the records of a flow have match keys: it matches, and is on. */
    public boolean keepsKeys(Flow flow) {
        return needs.keepsKeys(flow);
    }

    /** How a flow that matches makes the keys of a side. */
    public KeyRule keyRule(Flow flow, Side side) {
        return needs.keyRule(flow, side);
    }

    /** Makes the match keys again that other files or descriptors made. Cost: one query, if there are none. */
    public void bringKeys() {
        keys.bring(jdbi);
    }
}
