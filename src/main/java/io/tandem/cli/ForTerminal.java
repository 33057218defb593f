package io.tandem.cli;

import io.tandem.record.HiddenCharacters;
import java.util.regex.Pattern;

/**
 * Text that came from outside, as a terminal or a log may show it: nothing in it moves, hides, turns around or colours
 * anything, or ends a line.
 */
final class ForTerminal {

    private static final Pattern SPACING = Pattern.compile("[\\t\\n\\x0B\\f\\r\\x85\\p{Zl}\\p{Zp}]");

    private static final Pattern SHELL_WORD = Pattern.compile("[\\w.:@/-]+");

    private ForTerminal() {}

    /** As long as before; breaks become blanks, whatever else can't be seen becomes a dot. */
    static String of(String text) {
        return isPlain(text)
                ? text
                : HiddenCharacters.dotted(SPACING.matcher(text).replaceAll(" "));
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
        return !of(text).equals(text);
    }

    /** One word of a command that a person may paste into a shell. */
    static String word(String text) {
        String plain = of(text);
        return SHELL_WORD.matcher(plain).matches() ? plain : "'" + plain.replace("'", "'\\''") + "'";
    }
}
