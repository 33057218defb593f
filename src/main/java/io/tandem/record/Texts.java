package io.tandem.record;

/** Texts as both databases keep them: without half of a pair that makes one character, as cut texts have it. */
final class Texts {

    private static final int REPLACEMENT = 0xFFFD;

    private Texts() {}

    static boolean isWhole(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                boolean pair = Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    /** Each half becomes U+FFFD. */
    static String whole(String text) {
        return isWhole(text)
                ? text
                : text.codePoints()
                        .map(c -> isHalf(c) ? REPLACEMENT : c)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
    }

    private static boolean isHalf(int character) {
        return character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE;
    }
}
