package io.tandem.feed;

import io.tandem.chunk.Seen;
import io.tandem.park.Park;
import io.tandem.record.EntityKey;
import io.tandem.record.Json;
import io.tandem.record.SyncRecord;
import io.tandem.store.Leases;
import io.tandem.system.EntityClient;
import io.tandem.system.EntityFacts;
import io.tandem.system.Page;
import io.tandem.system.SystemException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
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
 * <p>Thread-safe. An update runs in one place at a time, also between processes on one store; who comes while it runs
 * and is content with it, waits for it.
 */
public final class Feeds {

    private static final Logger LOG = LoggerFactory.getLogger(Feeds.class);
    private static final Duration PATIENCE = Duration.ofMinutes(30);
    private static final String UNREADABLE = "its modified time can't be read";

    /** A system that failed is not asked again by other flows of the same tick. */
    private record Failure(Instant began, SystemException cause) {}

    /** A feed as it stands. */
    public record State(
            int id, Set<String> properties, String watermark, boolean complete, long sequence, Instant updated) {}

    private final Jdbi jdbi;
    private final Leases leases;
    private final Clock clock;
    private final Function<EntityKey, EntityClient> clients;
    private final FeedPlan plan;
    private final Map<String, Failure> failures = new ConcurrentHashMap<>();
    private final Map<EntityKey, Duration> clockOffsets = new ConcurrentHashMap<>();

    public Feeds(Jdbi jdbi, Leases leases, Clock clock, Function<EntityKey, EntityClient> clients, FeedPlan plan) {
        this.jdbi = jdbi;
        this.leases = leases;
        this.clock = clock;
        this.clients = clients;
        this.plan = plan;
    }

    /**
     * Brings a feed up to date, unless an update that began after {@code tick} has done so already.
     *
     * @throws io.tandem.system.SystemException if the system fails; what was stored until then stays
     */
    public void update(EntityKey entity, Instant tick) {
        if (!state(entity).updated().isBefore(tick)) {
            return;
        }
        Failure failed = failures.get(entity.system());
        if (failed != null && !failed.began().isBefore(tick)) {
            throw failed.cause();
        }
        try (Leases.Lease lease = leases.take("feed " + entity, PATIENCE)) {
            if (state(entity).updated().isBefore(tick)) {
                walk(entity, lease);
            }
        } catch (SystemException.EntityMissing missing) {
            throw missing;
        } catch (SystemException e) {
            failures.put(entity.system(), new Failure(clock.instant(), e));
            throw e;
        }
    }

    private void walk(EntityKey entity, Leases.Lease lease) {
        Instant began = clock.instant();
        State before = state(entity);
        Set<String> properties = plan.properties(entity);
        boolean other = !before.properties().equals(properties);
        String watermark = other ? null : before.watermark();
        if (other && !before.properties().isEmpty()) {
            LOG.info("{}: its properties changed; it is fetched in full again", entity);
        }
        if (other) {
            begin(before.id(), properties);
        }
        boolean full = watermark == null;
        long[] records = {0};
        EntityClient client = clients.apply(entity);
        client.fetch(watermark, properties, page -> {
            lease.renew();
            store(entity, client.facts(), before.id(), properties, page);
            records[0] += page.records().size();
        });
        jdbi.useHandle(h -> h.execute(
                "update feed set complete = true, updated_ms = ? where id = ?", began.toEpochMilli(), before.id()));
        if (full) {
            LOG.info("{}: fetched in full, {} records", entity, records[0]);
        }
    }

    private void begin(int feed, Set<String> properties) {
        jdbi.useHandle(h -> h.createUpdate(
                        "update feed set properties = :properties, watermark = null, complete = false where id = :id")
                .bind("properties", Json.text(properties))
                .bind("id", feed)
                .execute());
    }

    private void store(EntityKey entity, EntityFacts facts, int feed, Set<String> properties, Page page) {
        clockOffsets.put(entity, page.clockOffset());
        Arrival arrival = new Arrival(properties, facts.readLag(), page.clockOffset(), clock.instant());
        Map<String, SyncRecord> newest = new LinkedHashMap<>();
        page.records()
                .forEach(r -> newest.merge(
                        r.key().id(), r, (one, two) -> two.modified().isBefore(one.modified()) ? one : two));
        jdbi.useTransaction(h -> {
            lock(h, feed);
            save(h, entity, feed, newest.keySet(), (id, known) -> arrival.ofFetched(newest.get(id), known));
            parkUnreadable(h, entity, page, newest.keySet());
            if (page.watermark() != null) {
                h.execute("update feed set watermark = ? where id = ?", page.watermark(), feed);
            }
        });
    }

    /** A record without a readable stamp stays as it was seen last, and its flows say so; all others go on. */
    private void parkUnreadable(Handle handle, EntityKey entity, Page page, Collection<String> readable) {
        for (FeedPlan.Use use : plan.uses(entity)) {
            int news = Park.replace(
                    handle, use.flow(), use.side(), UNREADABLE, page.unreadable(), readable, clock.instant());
            if (news > 0) {
                LOG.warn("{}: {} {} parked: {}", use.flow(), news, news == 1 ? "record" : "records", UNREADABLE);
            }
        }
    }

