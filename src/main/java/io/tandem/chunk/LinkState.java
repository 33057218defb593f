package io.tandem.chunk;

/** Where a link stands. The store's and the interface's word is {@link #word}. */
public enum LinkState {
    /** A create was started, its answer is not stored yet (rule 10). */
    CREATING,
    LINKED,
    SOURCE_DELETED,
    TARGET_DELETED,
    /** One side left its entity's filter (rule 13). */
    LEFT,
    /** By an operator; this pair is not linked again by itself. */
    UNLINKED;

    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    public static LinkState of(String word) {
        return valueOf(word.toUpperCase(java.util.Locale.ROOT).replace('-', '_'));
    }
}
