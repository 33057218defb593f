package io.tandem.system.call;

import io.tandem.record.Json;
import io.tandem.system.descriptor.Spec;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.http.base.HttpOperationFailedException;

/**
 * How long a "too many requests" asks to wait: by the header {@code Retry-After}, seconds or a date (RFC 9110, 10.2.3), or in
 * the words of its message. Fractions of a second are rounded up. Zero, and what is no pause, counts as if nothing was said.
 */
public final class RetryAfter {

    private static final Pattern CLOCK = Pattern.compile("(?:(\\d{1,3})\\.)?(\\d{1,2}):(\\d\\d):(\\d\\d)");

    private RetryAfter() {}

    /** @param answers how the system words it; null if its header alone counts @return empty if it doesn't say */
    public static Optional<Duration> of(HttpOperationFailedException refusal, Spec.Answers answers) {
        Map<String, String> headers = inAnyCase(refusal.getResponseHeaders());
        return header(headers)
                .or(() -> answers == null ? Optional.empty() : words(message(refusal, answers), answers))
                .or(() -> answers == null ? Optional.empty() : seconds(headers.get(answers.resetHeader())));
    }

    /** How long an answer that came back as it is asks to wait. @return empty if it doesn't say */
    public static Optional<Duration> of(Answer answer, Spec.Answers answers) {
        return header(inAnyCase(answer.headers()))
                .or(() -> words(
                        String.join(
                                " ",
                                Reason.texts(answer.body(), answers.words().message())
                                        .toList()),
                        answers));
    }

    private static Map<String, String> inAnyCase(Map<String, String> headers) {
        Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        all.putAll(headers);
        return all;
    }

    /** Seconds, or a date. */
    private static Optional<Duration> header(Map<String, String> headers) {
        String asked = headers.get("Retry-After");
        return seconds(asked).or(() -> date(asked).flatMap(then -> date(headers.get("Date"))
                .map(now -> Duration.between(now, then))
                .filter(RetryAfter::isHint)));
    }

    /** Zero says nothing about how long to wait: a call that comes at once is refused again. */
    private static boolean isHint(Duration wait) {
        return !wait.isNegative() && !wait.isZero();
    }

    /** Whole seconds, rounded up. More than eleven days are no pause but something else, such as a date in seconds. */
    private static Optional<Duration> seconds(String text) {
        return Optional.ofNullable(text)
                .map(String::strip)
                .filter(number -> number.matches("\\d{1,6}(\\.\\d{1,9})?"))
                .map(number -> Duration.ofSeconds(
                        new BigDecimal(number).setScale(0, RoundingMode.CEILING).longValueExact()))
                .filter(RetryAfter::isHint);
    }

    /** Days, hours, minutes and seconds, {@code 1.02:13:53}. */
    private static Optional<Duration> clock(String text) {
        Matcher parts = CLOCK.matcher(text);
        return parts.matches()
                ? Optional.of(Duration.ofDays(parts.group(1) == null ? 0 : Long.parseLong(parts.group(1)))
                                .plusHours(Long.parseLong(parts.group(2)))
                                .plusMinutes(Long.parseLong(parts.group(3)))
                                .plusSeconds(Long.parseLong(parts.group(4))))
                        .filter(RetryAfter::isHint)
                : Optional.empty();
    }

    private static Optional<ZonedDateTime> date(String text) {
        try {
            return text == null
                    ? Optional.empty()
                    : Optional.of(ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static Optional<Duration> words(String message, Spec.Answers answers) {
        if (answers.retryAfterPattern().isEmpty()) {
            return Optional.empty();
        }
        Matcher pause = Pattern.compile(answers.retryAfterPattern()).matcher(message);
        return pause.find() && pause.group(1) != null
                ? seconds(pause.group(1)).or(() -> clock(pause.group(1)))
                : Optional.empty();
    }

    private static String message(HttpOperationFailedException refusal, Spec.Answers answers) {
        String body = refusal.getResponseBody() == null ? "" : refusal.getResponseBody();
        try {
            return String.join(
                    " ",
                    Reason.texts(Json.MAPPER.readTree(body), answers.words().message())
                            .toList());
        } catch (com.fasterxml.jackson.core.JsonProcessingException plainText) {
            return body;
        }
    }
}
