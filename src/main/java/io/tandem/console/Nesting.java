package io.tandem.console;

/** Keeps JSON that is nested without end from a parser that calls itself for each level. */
final class Nesting {

    private static final int DEEPEST = 50;

    private Nesting() {}

    /** @throws IllegalArgumentException if lists and objects are nested deeper than any request needs */
    static void check(byte[] json) {
        int depth = 0;
        boolean text = false;
        for (int i = 0; i < json.length; i++) {
            byte b = json[i];
            if (text) {
                i += b == '\\' ? 1 : 0;
                text = b != '"';
            } else if (b == '"') {
                text = true;
            } else if (b == '[' || b == '{') {
                depth++;
            } else if (b == ']' || b == '}') {
                depth--;
            }
            if (depth > DEEPEST) {
                throw new IllegalArgumentException("nested too deep");
            }
        }
    }
}
