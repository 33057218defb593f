package io.tandem.system.call;

import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.tandem.record.Causes;
import io.tandem.system.SystemException;
import io.tandem.system.descriptor.Spec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipException;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends requests through the route of their system, and tells its failures apart: an error answer that concerns
 * one request comes back, the rest is a {@link SystemException} without content. Thread-safe.
 */
public final class SystemRoute {

    private static final Logger LOG = LoggerFactory.getLogger(SystemRoute.class);

    /** Answers that Camel keeps as text are short. */
    private static final JsonMapper ERRORS = AnswerJson.mapper();

    /** Exchange properties that the system routes and their beans see. */
    static final String SYSTEM = "TandemSystem";

    /** Names of the budgets that a call counts in, its own first: {@code List<String>}. */
    static final String BUDGETS = "TandemBudgets";

    /** Exchange property: whether carrying the call out twice does no harm. */
    public static final String REPEATABLE = "TandemRepeatable";

    static final String KIND = "TandemKind";

    /** Exchange property: when the last try went out, in milliseconds since 1970. */
    public static final String SENT = "TandemSent";

    /** Exchange property: the places in budgets that its last try takes until it is answered. */
    static final String PLACES = "TandemPlaces";

    /** Exchange property: how often the call was sent so far. */
    static final String TRIES = "TandemTries";

    private final Spec.Descriptor descriptor;
    private final ProducerTemplate producer;
    private final Clock clock;
    private final SystemCounters counters;

    SystemRoute(Spec.Descriptor descriptor, ProducerTemplate producer, Clock clock, SystemCounters counters) {
        this.counters = counters;
        this.descriptor = descriptor;
        this.producer = producer;
        this.clock = clock;
    }

    private String system() {
        return descriptor.name();
    }

    /** The server that a call goes to, by the system's name, and by the client's where the system has several. */
    String host(Spec.Call call) {
        return descriptor.clients().size() < 2 ? system() : system() + " (" + call.client() + ")";
    }

    /** A client can have a route of its own, and a circuit breaker with it: {@code <system>-<client>}. */
    private String route(Spec.Call call) {
        String own = system() + "-" + call.client();
        return producer.getCamelContext().getRoute(own) == null ? system() : own;
    }

    /** A call counts in its own budget and in the system's first, which is for all its calls; a sign-in in none. */
    List<String> budgets(Spec.Call call) {
        return call.budget().isEmpty()
                ? List.of(system() + ".sign-in")
                : Stream.concat(
                                Stream.of(call.budget()),
                                descriptor.budgets().keySet().stream().limit(1))
                        .distinct()
                        .map(budget -> system() + "." + budget)
                        .toList();
    }

