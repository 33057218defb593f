package io.tandem.document.checklist;

import java.util.Set;

/** Text as a page may hold it: it ends no element and no attribute, and hides nothing. */
public final class Html {

    /** Letters and marks that show nothing: by their kind they are as good as any. */
    private static final Set<Integer> BLANK = Set.of(0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFFA0);

    private Html() {}

    /** With a dot for each control, direction mark and whatever else can't be seen. */
    static String shown(String text) {
        return text.codePoints()
                .map(point -> isHidden(point) ? '·' : point)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
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

    private static boolean isHidden(int point) {
        if (BLANK.contains(point)) {
            return true;
        }
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }
}
