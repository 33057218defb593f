package io.tandem.system;

/** What a system lets us do with a property. */
public enum Access {
    /** Its edits on the other side stay there: drift (rule 7). */
    READ_ONLY,
    /** Only in the call that creates the record. */
    WRITE_ONCE,
    WRITABLE
}
