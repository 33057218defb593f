package io.tandem.system.descriptor;

import io.tandem.record.EntityKey;
import io.tandem.system.Refusal;
import io.tandem.system.SystemException;

/**
 * What an answer says is wrong.
 *
 * @param message status, code and ours; the vendor's own text only where it names no values
 * @param existingId of the record that exists already; null if not named
 */
public record Problem(Kind kind, String message, String existingId) {

    /** The words that {@code is} takes in a descriptor; the reference says more of each. */
    public enum Kind {
        /** Refused: all flows of the system stop. */
        CREDENTIALS,
        /** The credentials are good, but not for this call. */
        FORBIDDEN,
        /** A limit is used up: the day's, or a quota that comes back at a time. */
        LIMIT,
        /** Too many calls at once: nothing was done, and seconds later there is room again. */
        BUSY,
        /** This kind of records is switched off in the installation: its flows are left out, with one warning. */
        MISSING_ENTITY,
        /** A walk's cursor is no longer good; it starts again. */
        RESTART,
        /** Another record has this value or external reference. */
        DUPLICATE,
        /** The record can't be written in its present state: drift (rule 7). */
        LOCKED,
        /** Something that the call names is not there: the record, or another thing. Only a direct read can tell. */
        GONE,
        /** The record changed since it was seen. */
        STALE,
        /** The values are not acceptable: waits for a change or a person. */
        INVALID,
        /** May heal by itself, and is tried again. */
        TEMPORARY
    }

    /** The same where the call named another thing than the record: that it isn't there may pass, the record isn't gone. */
    public Problem ofAnother() {
        return kind == Kind.GONE ? new Problem(Kind.TEMPORARY, message, null) : this;
    }

    /** Whether another request may be answered: what is asked for is wrong, neither the moment nor the rights. */
    public boolean isOfRequest() {
        return kind != Kind.TEMPORARY && kind != Kind.FORBIDDEN;
    }

    /** Why all of an entity's flows stop: one call about a single record fails after the other. */
    public SystemException ofRecords(EntityKey entity, String message) {
        return new SystemException.RecordsFailed(entity.system(), entity.entity(), inWords(entity, message));
    }

    private String inWords(EntityKey entity, String message) {
        return message + ". Only the flows on " + entity + " stop"
                + (kind == Kind.FORBIDDEN ? "; the account needs the right to it" : "");
    }

    /** Why all of an entity's flows stop: a read of many fails. */
    public SystemException ofAll(EntityKey entity, String message) {
        return switch (kind) {
            case FORBIDDEN ->
                new SystemException.EntityFailed(entity.system(), entity.entity(), inWords(entity, message));
            case TEMPORARY, BUSY -> new SystemException.Unavailable(entity.system(), message, null);
            default -> new SystemException.Misunderstood(entity.system(), message, null);
        };
    }

    /** Never that the record is gone: no answer to a write says that (rule 14). */
    public Refusal refusal() {
        Refusal.Kind refused =
                switch (kind) {
                    case DUPLICATE -> Refusal.Kind.DUPLICATE;
                    case LOCKED -> Refusal.Kind.LOCKED;
                    case TEMPORARY, STALE, RESTART, LIMIT, BUSY -> Refusal.Kind.TEMPORARY;
                    case CREDENTIALS, FORBIDDEN, MISSING_ENTITY, GONE, INVALID -> Refusal.Kind.INVALID;
                };
        return new Refusal(refused, message, existingId);
    }
}
