package io.tandem.document.checklist;

/**
 * What the configuration does about a line of a checklist.
 *
 * @param done whether it does what the line says
 * @param detail how, or why not; "" if there is nothing to add
 * @param own whether this is a row that the site added by itself
 */
public record Deed(boolean done, String detail, boolean own) {

    static final Deed PLAIN = done("");

    static Deed done(String detail) {
        return new Deed(true, detail, false);
    }

    static Deed other(String detail) {
        return new Deed(false, detail, false);
    }
}
