package io.tandem.chunk;

import io.tandem.record.Word;

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
        return Word.of(this);
    }

    public static LinkState of(String word) {
        return Word.constant(LinkState.class, word);
    }
}
