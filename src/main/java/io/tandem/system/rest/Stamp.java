package io.tandem.system.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.record.Stamps;
import io.tandem.system.descriptor.StampForm;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads points in time as APIs print them: seconds or milliseconds since 1970, ISO with Z, an offset, or a blank before
 * the offset, as in a Date header, or in the form that the descriptor gives.
 */
final class Stamp {

    private static final Pattern DIGITS = Pattern.compile("\\d{1,15}");

    /** Seconds would lie behind the end of our calendar. */
    private static final long FIRST_OF_MILLIS = Stamps.END.getEpochSecond();

    private static final Pattern ZONED = Pattern.compile(".*[+-]\\d\\d(:?\\d\\d)?");

    private Stamp() {}

    /**
     * @return {@link Instant#EPOCH} if there is no value
     * @throws IllegalArgumentException if it is no point in time; the message doesn't show it
     */
    static Instant of(JsonNode value) {
        return parse(value)
                .orElseThrow(() -> new IllegalArgumentException(
                        "not a point in time: it has " + value.asText("").length() + " characters"));
    }

    /** @return empty if it is no point in time of our calendar; {@link Instant#EPOCH} if there is no value */
    static Optional<Instant> parse(JsonNode value) {
        return parse(value, StampForm.usual());
    }

    /** The same of a system with a form of its own; numbers have no form. */
    static Optional<Instant> parse(JsonNode value, StampForm form) {
        if (!form.isUsual() && !value.isNumber() && !value.asText("").isBlank()) {
            return form.parse(value.asText());
        }
        try {
            return Optional.of(read(value)).filter(Stamps::isInCalendar);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Instant read(JsonNode value) {
        if (value.isNumber()) {
            return ofNumber(value.longValue());
        }
        String text = value.asText("").strip();
        if (text.isEmpty()) {
            return Instant.EPOCH;
        }
        if (DIGITS.matcher(text).matches()) {
            return ofNumber(Long.parseLong(text));
        }
        if (Character.isLetter(text.charAt(0))) {
            return Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text));
        }
        return Stamps.parse(isZoned(text) ? text : text + "Z").toInstant();
    }

    private static Instant ofNumber(long number) {
        return number < FIRST_OF_MILLIS ? Instant.ofEpochSecond(number) : Instant.ofEpochMilli(number);
    }

    private static boolean isZoned(String text) {
        return text.length() > 11 && (text.endsWith("Z") || ZONED.matcher(text).matches());
    }
}