    /** Sends as it is; {@code body} is JSON, a form's text, or null. */
    Answer send(
            Spec.Call call, Calls.Kind kind, String url, Map<String, String> headers, Object body, String contentType) {
        Exchange done = producer.send("direct:" + route(call), exchange -> {
            exchange.setProperty(SYSTEM, system());
            exchange.setProperty(BUDGETS, budgets(call));
            exchange.setProperty(REPEATABLE, call.repeatable());
            exchange.setProperty(KIND, kind);
            int query = url.indexOf('?');
            exchange.getMessage().setHeader(Exchange.HTTP_METHOD, call.method());
            exchange.getMessage().setHeader(Exchange.HTTP_URI, query < 0 ? url : url.substring(0, query));
            if (query >= 0) {
                exchange.getMessage().setHeader(Exchange.HTTP_RAW_QUERY, url.substring(query + 1));
            }
            exchange.getMessage().setHeader("Accept", "application/json");
            exchange.getMessage().setHeader(Network.SYSTEM_HEADER, system());
            headers.forEach(exchange.getMessage()::setHeader);
            if (body != null) {
                exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, contentType);
                exchange.getMessage().setBody(body instanceof JsonNode json ? json : body);
            }
        });
        answered(done);
        Long sent = done.getProperty(SENT, Long.class);
        if (sent != null) {
            counters.answered(Duration.ofMillis(Math.max(0, clock.millis() - sent)));
        }
        Answer answer = done.getException() == null
                ? answer(done)
                : failed(host(call), cause(done.getException()), new SecretsInText(headers, body));
        Answer timed = sent == null ? answer : answer.withAsked(Instant.ofEpochMilli(sent));
        return timed.withSent(new SecretsInText(headers, body), done.getProperty(TRIES, 0, Integer.class) > 1);
    }

    /** The last try has its answer, or will have none. */
    static void answered(Exchange exchange) {
        CallsInFlight.Places places = exchange.getProperty(PLACES, CallsInFlight.Places.class);
        if (places != null) {
            places.answered();
        }
    }

    private Answer answer(Exchange done) {
        Map<String, String> headers = new HashMap<>();
        done.getMessage().getHeaders().forEach((name, value) -> {
            if (value instanceof String text) {
                headers.put(name.toLowerCase(Locale.ROOT), text);
            }
        });
        JsonNode body = done.getMessage().getBody() instanceof JsonNode json ? json : MissingNode.getInstance();
        if (done.getMessage().getBody() instanceof InputStream unread) {
            drop(unread);
        }
        Integer status = done.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
        Instant now = clock.instant();
        return new Answer(status == null ? 200 : status, headers, body, now, now, SecretsInText.nothing(), false);
    }

    private static void drop(InputStream unread) {
        try {
            unread.close();
        } catch (IOException alreadyGone) {
            LOG.debug("the connection of an answer that nobody reads was gone: {}", alreadyGone.getClass());
        }
    }

    /** The circuit breaker and others wrap what happened. */
    private static Throwable cause(Throwable wrapped) {
        return Causes.find(wrapped, AnswerTooLarge.class)
                .map(Throwable.class::cast)
                .or(() -> Causes.all(wrapped).filter(SystemRoute::isKnown).findFirst())
                .orElse(wrapped);
    }

    private static boolean isKnown(Throwable failure) {
        return failure instanceof HttpOperationFailedException
                || failure instanceof SystemException
                || failure instanceof CallNotPermittedException
                || failure instanceof ZipException
                || failure instanceof com.fasterxml.jackson.core.JacksonException;
    }

    /** An error answer that the route gave up on, or no answer at all; an open circuit breaker says what opened it. */
    private Answer failed(String host, Throwable cause, SecretsInText sent) {
        if (cause instanceof SystemException known) {
            throw known;
        }
        if (cause instanceof HttpOperationFailedException http) {
            return refused(host, http, sent);
        }
        if (cause instanceof CallNotPermittedException) {
            throw new SystemException.Unavailable(
                    system(),
                    counters.whyDown(host)
                            .orElseGet(() -> host + " failed too often (" + counters.lastFailure(host)
                                    + "); it is not called for half a minute"),
                    null);
        }
        throw misunderstood(host, cause)
                .<SystemException>map(failure -> failure)
                .orElseGet(() -> new SystemException.Unavailable(
                        system(),
                        host + " can't be reached: " + CallTrouble.of(cause),
                        CallTrouble.withoutContent(cause)));
    }

    /** @throws SystemException if the answer concerns more than this request */
    private Answer refused(String host, HttpOperationFailedException http, SecretsInText sent) {
        if (http.getHttpResponseCode() == 429) {
            throw SystemException.Unavailable.busy(
                    system(), host + " keeps answering 429, too many requests; its flows stop for this round");
        }
        Map<String, String> headers = new HashMap<>();
        http.getResponseHeaders().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
        Instant now = clock.instant();
        Answer answer =
                new Answer(http.getHttpResponseCode(), headers, parsed(http.getResponseBody()), now, now, sent, false);
        String why = new Judge(descriptor).why(answer, descriptor.answers().words());
        counters.failed(host, why);
        if (answer.status() > 500) {
            throw new SystemException.Unavailable(system(), host + " is not available (" + why + ")", null, true);
        }
        return answer;
    }

    /** What is wrong with an answer that came and can't be read; empty if none came. */
    private Optional<SystemException.Misunderstood> misunderstood(String host, Throwable cause) {
        Throwable withoutContent = CallTrouble.withoutContent(cause);
        if (cause instanceof ZipException) {
            return Optional.of(new SystemException.Misunderstood(
                    system(),
                    system() + " says that its answer is compressed, and it is not. Check what stands in front of it",
                    withoutContent));
        }
        if (cause instanceof AnswerTooLarge) {
            return Optional.of(new SystemException.Misunderstood(system(), host + ": " + cause.getMessage(), cause));
        }
        if (cause instanceof StreamConstraintsException) {
            return Optional.of(new SystemException.Misunderstood(
                    system(),
                    system()
                            + ": its answer is refused: it is nested too deep, or holds a name, text or number that is too long",
                    withoutContent));
        }
        return cause instanceof com.fasterxml.jackson.core.JacksonException
                ? Optional.of(new SystemException.Misunderstood(
                        system(), host + " answered something that is not JSON", withoutContent))
                : Optional.empty();
    }

    private static JsonNode parsed(String body) {
        try {
            return body == null || body.isBlank()
                    ? MissingNode.getInstance()
                    : ERRORS.readTree(body.getBytes(StandardCharsets.UTF_8));
        } catch (java.io.IOException e) {
            return MissingNode.getInstance();
        }
    }
}
