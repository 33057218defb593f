package io.tandem.cli;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import java.util.Locale;

/** JSON for a terminal: what {@link ForTerminal} would replace is escaped, so that nothing is lost and nothing happens. */
final class SafeEscapes extends CharacterEscapes {

    private static final long serialVersionUID = 1;

    private static final int[] ASCII = ascii();

    private static int[] ascii() {
        int[] escapes = CharacterEscapes.standardAsciiEscapesForJSON();
        escapes[0x7f] = CharacterEscapes.ESCAPE_STANDARD;
        return escapes;
    }

    @Override
    public int[] getEscapeCodesForAscii() {
        return ASCII;
    }

    /** Halves of characters beyond 16 bits too: here nothing tells them from lone ones. */
    @Override
    public SerializableString getEscapeSequence(int unit) {
        return ForTerminal.isHidden(unit) || Character.isSurrogate((char) unit)
                ? new SerializedString(String.format(Locale.ROOT, "\\u%04X", unit))
                : null;
    }
}
