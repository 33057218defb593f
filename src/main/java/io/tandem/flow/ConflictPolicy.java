package io.tandem.flow;

/** Who wins when both sides changed a property differently (rule 5). */
public enum ConflictPolicy {
    LATEST,
    SOURCE,
    TARGET,
    /** Left alone and listed until an operator decides. */
    MANUAL
}
