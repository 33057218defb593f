package io.tandem.flow;

/** What a deletion on one side does to the other (rule 13). */
public enum DeletePolicy {
    KEEP,
    PROPAGATE
}
