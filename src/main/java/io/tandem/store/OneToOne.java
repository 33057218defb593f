package io.tandem.store;

import io.tandem.record.EntityKey;
import io.tandem.record.RecordKey;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Cross-references by the records that they hold, one to one within a pair of entities, whichever side a record is on. */
final class OneToOne {

    private record Place(RecordKey record, EntityKey other) {}

    private final Map<Place, CrossReference> held = new HashMap<>();

    /** The later one drops earlier ones that hold one of its records. */
    OneToOne(Collection<CrossReference> before, Collection<CrossReference> later) {
        before.forEach(this::put);
        later.forEach(this::put);
    }

    private void put(CrossReference x) {
        Place source = new Place(x.source(), x.target().entity());
        Place target = new Place(x.target(), x.source().entity());
        drop(source);
        drop(target);
        held.put(source, x);
        held.put(target, x);
    }

    private void drop(Place place) {
        CrossReference x = held.remove(place);
        if (x != null) {
            held.remove(new Place(x.source(), x.target().entity()));
            held.remove(new Place(x.target(), x.source().entity()));
        }
    }

    Set<CrossReference> all() {
        return new LinkedHashSet<>(held.values());
    }
}
