package io.tandem.upsert;

import io.tandem.config.Signal;
import io.tandem.flow.RoundStopped;
import io.tandem.record.EntityKey;
import io.tandem.store.Leases;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Lets one worker at a time write a record (rule 9), whatever its flow. Within this process each record is claimed.
 * Between processes a lease of the entity counts, which all workers of a process hold together. Thread-safe.
 */
public final class RecordClaims {

    /** Records that nobody else writes until this is closed. */
    interface Claim extends AutoCloseable {
        /** @throws RoundStopped.HeldElsewhere if another process writes them by now */
        void renew();

        @Override
        void close();
    }

    private final Leases leases;
    private final Signal signal;
    private final Map<EntityKey, Set<String>> claimed = new HashMap<>();

    public RecordClaims(Leases leases, Clock clock) {
        this.leases = leases;
        this.signal = new Signal(clock);
    }

    /**
     * Waits until all of them are free. Cost: none in the store while another worker of this process writes the entity,
     * else what a lease costs.
     *
     * @throws RoundStopped.HeldElsewhere if another worker writes one of them for longer than wait.write
     */
    Claim take(EntityKey entity, Collection<String> ids) {
        Set<String> own = Set.copyOf(ids);
        try {
            if (!signal.await(() -> claims(entity, own), leases.waits().write())) {
                throw new RoundStopped.HeldElsewhere(
                        entity + ": another worker writes some of its records for minutes; they are tried again in the"
                                + " next round");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RoundStopped.Ending("interrupted while waiting to write " + entity);
        }
        try {
            return new Held(
                    entity, own, leases.share("write " + entity, leases.waits().write()));
        } catch (RuntimeException e) {
            free(entity, own);
            throw e;
        }
    }

    private synchronized boolean claims(EntityKey entity, Set<String> ids) {
        Set<String> taken = claimed.computeIfAbsent(entity, e -> new HashSet<>());
        if (ids.stream().anyMatch(taken::contains)) {
            return false;
        }
        return taken.addAll(ids);
    }

    private void free(EntityKey entity, Set<String> ids) {
        synchronized (this) {
            claimed.get(entity).removeAll(ids);
        }
        signal.changed();
    }

    private final class Held implements Claim {
        private final EntityKey entity;
        private final Set<String> ids;
        private final Leases.Lease ofEntity;

        Held(EntityKey entity, Set<String> ids, Leases.Lease ofEntity) {
            this.entity = entity;
            this.ids = ids;
            this.ofEntity = ofEntity;
        }

        @Override
        public void renew() {
            ofEntity.renew();
        }

        @Override
        public void close() {
            try {
                ofEntity.close();
            } finally {
                free(entity, ids);
            }
        }
    }
}
