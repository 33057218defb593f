package io.tandem.record;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * The form that a system gives its ids, and how a person may write one: what spreadsheets and reports show is brought to
 * the form that the API shows, or refused.
 *
 * @param name as a descriptor says it: {@code any}, {@code integer}, {@code uuid}, {@code case-safe}, or a regular expression
 */
public record IdForm(String name, Pattern pattern) {

    /** As long as the store's columns. */
    private static final int LONGEST = 400;

    private static final Pattern EXPONENT = Pattern.compile("[+-]?\\d+([.,]\\d+)?E[+-]?\\d+");
    private static final Set<String> NOTHING = Set.of("null", "none", "nil", "n/a", "#n/a", "nan", "undefined");
    private static final String SUFFIX = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";

    private static final Map<String, Pattern> KNOWN = Map.of(
            "any", Pattern.compile("(?s)[^\\x00]+"),
            "integer", Pattern.compile("-?(0|[1-9]\\d{0,18})"),
            "uuid", Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}"),
            "case-safe", Pattern.compile("[A-Za-z0-9]{15}([A-Za-z0-9]{3})?"));

    public static final IdForm ANY = new IdForm("any", KNOWN.get("any"));

    /** @return empty if the text is neither a known form nor a regular expression */
    public static Optional<IdForm> of(String text) {
        if (KNOWN.containsKey(text)) {
            return Optional.of(new IdForm(text, KNOWN.get(text)));
        }
        try {
            return Optional.of(new IdForm(text, Pattern.compile(text)));
        } catch (PatternSyntaxException e) {
            return Optional.empty();
        }
    }

    /** Whether the API shows ids like this one. */
    public boolean fits(String shown) {
        return pattern.matcher(shown).matches();
    }

    /**
     * An id as the API shows it.
     *
     * @throws IllegalArgumentException with a sentence if it can't be an id of this form
     */
    public String id(String written) {
        boolean nothing = NOTHING.contains(written.toLowerCase(Locale.ROOT));
        boolean number = EXPONENT.matcher(written).matches();
        if (nothing
                || number
                || written.length() > LONGEST
                || !pattern.matcher(written).matches()) {
            String shown = written.length() > 60 ? written.substring(0, 60) + ".." : written;
            throw new IllegalArgumentException("'" + shown + "' is no id"
                    + (name.equals("any") ? "" : "; wanted " + wanted())
                    + (number ? ". A spreadsheet rounded it: format the column as text and export it again" : ""));
        }
        return name.equals("case-safe") && written.length() == 15 ? written + checksum(written) : written;
    }

    private String wanted() {
        return switch (name) {
            case "integer" -> "digits alone";
            case "uuid" -> "a UUID, 8-4-4-4-12 hexadecimal digits";
            case "case-safe" -> "15 or 18 letters and digits";
            default -> "the form " + name;
        };
    }

    /** Says for each five characters which are capitals, so that ids differ where case is not looked at. */
    private static String checksum(String fifteen) {
        StringBuilder suffix = new StringBuilder();
        for (int group = 0; group < 3; group++) {
            int capitals = 0;
            for (int i = 0; i < 5; i++) {
                char one = fifteen.charAt(group * 5 + i);
                capitals |= one >= 'A' && one <= 'Z' ? 1 << i : 0;
            }
            suffix.append(SUFFIX.charAt(capitals));
        }
        return suffix.toString();
    }
}
