package io.tandem.cli;

import java.util.regex.Pattern;

/** Text that came from a system, as a terminal may show it: nothing in it moves, hides or colours anything. */
final class Plain {

    private static final Pattern SPACING = Pattern.compile("[\\t\\n\\x0B\\f\\r\\x85\\p{Zl}\\p{Zp}]");
    private static final Pattern UNSEEN = Pattern.compile("\\p{C}");
    private static final Pattern SHELL_WORD = Pattern.compile("[\\w.:@/-]+");

    private Plain() {}

    /** As long as before; breaks become blanks, whatever else can't be seen becomes a dot. */
    static String of(String text) {
        return UNSEEN.matcher(SPACING.matcher(text).replaceAll(" ")).replaceAll("·");
    }

    /** One word of a command that a person may paste into a shell. */
    static String word(String text) {
        String plain = of(text);
        return SHELL_WORD.matcher(plain).matches() ? plain : "'" + plain.replace("'", "'\\''") + "'";
    }
}
