package io.tandem.document.checklist;

/**
 * What the configuration does about a line of a checklist.
 *
 * @param done whether it does what the line says
 * @param detail how, or why not; "" if there is nothing to add
 * @param own whether this is a row that the site added by itself
 */
public record Fulfilment(boolean done, String detail, boolean own) {

    static final Fulfilment PLAIN = done("");

    static Fulfilment done(String detail) {
        return new Fulfilment(true, detail, false);
    }

    static Fulfilment other(String detail) {
        return new Fulfilment(false, detail, false);
    }
}