    /**
     * Stores records as the answers of our own calls showed them, inside the caller's transaction.
     *
     * @param writtenSince for the properties that we wrote: when their values came into being at their origin
     */
    public void saveAnswers(
            Handle handle,
            EntityKey entity,
            Map<String, SyncRecord> answers,
            Function<String, Map<String, Instant>> writtenSince) {
        if (answers.isEmpty()) {
            return;
        }
        State state = state(handle, entity);
        Duration offset = clockOffsets.getOrDefault(entity, Duration.ZERO);
        Arrival arrival = new Arrival(
                plan.properties(entity), clients.apply(entity).facts().readLag(), offset, clock.instant());
        lock(handle, state.id());
        save(
                handle,
                entity,
                state.id(),
                answers.keySet(),
                (id, known) -> arrival.ofWritten(answers.get(id), writtenSince.apply(id), known));
    }

    private interface Decision {
        java.util.Optional<Arrival.Taken> of(String id, Snapshots.Row known);
    }

    private void save(Handle handle, EntityKey entity, int feed, Collection<String> ids, Decision decision) {
        Map<String, Snapshots.Row> known = Snapshots.load(handle, feed, entity, ids);
        long sequence = lastSequence(handle, feed);
        long next = sequence;
        Map<String, Snapshots.Row> added = new LinkedHashMap<>();
        Map<String, Snapshots.Row> changed = new LinkedHashMap<>();
        List<Seen> moved = new java.util.ArrayList<>();
        for (String id : ids) {
            Arrival.Taken taken = decision.of(id, known.get(id)).orElse(null);
            if (taken == null) {
                continue;
            }
            Snapshots.Row row = taken.row();
            if (taken.changed()) {
                Seen seen = row.seen();
                row = new Snapshots.Row(
                        new Seen(seen.record(), seen.changedAt(), ++next, seen.echo()),
                        row.written(),
                        row.superseded());
                moved.add(row.seen());
            }
            (known.containsKey(id) ? changed : added).put(id, row);
        }
        Snapshots.insert(handle, feed, added.values());
        Snapshots.update(handle, feed, changed.values());
        MatchKeys.replace(handle, plan.keyRules(entity), moved);
        if (next > sequence) {
            handle.execute("update feed set last_sequence = ? where id = ?", next, feed);
        }
    }

    /** The feed's row lock, held until commit, so that no sequence number appears late. */
    private static void lock(Handle handle, int feed) {
        handle.createQuery("select id from feed where id = :id for update")
                .bind("id", feed)
                .mapTo(Integer.class)
                .one();
    }

    private static long lastSequence(Handle handle, int feed) {
        return handle.createQuery("select last_sequence from feed where id = :id")
                .bind("id", feed)
                .mapTo(Long.class)
                .one();
    }

    public State state(EntityKey entity) {
        return jdbi.inTransaction(h -> state(h, entity));
    }

    private static State state(Handle handle, EntityKey entity) {
        return find(handle, entity).orElseGet(() -> {
            handle.execute(
                    "insert into feed (entity, properties, complete, last_sequence, updated_ms) values (?, '[]', false, 0, 0)",
                    entity.toString());
            return find(handle, entity).orElseThrow();
        });
    }

    private static java.util.Optional<State> find(Handle handle, EntityKey entity) {
        return handle.createQuery(
                        "select id, properties, watermark, complete, last_sequence, updated_ms from feed where entity = :entity")
                .bind("entity", entity.toString())
                .map((rs, ctx) -> new State(
                        rs.getInt("id"),
                        FeedPlan.properties(rs.getString("properties")),
                        rs.getString("watermark"),
                        rs.getBoolean("complete"),
                        rs.getLong("last_sequence"),
                        Instant.ofEpochMilli(rs.getLong("updated_ms"))))
                .findOne();
    }

    /** Stored changes past an offset, in order, at most {@code most}. */
    public List<Seen> changes(EntityKey entity, long after, long upTo, int most) {
        return jdbi.withHandle(h -> Snapshots.after(h, state(h, entity).id(), entity, after, upTo, most));
    }

    /** Snapshots by id; unknown ids are left out. Cost: one query for each 500. */
    public Map<String, Seen> snapshots(EntityKey entity, Collection<String> ids) {
        Map<String, Seen> found = new HashMap<>();
        if (ids.isEmpty()) {
            return found;
        }
        return jdbi.withHandle(h -> {
            Snapshots.load(h, state(h, entity).id(), entity, ids).forEach((id, row) -> found.put(id, row.seen()));
            return found;
        });
    }

    /** Builds a flow's match keys anew from the snapshots, in the caller's transaction: its match rows changed. */
    public void rebuildKeys(Handle handle, io.tandem.flow.Flow flow) {
        MatchKeys.forget(handle, flow.id());
        for (EntityKey entity : List.of(flow.source(), flow.target())) {
            List<KeyRule> rules = plan.keyRules(entity).stream()
                    .filter(rule -> rule.flow().id().equals(flow.id()))
                    .toList();
            State state = state(handle, entity);
            long after = 0;
            List<Seen> piece;
            while (!rules.isEmpty()
                    && !(piece = Snapshots.after(handle, state.id(), entity, after, state.sequence(), 500)).isEmpty()) {
                MatchKeys.replace(handle, rules, piece);
                after = piece.get(piece.size() - 1).sequence();
            }
        }
    }
}
