package io.tandem.record;

import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
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

    private static final String USUAL = "0000-00-00T00:00:00.";
    private static final int LEAP_SECOND = 60;
    private static final int LONGEST = 100;

    private Stamps() {}

    /** Java knows no leap second: {@code 23:59:60} becomes the second before, which is still on the same day. */
    public static String withoutLeapSecond(String stamp) {
        return stamp.replaceFirst("(?<=[Tt ]\\d\\d:\\d\\d:)60", "59");
    }

    /** @throws java.time.DateTimeException if there is no zone, or it is no point in time, as the 30th of February */
    public static OffsetDateTime parse(String text) {
        return isUsual(text) ? usual(text) : unusual(text);
    }

    /** Whether it has the form of nearly all: {@code 2024-01-31T08:00:00}, perhaps with a fraction, and {@code Z}. */
    private static boolean isUsual(String text) {
        int last = text.length() - 1;
        if (last < 19 || last > 29 || text.charAt(last) != 'Z' || last == 20) {
            return false;
        }
        for (int i = 0; i < last; i++) {
            char c = text.charAt(i);
            boolean fits = i < USUAL.length() && USUAL.charAt(i) != '0' ? c == USUAL.charAt(i) : c >= '0' && c <= '9';
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    /** Without patterns: each record of each answer has such a stamp. */
    private static OffsetDateTime usual(String text) {
        int second = digits(text, 17, 19);
        int nanos = 0;
        for (int i = 20, unit = 100_000_000; i < text.length() - 1; i++, unit /= 10) {
            nanos += (text.charAt(i) - '0') * unit;
        }
        return OffsetDateTime.of(
                digits(text, 0, 4),
                digits(text, 5, 7),
                digits(text, 8, 10),
                digits(text, 11, 13),
                digits(text, 14, 16),
                second == LEAP_SECOND ? LEAP_SECOND - 1 : second,
                nanos,
                ZoneOffset.UTC);
    }

    private static int digits(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            number = number * 10 + text.charAt(i) - '0';
        }
        return number;
    }

    private static OffsetDateTime unusual(String text) {
        if (text.length() > LONGEST) {
            throw new DateTimeException("longer than any point in time");
        }
        String compact =
                text.strip().replaceFirst("\\s+(?=[+-]\\d\\d:?\\d\\d$|Z$)", "").replaceFirst("^(\\S{10}) ", "$1T");
        compact = withoutLeapSecond(compact);
        return OffsetDateTime.parse(compact, FORMAT);
    }
}
