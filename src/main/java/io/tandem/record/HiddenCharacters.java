package io.tandem.record;

import java.util.regex.Pattern;

/** Characters that show nothing, move, turn around or colour what stands beside them. */
public final class HiddenCharacters {

    /** Controls, formats (direction, zero width, tags), lone surrogates, what no font knows; and letters that show nothing. */
    private static final Pattern HIDDEN = Pattern.compile("[\\p{C}\\u034F\\u115F\\u1160\\u17B4\\u17B5\\u3164\\uFFA0]");

    private HiddenCharacters() {}

    /** A dot for each of them; separators of lines and paragraphs (U+2028, U+2029) are none. */
    public static String dotted(String text) {
        return HIDDEN.matcher(text).replaceAll("·");
    }
}
