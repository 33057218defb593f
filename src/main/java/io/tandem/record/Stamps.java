package io.tandem.record;

import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.util.Locale;

/** Reads points in time as APIs print them: with {@code Z}, {@code +01:00}, {@code +0100}, or a blank before the offset. */
public final class Stamps {

    private static final DateTimeFormatter FORMAT = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
            .optionalStart()
            .appendOffset("+HH:MM:ss", "Z")
            .optionalEnd()
            .optionalStart()
            .appendOffset("+HHmm", "Z")
            .optionalEnd()
            .toFormatter(Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT);

    private Stamps() {}

    /** Java knows no leap second: {@code 23:59:60} becomes the second before, which is still on the same day. */
    public static String withoutLeapSecond(String stamp) {
        return stamp.replaceFirst("(?<=[Tt ]\\d\\d:\\d\\d:)60", "59");
    }

    /** @throws java.time.DateTimeException if there is no zone, or it is no point in time, as the 30th of February */
    public static OffsetDateTime parse(String text) {
        String compact =
                text.strip().replaceFirst("\\s+(?=[+-]\\d\\d:?\\d\\d$|Z$)", "").replaceFirst("^(\\S{10}) ", "$1T");
        compact = withoutLeapSecond(compact);
        return OffsetDateTime.parse(compact, FORMAT);
    }
}
