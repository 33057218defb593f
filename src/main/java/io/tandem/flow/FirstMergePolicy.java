package io.tandem.flow;

/** What happens to a filled and different property of a new link (rule 4). */
public enum FirstMergePolicy {
    LATEST,
    SOURCE,
    TARGET,
    /** Empty is filled; a difference is a conflict for the operator. The default of references. */
    FILL,
    /** Nothing is filled either; any difference is a conflict for the operator. */
    MANUAL
}
