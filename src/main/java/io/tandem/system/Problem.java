package io.tandem.system;

/**
 * What an answer says is wrong.
 *
 * @param message status, code and ours; the vendor's own text only where it names no values
 * @param existingId of the record that exists already; null if not named
 */
record Problem(Kind kind, String message, String existingId) {

    enum Kind {
        CREDENTIALS,
        /** A limit is used up: the day's, or a quota that comes back at a time. */
        LIMIT,
        /** Too many calls at once: nothing was done, and seconds later there is room again. */
        BUSY,
        MISSING_ENTITY,
        /** A walk's cursor is no longer good; it starts again. */
        RESTART,
        DUPLICATE,
        LOCKED,
        GONE,
        /** The record changed since it was seen. */
        STALE,
        INVALID,
        TEMPORARY
    }

    /** The same where the call named another thing than the record: that it isn't there may pass, the record isn't gone. */
    Problem ofAnother() {
        return kind == Kind.GONE ? new Problem(Kind.TEMPORARY, message, null) : this;
    }

    Refusal refusal() {
        Refusal.Kind refused =
                switch (kind) {
                    case DUPLICATE -> Refusal.Kind.DUPLICATE;
                    case LOCKED -> Refusal.Kind.LOCKED;
                    case GONE -> Refusal.Kind.GONE;
                    case TEMPORARY, STALE, RESTART, LIMIT, BUSY -> Refusal.Kind.TEMPORARY;
                    case CREDENTIALS, MISSING_ENTITY, INVALID -> Refusal.Kind.INVALID;
                };
        return new Refusal(refused, message, existingId);
    }
}
