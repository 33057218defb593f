package io.tandem.document.checklist;

import io.tandem.record.HiddenCharacters;
import java.util.regex.Pattern;

/** Text as a page may hold it: it ends no element and no attribute, and hides nothing. */
public final class Html {

    private static final Pattern SEPARATOR = Pattern.compile("[\\p{Zl}\\p{Zp}]");

    private Html() {}

    /** With a dot for each control, direction mark and whatever else can't be seen. */
    static String shown(String text) {
        return SEPARATOR.matcher(HiddenCharacters.dotted(text)).replaceAll("·");
    }

    /** As {@link #shown}, with what means something to HTML escaped. */
    public static String escaped(String text) {
        StringBuilder page = new StringBuilder(text.length() + 16);
        shown(text).codePoints().forEach(point -> {
            switch (point) {
                case '&' -> page.append("&amp;");
                case '<' -> page.append("&lt;");
                case '>' -> page.append("&gt;");
                case '"' -> page.append("&quot;");
                case '\'' -> page.append("&#39;");
                default -> page.appendCodePoint(point);
            }
        });
        return page.toString();
    }
}
