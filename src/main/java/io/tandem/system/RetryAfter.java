package io.tandem.system;

import io.tandem.record.Json;
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

/** How long a "too many requests" asks to wait: by header, or in the words of its message. */
final class RetryAfter {

    private RetryAfter() {}

    /** @return empty if it doesn't say */
    static Optional<Duration> of(HttpOperationFailedException refusal, Spec.Answers answers) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(refusal.getResponseHeaders());
        return header(headers)
                .or(() -> answers == null ? Optional.empty() : words(refusal, answers))
                .or(() -> answers == null ? Optional.empty() : seconds(headers.get(answers.resetHeader())));
    }

    /** Seconds, or a date. */
    private static Optional<Duration> header(Map<String, String> headers) {
        String told = headers.get("Retry-After");
        return seconds(told).or(() -> date(told).flatMap(then -> date(headers.get("Date"))
                .map(now -> Duration.between(now, then))
                .filter(wait -> !wait.isNegative())));
    }

    private static Optional<Duration> seconds(String text) {
        return Optional.ofNullable(text)
                .map(String::strip)
                .filter(digits -> digits.matches("\\d{1,6}"))
                .map(digits -> Duration.ofSeconds(Long.parseLong(digits)));
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

    private static Optional<Duration> words(HttpOperationFailedException refusal, Spec.Answers answers) {
        if (answers.retryAfterPattern().isEmpty()) {
            return Optional.empty();
        }
        Matcher told = Pattern.compile(answers.retryAfterPattern()).matcher(message(refusal, answers));
        return told.find() ? seconds(told.group(1)) : Optional.empty();
    }

    private static String message(HttpOperationFailedException refusal, Spec.Answers answers) {
        try {
            var body = Json.MAPPER.readTree(refusal.getResponseBody() == null ? "" : refusal.getResponseBody());
            return answers.message().stream()
                    .map(path -> Paths.text(body, path))
                    .reduce("", String::concat);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            return refusal.getResponseBody();
        }
    }
}
