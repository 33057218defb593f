package io.tandem.document.imports;

import io.tandem.document.Section;
import io.tandem.flow.Documented;
import io.tandem.flow.LinkPolicy;
import java.util.List;

/**
 * What the sentences of a section say about how pairs come into being.
 *
 * @param condition free text, of {@link Kind#CONDITION}
 * @param connectedTo names as the document has them, of {@link Kind#CONNECTED}
 */
record Policy(Kind kind, boolean matches, String condition, List<String> connectedTo, String shape) {

    /** By which sentence a section begins, as far as that decides. */
    enum Kind {
        EVERY,
        MATCHED,
        CONNECTED,
        CONDITION,
        UNKNOWN
    }

    Policy {
        connectedTo = List.copyOf(connectedTo);
    }

    static Policy of(Section section) {
        boolean matches = section.shape().contains("MERGE");
        Kind kind =
                switch (section.shape()) {
                    case "EVERY,ONCE,PROPS", "EVERY,IFMATCH,IFNO,MERGE,ONCE,PROPS" -> Kind.EVERY;
                    case "BEFORE,MERGE,ONCE,PROPS" -> Kind.MATCHED;
                    case "BEFORE,CONNECTED,ONCE,PROPS", "BEFORE,CONNECTED,MERGE,ONCE,PROPS" -> Kind.CONNECTED;
                    case "COND,ONCE,PROPS", "COND,IFMATCH,IFNO,MERGE,ONCE,PROPS" -> Kind.CONDITION;
                    default -> Kind.UNKNOWN;
                };
        Documented.FreeText text = section.freeText();
        return new Policy(kind, matches, text.condition(), text.connectedTo(), section.shape());
    }

    /** Whether it can be one flow with a section that says another such thing of the way back. */
    boolean mixes() {
        return kind == Kind.EVERY || kind == Kind.MATCHED;
    }

    boolean creates() {
        return kind == Kind.EVERY || kind == Kind.CONNECTED;
    }

    /** Why it can't run before a person has decided; "" if it can. */
    String whyOff() {
        return switch (kind) {
            case EVERY, MATCHED, CONNECTED -> "";
            case CONDITION ->
                "its condition is free text: " + condition + ". Write it under where, then set link: "
                        + FlowText.word(matches ? LinkPolicy.MATCHED_OR_CREATE : LinkPolicy.EVERY);
            case UNKNOWN ->
                "its sentences are " + (shape.isEmpty() ? "missing" : shape)
                        + ", which says not how pairs are found. Decide, and set link";
        };
    }
}
