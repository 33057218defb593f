package io.tandem.fetch;

import io.tandem.record.EntityKey;

/** A walk ended with the page in hand, because rounds are to end. The next walk goes on from there. */
final class Halted extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Halted(EntityKey entity) {
        super(entity + ": its fetch goes on with the next round", null, false, false);
    }
}
