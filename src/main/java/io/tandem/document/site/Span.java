package io.tandem.document.site;

/**
 * A piece of a line.
 *
 * @param href where a click on it goes; "" for nowhere
 */
record Span(String text, boolean code, String href) {

    static Span plain(String text) {
        return new Span(text, false, "");
    }

    static Span code(String text) {
        return new Span(text, true, "");
    }

    static Span link(String text, String href) {
        return new Span(text, false, href);
    }
}
