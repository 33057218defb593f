package io.tandem.flow;

/** How links come into being. The file's word is the name in lower case with dashes. */
public enum LinkPolicy {
    /** Every source record gets a target record. */
    EVERY,
    /** Only a match makes a link; nothing is created. */
    MATCHED,
    /** A match first, else a target is created. */
    MATCHED_OR_CREATE,
    /** As matched-or-create, but only for records that refer to a linked record of given entities. */
    CONNECTED,
    /** Not run; the file says why. */
    OFF
}
