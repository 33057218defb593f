package io.tandem.document.checklist;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * How two versions of a document or configuration differ.
 *
 * @param text the new line; the old one if it is gone
 * @param was the old line where it changed; else ""
 * @param breaking whether values stop, change or go elsewhere, or pairs are found or made in another way; what is only
 *     added breaks nothing
 */
public record DocumentChange(String flow, Kind change, String text, String was, boolean breaking) {

    /** What happened. */
    public enum Kind {
        FLOW_ADDED,
        FLOW_REMOVED,
        LINK_ADDED,
        LINK_CHANGED,
        LINK_REMOVED,
        MATCH_ADDED,
        MATCH_CHANGED,
        MATCH_REMOVED,
        ROW_ADDED,
        ROW_CHANGED,
        ROW_REMOVED,
        TYPE_CHANGED,
        ORDER_CHANGED,
        REPEATS_CHANGED,
        POLICY_CHANGED,
        NAMES_CHANGED;

        /** As reports write it: {@code row added}. */
        @JsonValue
        public String words() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }
}
