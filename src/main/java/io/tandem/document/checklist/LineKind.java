package io.tandem.document.checklist;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a line of a document says. */
public enum LineKind {
    /** A sentence about how pairs are found, made and kept. */
    LINK,
    MATCH,
    PROPERTY,
    /** The head: which systems, and when it was generated. */
    DOCUMENT,
    /** The reader didn't understand it. */
    PROBLEM;

    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
