package io.tandem.record;

import java.time.DateTimeException;
import java.time.Instant;
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

    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");

    /** Of our calendar: the year 9999 is over. */
    public static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");

    private Stamps() {}

    /** Whether it lies in the years 1 to 9999: what lies outside can neither be printed nor stored as others are. */
    public static boolean isInCalendar(Instant moment) {
        return !moment.isBefore(FIRST) && moment.isBefore(END);
    }

    /** Java knows no leap second: {@code 23:59:60} becomes the second before, which is still on the same day. */
    public static String withoutLeapSecond(String stamp) {
        return stamp.replaceFirst("(?<=[Tt ]\\d\\d:\\d\\d:)60", "59");
    }

    /** @throws java.time.DateTimeException if there is no zone, or it is no point in time, as the 30th of February */
    public static OffsetDateTime parse(String text) {
        int zone = zone(text);
        return isUsual(text, zone) ? usual(text, zone) : unusual(text);
    }

    /** Whether it has the form of nearly all: {@code 2024-01-31T08:00:00}, perhaps with a fraction, and a zone. */
    private static boolean isUsual(String text, int zone) {
        if (zone < 19 || zone > 29 || zone == 20) {
            return false;
        }
        for (int i = 0; i < zone; i++) {
            boolean fits =
                    i < USUAL.length() && USUAL.charAt(i) != '0' ? text.charAt(i) == USUAL.charAt(i) : isDigit(text, i);
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    /** Where {@code Z}, {@code +01:00} or {@code +0100} begins at the end of a text; -1 if it has none of them. */
    private static int zone(String text) {
        int length = text.length();
        if (text.endsWith("Z")) {
            return length - 1;
        }
        boolean colon = length > 6 && text.charAt(length - 3) == ':';
        int zone = length - (colon ? 6 : 5);
        boolean fits = zone > 0
                && (text.charAt(zone) == '+' || text.charAt(zone) == '-')
                && isDigit(text, zone + 1)
                && isDigit(text, zone + 2)
                && isDigit(text, length - 2)
                && isDigit(text, length - 1);
        return fits ? zone : -1;
    }

    private static boolean isDigit(String text, int at) {
        return text.charAt(at) >= '0' && text.charAt(at) <= '9';
    }

    /** Without patterns: each record of each answer has such a stamp. */
    private static OffsetDateTime usual(String text, int zone) {
        int second = digits(text, 17, 19);
        int nanos = 0;
        for (int i = 20, unit = 100_000_000; i < zone; i++, unit /= 10) {
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
                offset(text, zone));
    }

    private static ZoneOffset offset(String text, int zone) {
        if (zone == text.length() - 1) {
            return ZoneOffset.UTC;
        }
        int sign = text.charAt(zone) == '-' ? -1 : 1;
        int minutes = digits(text, text.length() - 2, text.length());
        return ZoneOffset.ofHoursMinutes(sign * digits(text, zone + 1, zone + 3), sign * minutes);
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
