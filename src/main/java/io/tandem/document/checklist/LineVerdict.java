package io.tandem.document.checklist;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How a line of a document stands to the configuration. */
public enum LineVerdict {
    FULFILLED,
    /** Both have it, but not alike. */
    DIFFERS,
    /** The document has it, the configuration doesn't. */
    MISSING,
    /** The configuration has it, the document doesn't. */
    EXTRA,
    /** The line can't be understood, so nothing can be said about it. */
    NOT_CHECKABLE;

    /** As reports write it: {@code not-checkable}. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
