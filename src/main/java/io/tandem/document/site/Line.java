package io.tandem.document.site;

import java.util.ArrayList;
import java.util.List;

/** A line of text: words, names in code, links. */
record Line(List<Span> spans) {

    static final Line EMPTY = new Line(List.of());

    Line {
        spans = List.copyOf(spans);
    }

    /** Names stand between back quotes in the words. */
    static Line of(String words) {
        String[] parts = words.split("`", -1);
        List<Span> spans = new ArrayList<>();
        for (int i = 0; i < parts.length; i++) {
            if (!parts[i].isEmpty()) {
                spans.add(i % 2 == 0 ? Span.plain(parts[i]) : Span.code(parts[i]));
            }
        }
        return new Line(spans);
    }

    /** One that is a name and nothing else, whatever it holds. */
    static Line code(String name) {
        return new Line(List.of(Span.code(name)));
    }

    /** One that is text and nothing else, whatever it holds. */
    static Line plain(String text) {
        return new Line(List.of(Span.plain(text)));
    }

    static Line link(String text, String href) {
        return new Line(List.of(Span.link(text, href)));
    }
}
