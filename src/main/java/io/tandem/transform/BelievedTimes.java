package io.tandem.transform;

import io.tandem.chunk.Snapshot;
import io.tandem.config.Moments;
import java.time.Instant;
import java.util.AbstractMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * When the values of a snapshot came into being, as far as that may be believed: a moment that lies in the future gives way to
 * the record's own stamp, and to a moment before our clock was set at the latest. Worked out for what is asked: most merges
 * find nothing changed, and ask for none. For one thread.
 */
final class BelievedTimes extends AbstractMap<String, Instant> {

    private final Snapshot snapshot;
    private final Moments moments;

    /** Mostly all values came into being at one moment. */
    private Instant asked;

    private Instant answered;

    BelievedTimes(Snapshot snapshot, Moments moments) {
        this.snapshot = snapshot;
        this.moments = moments;
    }

    @Override
    public Instant get(Object property) {
        Instant at = snapshot.changedAt().get(property);
        return at == null ? null : believed(at);
    }

    @Override
    public boolean containsKey(Object property) {
        return snapshot.changedAt().containsKey(property);
    }

    @Override
    public Set<Entry<String, Instant>> entrySet() {
        Map<String, Instant> all = new HashMap<>(snapshot.changedAt());
        all.replaceAll((property, at) -> believed(at));
        return all.entrySet();
    }

    private Instant believed(Instant at) {
        if (!at.equals(asked)) {
            Instant latest = moments.believed(at, snapshot.record().key() + ": an edit");
            Instant own = snapshot.record().modified();
            asked = at;
            answered = latest.equals(at) || latest.isBefore(own) ? latest : own;
        }
        return answered;
    }
}
