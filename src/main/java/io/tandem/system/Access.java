package io.tandem.system;

/** What a system lets us do with a property. */
public enum Access {
    READ_ONLY,
    /** Only in the call that creates the record. */
    WRITE_ONCE,
    WRITABLE
}
