package io.tandem.document.imports;

import io.tandem.flow.ValueType;
import java.util.Locale;
import java.util.Optional;

/**
 * A type cell of a document.
 *
 * @param text as it stands
 * @param type what a value is converted to; none where the cell doesn't say it plainly
 */
public record TypeCell(String text, ValueType type) {

    private static final String NONE = "N/A";

    public static TypeCell of(String text) {
        String word = text.replace("\"", "").strip().toUpperCase(Locale.ROOT);
        for (ValueType type : ValueType.values()) {
            boolean formatted = type == ValueType.DATETIME && word.startsWith("DATETIME");
            if (type != ValueType.NONE && (word.equals(type.name()) || formatted)) {
                return new TypeCell(text, type);
            }
        }
        return new TypeCell(text, ValueType.NONE);
    }

    /** How a document writes a type. */
    public static String written(ValueType type) {
        return type == ValueType.NONE ? NONE : "\"" + type.name().toLowerCase(Locale.ROOT) + "\"";
    }

    /** The text, where a row of such a type doesn't give it back. */
    Optional<String> asWritten(ValueType row) {
        return written(row).equals(text) ? Optional.empty() : Optional.of(text);
    }
}
