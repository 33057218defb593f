package io.tandem.cli;

import java.util.regex.Pattern;

/**
 * Text that came from outside, as a terminal or a log may show it: nothing in it moves, hides, turns around or colours
 * anything, or ends a line.
 */
final class ForTerminal {

    private static final Pattern SPACING = Pattern.compile("[\\t\\n\\x0B\\f\\r\\x85\\p{Zl}\\p{Zp}]");

    /** Controls, formats (direction, zero width, tags), lone surrogates, what no font knows; and letters that show nothing. */
    private static final Pattern HIDDEN = Pattern.compile("[\\p{C}\\u034F\\u115F\\u1160\\u17B4\\u17B5\\u3164\\uFFA0]");

    private static final Pattern SHELL_WORD = Pattern.compile("[\\w.:@/-]+");

    private ForTerminal() {}

    /** As long as before; breaks become blanks, whatever else can't be seen becomes a dot. */
    static String of(String text) {
        return isPlain(text)
                ? text
                : HIDDEN.matcher(SPACING.matcher(text).replaceAll(" ")).replaceAll("·");
    }

    /** As nearly all are: letters, digits and signs of ASCII, and blanks. Lists have a million of them. */
    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~') {
                return false;
            }
        }
        return true;
    }

    /** Whether {@link #of} would show another character than this. */
    static boolean isHidden(int point) {
        String text = Character.toString(point);
        return SPACING.matcher(text).matches() || HIDDEN.matcher(text).matches();
    }

    /** One word of a command that a person may paste into a shell. */
    static String word(String text) {
        String plain = of(text);
        return SHELL_WORD.matcher(plain).matches() ? plain : "'" + plain.replace("'", "'\\''") + "'";
    }
}
