package io.tandem.sim;

/** What a server does wrongly with one record alone; the record lives, or lived, and people go on editing it. */
enum Oddity {
    /** Each read that asks for it by id is refused as a whole. */
    READ_REFUSED,
    READ_FORBIDDEN,
    READ_BROKEN,
    /** The answer has no list, or a record without id in it. */
    READ_GARBLED,
    /** A read by id shows another record in its place. */
    READ_AS_ANOTHER,
    /** A read of several leaves it out; one of it alone shows it. */
    LEFT_OUT,
    /** Its modified time is null, wherever it is shown. */
    STAMP_MISSING,
    /** Each write is answered as done, with the old values, and does nothing. */
    WRITE_IGNORED,
    /** Each write is answered with "gone". */
    WRITE_GONE,
    WRITE_FORBIDDEN,
    WRITE_BROKEN,
    /** The answer to a create for it names no record. */
    CREATE_UNNAMED,
    /** The record that was made for it is looked up without an id, with one that is far too long, or as another one's. */
    LOOK_UP_UNNAMED,
    LOOK_UP_LONG_ID,
    LOOK_UP_AS_ANOTHER
}
