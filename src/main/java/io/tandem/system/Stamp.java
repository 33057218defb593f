package io.tandem.system;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;

/** Reads points in time as APIs print them: seconds since 1970, or ISO with Z, an offset, or a blank before the offset. */
final class Stamp {

    private static final DateTimeFormatter FORMAT = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
            .appendPattern("[XXX][XX][X]")
            .toFormatter(Locale.ROOT);

    private Stamp() {}

    /** @return {@link Instant#EPOCH} if there is no value */
    static Instant of(JsonNode value) {
        if (value.isNumber()) {
            return Instant.ofEpochSecond(value.longValue());
        }
        String text = value.asText("").strip();
        if (text.isEmpty()) {
            return Instant.EPOCH;
        }
        if (text.matches("\\d{1,12}")) {
            return Instant.ofEpochSecond(Long.parseLong(text));
        }
        String compact = text.replaceFirst("^(\\S{10}) ", "$1T").replaceFirst("\\s+(?=[+-]\\d\\d:?\\d\\d$|Z$)", "");
        try {
            boolean zoned = compact.matches(".*(Z|[+-]\\d\\d(:?\\d\\d)?)$") && compact.length() > 11;
            return OffsetDateTime.parse(zoned ? compact : compact + "Z", FORMAT).toInstant();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("not a point in time: it has " + text.length() + " characters", e);
        }
    }
}
