package io.tandem.record;

/** Whether a record takes part. Only a deletion is a delete (rule 13). */
public enum Presence {
    LIVE,
    /** Deleted, soft-deleted or scrubbed in its system. */
    DELETED,
    /** Alive, but no longer within its entity's filter, e.g. a customer whose IsPerson became false. */
    LEFT
}
