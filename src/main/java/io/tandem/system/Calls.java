package io.tandem.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.tandem.record.Json;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.http.base.HttpOperationFailedException;

/**
 * One system's calls: fills templates, signs in, and sends each through the route {@code direct:<system>}. Thread-safe.
 *
 * <p>Answers with a client error come back as they are; what concerns the system as a whole is a {@link SystemException}.
 */
final class Calls {

    /** Exchange properties that the system routes and their beans see. */
    static final String SYSTEM = "TandemSystem";

    static final String BUDGET = "TandemBudget";
    static final String REPEATABLE = "TandemRepeatable";
    static final String KIND = "TandemKind";
    /** When the last try went out, in milliseconds. */
    static final String SENT = "TandemSent";

    /** What a call counts as; sign-ins aren't counted. */
    enum Kind {
        READ,
        WRITE,
        SIGN_IN
    }

    private final Spec.Descriptor descriptor;
    private final Function<String, Optional<String>> settings;
    private final ProducerTemplate producer;
    private final Clock clock;
    private final Judge judge;
    private final Vitals vitals;
    private final Map<String, SignIn> signIns = new HashMap<>();

    Calls(
            Spec.Descriptor descriptor,
            Function<String, Optional<String>> settings,
            ProducerTemplate producer,
            Clock clock,
            Vitals vitals) {
        this.descriptor = descriptor;
        this.settings = settings;
        this.producer = producer;
        this.clock = clock;
        this.vitals = vitals;
        this.judge = new Judge(descriptor.answers());
        descriptor.clients().forEach((name, client) -> signIns.put(name, new SignIn(descriptor.name(), client, this)));
    }

    String system() {
        return descriptor.name();
    }

    Judge judge() {
        return judge;
    }

    Optional<String> setting(String key) {
        return settings.apply(key);
    }

    Clock clock() {
        return clock;
    }

    Answer call(Spec.Call call, Kind kind, Template.Places places) {
        return call(call, kind, places, target(call, places));
    }

    /** The path and query of a call, its places filled. */
    private String target(Spec.Call call, Template.Places places) {
        String query = call.query().entrySet().stream()
                .map(e -> e.getKey() + "=" + Template.query(e.getValue(), places))
                .collect(Collectors.joining("&"));
        return Template.path(filled(call.path(), system() + "."), places) + (query.isEmpty() ? "" : "?" + query);
    }

    /**
     * @param target path and query, instead of the call's own
     * @throws SystemException if the system as a whole fails
     */
    Answer call(Spec.Call call, Kind kind, Template.Places places, String target) {
        try {
            Answer answer = judged(call, kind, places, target);
            vitals.up();
            return answer;
        } catch (SystemException.EntityMissing missing) {
            vitals.up();
            throw missing;
        } catch (SystemException failure) {
            vitals.down(clock.instant(), failure.getMessage());
            throw failure;
        }
    }

    private Answer judged(Spec.Call call, Kind kind, Template.Places places, String target) {
        SignIn signIn = signIns.get(call.client());
        Answer answer = send(call, kind, places, signIn.address() + target, signIn.headers());
        if (answer.status() == 401 && signIn.renew()) {
            answer = send(call, kind, places, signIn.address() + target, signIn.headers());
        }
        judge.of(answer).ifPresent(this::throwIfWhole);
        return answer;
    }

    private void throwIfWhole(Problem problem) {
        switch (problem.kind()) {
            case CREDENTIALS ->
                throw new SystemException.CredentialsRefused(
                        system(),
                        system() + " refused the credentials (" + problem.message()
                                + "). Check its settings, then run: tandem check --connect");
            case LIMIT ->
                throw new SystemException.LimitReached(
                        system(),
                        system() + ": its limit of calls is used up (" + problem.message()
                                + "); its flows stop for this round");
            case MISSING_ENTITY ->
                throw new SystemException.EntityMissing(
                        system(),
                        system() + " doesn't have this kind of records switched on (" + problem.message() + ")");
            default -> {
                // concerns one request only; the caller judges
            }
        }
    }

    private Answer send(Spec.Call call, Kind kind, Template.Places places, String url, Map<String, String> headers) {
        JsonNode body = call.body().isNull() ? null : Template.fill(call.body(), places);
        return send(call, kind, url, headers, body, call.contentType());
    }

