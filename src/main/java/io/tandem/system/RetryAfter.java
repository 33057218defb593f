package io.tandem.system;

import io.tandem.record.Json;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.http.base.HttpOperationFailedException;

/** How long a "too many requests" asks to wait: by header, or in the words of its message. */
final class RetryAfter {

    private static final Duration UNTOLD = Duration.ofSeconds(1);

    private RetryAfter() {}

    static Duration of(HttpOperationFailedException refusal, Spec.Answers answers) {
        for (Map.Entry<String, String> header : refusal.getResponseHeaders().entrySet()) {
            if (header.getKey().equalsIgnoreCase("Retry-After")
                    && header.getValue().strip().matches("\\d{1,6}")) {
                return Duration.ofSeconds(Long.parseLong(header.getValue().strip()));
            }
        }
        if (answers != null && !answers.retryAfterPattern().isEmpty()) {
            Matcher told = Pattern.compile(answers.retryAfterPattern()).matcher(message(refusal, answers));
            if (told.find()) {
                return Duration.ofSeconds(Long.parseLong(told.group(1)));
            }
        }
        return UNTOLD;
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
