package io.tandem.record;

import java.util.Locale;

/** Blanks around a text: white space of every script, and characters that nobody sees. One rule for keys and emails. */
public final class Blanks {

    private Blanks() {}

    /** The text without blanks around it. */
    public static String strip(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isBlank(text.charAt(start))) {
            start++;
        }
        while (end > start && isBlank(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    /** An email as two systems mean the same one: without blanks around it, and without case (rule 4). */
    public static String foldEmail(String text) {
        return strip(text).toLowerCase(Locale.ROOT);
    }

    /** Also the no-break blanks, the zero-width ones, marks of direction and the byte order mark. */
    private static boolean isBlank(char c) {
        return Character.isWhitespace(c)
                || Character.isSpaceChar(c)
                || Character.isISOControl(c)
                || Character.getType(c) == Character.FORMAT;
    }
}