    /** Sends as it is; {@code body} is JSON, a form's text, or null. */
    Answer send(Spec.Call call, Kind kind, String url, Map<String, String> headers, Object body, String contentType) {
        Exchange done = producer.send("direct:" + system(), exchange -> {
            exchange.setProperty(SYSTEM, system());
            exchange.setProperty(BUDGET, system() + "." + call.budget());
            exchange.setProperty(REPEATABLE, call.repeatable());
            exchange.setProperty(KIND, kind);
            int query = url.indexOf('?');
            exchange.getMessage().setHeader(Exchange.HTTP_METHOD, call.method());
            exchange.getMessage().setHeader(Exchange.HTTP_URI, query < 0 ? url : url.substring(0, query));
            if (query >= 0) {
                exchange.getMessage().setHeader(Exchange.HTTP_RAW_QUERY, url.substring(query + 1));
            }
            exchange.getMessage().setHeader("Accept", "application/json");
            headers.forEach(exchange.getMessage()::setHeader);
            if (body != null) {
                exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, contentType);
                exchange.getMessage().setBody(body instanceof JsonNode json ? json : body);
            }
        });
        Long sent = done.getProperty(SENT, Long.class);
        if (sent != null) {
            vitals.answered(Duration.ofMillis(clock.millis() - sent));
        }
        return done.getException() == null ? answer(done) : failed(cause(done.getException()));
    }

    private Answer answer(Exchange done) {
        Map<String, String> headers = new HashMap<>();
        done.getMessage().getHeaders().forEach((name, value) -> {
            if (value instanceof String text) {
                headers.put(name.toLowerCase(Locale.ROOT), text);
            }
        });
        JsonNode body = done.getMessage().getBody() instanceof JsonNode json ? json : MissingNode.getInstance();
        Integer status = done.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
        return new Answer(status == null ? 200 : status, headers, body, clock.instant());
    }

    /** The circuit breaker and others wrap what happened. */
    private static Throwable cause(Throwable wrapped) {
        for (Throwable e = wrapped; e != null; e = e.getCause()) {
            if (e instanceof HttpOperationFailedException
                    || e instanceof com.fasterxml.jackson.core.JacksonException
                    || e instanceof AnswerTooLarge) {
                return e;
            }
        }
        return wrapped;
    }

    /** An error answer that the route gave up on, or no answer at all. */
    private Answer failed(Throwable cause) {
        if (cause instanceof HttpOperationFailedException http) {
            if (http.getHttpResponseCode() == 429) {
                throw new SystemException.Unavailable(
                        system(),
                        system() + " keeps answering 429, too many requests; its flows stop for this round",
                        null);
            }
            if (http.getHttpResponseCode() > 500) {
                throw new SystemException.Unavailable(
                        system(), system() + " is not available (HTTP " + http.getHttpResponseCode() + ")", null);
            }
            Map<String, String> headers = new HashMap<>();
            http.getResponseHeaders().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
            return new Answer(http.getHttpResponseCode(), headers, parsed(http.getResponseBody()), clock.instant());
        }
        if (cause instanceof com.fasterxml.jackson.core.JacksonException || cause instanceof AnswerTooLarge) {
            throw new SystemException.Misunderstood(
                    system(),
                    system() + " answered something that is not JSON, or too large",
                    AnswerTooLarge.withoutContent(cause));
        }
        throw new SystemException.Unavailable(
                system(),
                system() + " can't be reached: " + AnswerTooLarge.kind(cause),
                AnswerTooLarge.withoutContent(cause));
    }

    private static JsonNode parsed(String body) {
        try {
            return body == null || body.isBlank()
                    ? MissingNode.getInstance()
                    : Json.MAPPER.readTree(body.getBytes(StandardCharsets.UTF_8));
        } catch (java.io.IOException e) {
            return MissingNode.getInstance();
        }
    }

    /** Fills a text's settings, {@code {zendesk.url}}; empty if one of them isn't set. */
    Optional<String> filled(String template) {
        String text = template;
        for (String key : Template.places(template)) {
            Optional<String> value = settings.apply(key);
            if (value.isEmpty()) {
                return Optional.empty();
            }
            text = text.replace("{" + key + "}", value.get());
        }
        return Optional.of(text);
    }

    /** Fills those places of a text that name a setting of this system. */
    private String filled(String template, String prefix) {
        String text = template;
        for (String key : Template.places(template)) {
            if (key.startsWith(prefix)) {
                text = text.replace("{" + key + "}", settings.apply(key).orElse(""));
            }
        }
        return text;
    }

    static String withoutSlash(String url) {
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }
}
