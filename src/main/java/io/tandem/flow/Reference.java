package io.tandem.flow;

import io.tandem.record.EntityKey;

/** A row that holds ids of other records: of which entity on each side. Ids are translated, never copied. */
public record Reference(EntityKey source, EntityKey target) {

    public EntityKey entity(Side side) {
        return side == Side.SOURCE ? source : target;
    }
}
