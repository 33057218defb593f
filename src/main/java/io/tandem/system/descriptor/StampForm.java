package io.tandem.system.descriptor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tandem.record.Stamps;
import io.tandem.record.Values;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Locale;
import java.util.Optional;

/**
 * How an API prints days and points in time, where that is none of the usual forms: {@code dd.MM.yyyy HH:mm:ss}. What a
 * pattern leaves out is midnight, and UTC. Immutable.
 *
 * @param pattern of {@link DateTimeFormatter}; {@code epoch} or {@code epoch-millis}; "" for the usual forms
 */
public record StampForm(String pattern, DateTimeFormatter format) {

    static final String SECONDS = "epoch";
    static final String MILLIS = "epoch-millis";

    private static final StampForm USUAL = new StampForm("", DateTimeFormatter.ISO_INSTANT);

    /** As they come: ISO, a number of seconds or milliseconds, or as in a Date header. */
    public static StampForm usual() {
        return USUAL;
    }

    /** @throws IllegalArgumentException if it is no pattern, or one without a day */
    static StampForm of(String pattern) {
        if (pattern.equals(SECONDS) || pattern.equals(MILLIS)) {
            return new StampForm(pattern, DateTimeFormatter.ISO_INSTANT);
        }
        DateTimeFormatter format =
                DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).withZone(ZoneOffset.UTC);
        StampForm form = new StampForm(pattern, format);
        if (form.parse(format.format(Instant.EPOCH)).isEmpty()) {
            throw new IllegalArgumentException("no day can be read from it");
        }
        return form;
    }

    public boolean isUsual() {
        return pattern.isEmpty();
    }

    private boolean isNumber() {
        return pattern.equals(SECONDS) || pattern.equals(MILLIS);
    }

    /** @return empty if the text has not this form, or is no point in time of our calendar */
    public Optional<Instant> parse(String text) {
        try {
            return read(text.strip()).filter(Stamps::isInCalendar);
        } catch (DateTimeException | NumberFormatException notThisForm) {
            return Optional.empty();
        }
    }

    private Optional<Instant> read(String text) {
        if (isNumber()) {
            long number = Long.parseLong(text);
            return Optional.of(pattern.equals(MILLIS) ? Instant.ofEpochMilli(number) : Instant.ofEpochSecond(number));
        }
        TemporalAccessor read = format.parse(text);
        return read.isSupported(ChronoField.INSTANT_SECONDS)
                ? Optional.of(Instant.from(read))
                : Optional.ofNullable(read.query(TemporalQueries.localDate()))
                        .map(day -> day.atStartOfDay(ZoneOffset.UTC).toInstant());
    }

    public String text(Instant moment) {
        return switch (pattern) {
            case SECONDS -> String.valueOf(moment.getEpochSecond());
            case MILLIS -> String.valueOf(moment.toEpochMilli());
            default -> format.format(moment);
        };
    }

    /** A property's value in ISO, with time and zone, as days and moments alike can be read; as it is, if it has not this form. */
    public JsonNode toIso(JsonNode value) {
        if (isUsual() || value == null || !value.isValueNode() || Values.isEmpty(value)) {
            return value;
        }
        return parse(Values.text(value))
                .<JsonNode>map(moment -> TextNode.valueOf(moment.toString()))
                .orElse(value);
    }

    /** A value in ISO as the API wants it; as it is, if it is no day and no point in time. */
    public JsonNode fromIso(JsonNode value) {
        if (isUsual() || !value.isTextual()) {
            return value;
        }
        return moment(value.textValue().strip())
                .<JsonNode>map(moment ->
                        isNumber() ? DecimalNode.valueOf(new BigDecimal(text(moment))) : TextNode.valueOf(text(moment)))
                .orElse(value);
    }

    private static Optional<Instant> moment(String iso) {
        try {
            return Optional.of(
                    iso.length() == 10
                            ? LocalDate.parse(iso).atStartOfDay(ZoneOffset.UTC).toInstant()
                            : Stamps.parse(iso).toInstant());
        } catch (DateTimeException noMoment) {
            return Optional.empty();
        }
    }
}
