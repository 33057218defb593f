package io.tandem.system;

import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.record.Stamps;
import java.time.DateTimeException;
import java.time.Instant;

/** Reads points in time as APIs print them: seconds since 1970, or ISO with Z, an offset, or a blank before the offset. */
final class Stamp {

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
        try {
            boolean zoned = text.length() > 11 && text.matches(".*(Z|[+-]\\d\\d(:?\\d\\d)?)$");
            return Stamps.parse(zoned ? text : text + "Z").toInstant();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("not a point in time: it has " + text.length() + " characters", e);
        }
    }
}
