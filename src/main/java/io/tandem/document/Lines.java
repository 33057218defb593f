package io.tandem.document;

import java.util.ArrayList;
import java.util.List;

/** The lines of a document, taken one after the other: each is taken as something, or reported. */
final class Lines {

    private final List<String> lines;
    private final List<DocumentProblem> problems = new ArrayList<>();
    private final List<DocumentProblem> notes = new ArrayList<>();
    private int at;

    Lines(String text) {
        String plain = text.startsWith("\uFEFF") ? text.substring(1) : text;
        this.lines = plain.lines().map(String::stripTrailing).toList();
    }

    boolean more() {
        return at < lines.size();
    }

    /** The number of the next line, 1-based. */
    int number() {
        return at + 1;
    }

    /** The next line, or one behind it, without taking it; "" behind the end. */
    String peek(int ahead) {
        return at + ahead < lines.size() ? lines.get(at + ahead) : "";
    }

    String peek() {
        return peek(0);
    }

    String take() {
        return lines.get(at++);
    }

    /** Takes blank lines. @return how many */
    int blanks() {
        int start = at;
        while (more() && peek().isBlank()) {
            at++;
        }
        return at - start;
    }

    /** Takes a line that can't be understood. */
    void skip(String why) {
        int column = peek().length() - peek().stripLeading().length() + 1;
        problem(number(), column, why);
        at++;
    }

    /** Reports a line above or below a text that isn't as long, in characters as a reader counts them. */
    void checkLength(int number, String what, String text, String where, String underline) {
        int wanted = text.codePointCount(0, text.length());
        if (underline.length() != wanted) {
            problem(
                    number,
                    1,
                    "the " + what + " has " + wanted + " characters, the line " + where + " it " + underline.length());
        }
    }

    /** Notes that the next line ends before the heading above it does. */
    void noteIfShort(String heading) {
        int length = peek().length();
        if (length < heading.length()) {
            notes.add(new DocumentProblem(
                    number(),
                    length + 1,
                    "the heading has " + heading.length() + " characters, the line below it " + length
                            + ": older documents have that, reStructuredText warns of it"));
        }
    }

    void problem(int line, int column, String message) {
        problems.add(new DocumentProblem(line, column, message));
    }

    /** Whether the next two lines are a heading: a text, and a line of one punctuation character below it. */
    boolean isHeading(char underline) {
        return isHeading(0, underline);
    }

    boolean isHeading(int ahead, char underline) {
        String text = peek(ahead);
        return !text.isBlank() && !isLine(text) && isLineOf(peek(ahead + 1), underline);
    }

    private static boolean isLine(String text) {
        return isLineOf(text, '=') || isLineOf(text, '-');
    }

    static boolean isLineOf(String text, char character) {
        return text.length() >= 3 && text.chars().allMatch(c -> c == character);
    }

    List<DocumentProblem> problems() {
        return problems;
    }

    List<DocumentProblem> notes() {
        return notes;
    }

    int count() {
        return lines.size();
    }
}
