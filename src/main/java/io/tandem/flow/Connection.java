package io.tandem.flow;

import io.tandem.record.EntityKey;
import java.util.Optional;

/**
 * What a record has to be connected with so that it gets a partner, in a flow with {@code link: connected}.
 *
 * @param entity the entity whose linked records count
 * @param by the source's property that holds the id, or a list of ids, of such records; empty: a row's reference says it
 * @param into with what such a record must be linked; empty: with what the row's reference says
 */
public record Connection(EntityKey entity, Optional<String> by, Optional<EntityKey> into) {

    /** One that a row's reference says more about. */
    public Connection(EntityKey entity) {
        this(entity, Optional.empty(), Optional.empty());
    }

    /** For people, and in a flow's fingerprint. */
    @Override
    public String toString() {
        return entity
                + by.map(property -> " by " + property).orElse("")
                + into.map(partner -> " into " + partner).orElse("");
    }
}
