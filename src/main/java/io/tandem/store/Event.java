package io.tandem.store;

import io.tandem.record.Word;

/** What can happen. The store's and the interface's word is {@link #word}. */
public enum Event {
    LINKED,
    UNLINKED,
    /** A cross-reference was imported. */
    REFERENCED,
    /** An imported cross-reference made way for another. */
    UNREFERENCED,
    CREATED,
    /** A create whose answer was lost, or a record that was there already, became the partner. */
    ADOPTED,
    WRITTEN,
    /** No answer showed what a write came to, and nobody can tell any more whether it took effect. */
    IN_DOUBT,
    DELETED,
    SOURCE_DELETED,
    TARGET_DELETED,
    LEFT,
    CONFLICT,
    DRIFT,
    PARKED,
    RESOLVED,
    RETRIED,
    PAUSED,
    RESUMED,
    DELETES_ALLOWED;

    public String word() {
        return Word.of(this);
    }

    public static Event of(String word) {
        return Word.constant(Event.class, word);
    }
}
