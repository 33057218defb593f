package io.tandem.system.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.record.Stamps;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads points in time as APIs print them: seconds since 1970, or ISO with Z, an offset, or a blank before the offset. */
final class Stamp {

    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");

    private static final Pattern SECONDS = Pattern.compile("\\d{1,12}");
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
        try {
            return Optional.of(read(value)).filter(found -> !found.isBefore(FIRST) && found.isBefore(END));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Instant read(JsonNode value) {
        if (value.isNumber()) {
            return Instant.ofEpochSecond(value.longValue());
        }
        String text = value.asText("").strip();
        if (text.isEmpty()) {
            return Instant.EPOCH;
        }
        if (SECONDS.matcher(text).matches()) {
            return Instant.ofEpochSecond(Long.parseLong(text));
        }
        return Stamps.parse(isZoned(text) ? text : text + "Z").toInstant();
    }

    private static boolean isZoned(String text) {
        return text.length() > 11 && (text.endsWith("Z") || ZONED.matcher(text).matches());
    }
}
