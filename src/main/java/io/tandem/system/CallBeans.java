package io.tandem.system;

import io.tandem.record.Json;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLongArray;
import org.apache.camel.Exchange;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.camel.spi.Registry;

/** What the routes in {@code systems.camel.yaml} refer to by name: pace, limits, answerLimit, waitAsTold, tries, oneTryOnly,
 * json. */
final class CallBeans {

    /** Every name that {@link #bind} gives; a route that refers to another is a fault. */
    static final Set<String> NAMES =
            Set.of("pace", "limits", "answerLimit", "waitAsTold", "oneTryOnly", "json", "tries");

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(2);

    private final Pace pace;
    private final Clock clock;
    private final long mostBytes;
    private final Map<String, AtomicLongArray> counts = new ConcurrentHashMap<>();
    private final Map<String, Spec.Answers> answers;
    private final Map<String, Vitals> vitals = new ConcurrentHashMap<>();

    CallBeans(Pace pace, Clock clock, long mostBytes, Map<String, Spec.Answers> answers) {
        this.pace = pace;
        this.clock = clock;
        this.mostBytes = mostBytes;
        this.answers = answers;
    }

    void bind(Registry registry) {
        registry.bind("pace", (org.apache.camel.Processor) this::pace);
        registry.bind("limits", (org.apache.camel.Processor) this::heedLimits);
        registry.bind("answerLimit", (org.apache.camel.Processor) this::limit);
        registry.bind("waitAsTold", (org.apache.camel.Processor) this::waitAsTold);
        registry.bind("oneTryOnly", (HttpClientConfigurer) builder ->
                builder.disableAutomaticRetries().disableRedirectHandling().disableCookieManagement());
        registry.bind("json", Json.MAPPER);
        registry.bind("tries", new Tries());
    }

    /** Waits for the call's budget; counts every attempt, sign-ins aside. */
    private void pace(Exchange exchange) throws InterruptedException {
        pace.await(exchange.getProperty(Calls.BUDGET, "", String.class));
        Calls.Kind kind = exchange.getProperty(Calls.KIND, Calls.Kind.class);
        vitals(exchange.getProperty(Calls.SYSTEM, String.class)).called(kind);
        exchange.setProperty(Calls.SENT, clock.millis());
        if (kind != Calls.Kind.SIGN_IN) {
            counts(exchange).incrementAndGet(kind.ordinal());
        }
    }

    private AtomicLongArray counts(Exchange exchange) {
        return counts.computeIfAbsent(exchange.getProperty(Calls.SYSTEM, String.class), s -> new AtomicLongArray(3));
    }

    /** The last call of a window was made: the next waits until the window is over. Headers lower the pace, never raise it. */
    private void heedLimits(Exchange exchange) {
        Spec.Answers rules = answers.get(exchange.getProperty(Calls.SYSTEM, String.class));
        if (rules.remainingHeader().isEmpty() || rules.resetHeader().isEmpty()) {
            return;
        }
        Integer remaining = number(exchange, rules.remainingHeader());
        Integer resetSeconds = number(exchange, rules.resetHeader());
        if (remaining != null && resetSeconds != null && remaining == 0) {
            Duration wait = Duration.ofSeconds(resetSeconds);
            pace.closeUntil(
                    exchange.getProperty(Calls.BUDGET, "", String.class),
                    clock.instant().plus(wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait));
        }
    }

    private static Integer number(Exchange exchange, String header) {
        String text = exchange.getMessage().getHeader(header, "", String.class).strip();
        return text.matches("\\d{1,6}") ? Integer.valueOf(text) : null;
    }

    /** Bounds the answer's size; it is read by the step that parses it. */
    private void limit(Exchange exchange) {
        Object body = exchange.getMessage().getBody();
        if (body instanceof InputStream stream) {
            exchange.getMessage().setBody(new Bounded(stream, mostBytes));
        }
    }

    /** Called when a system says "too many requests": the next try waits as long as it asks for, and so do others. */
    private void waitAsTold(Exchange exchange) {
        HttpOperationFailedException refusal = Tries.refusal(
                        exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class))
                .orElse(null);
        if (refusal == null || refusal.getHttpResponseCode() != 429) {
            return;
        }
        counts(exchange).incrementAndGet(2);
        vitals(exchange.getProperty(Calls.SYSTEM, String.class)).limited();
        Spec.Answers rules = answers.get(exchange.getProperty(Calls.SYSTEM, String.class));
        Duration told = RetryAfter.of(refusal, rules);
        Duration wait = told.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : told;
        pace.closeUntil(
                exchange.getProperty(Calls.BUDGET, "", String.class),
                clock.instant().plus(wait));
        exchange.getMessage().setHeader(Exchange.REDELIVERY_DELAY, wait.toMillis());
    }

    Vitals vitals(String system) {
        return vitals.computeIfAbsent(system, s -> new Vitals());
    }

    Map<String, SystemCondition.Left> budgetsLeft(String system) {
        Map<String, SystemCondition.Left> left = new TreeMap<>();
        String prefix = system + ".";
        pace.budgets().forEach((name, budget) -> {
            if (name.startsWith(prefix)) {
                left.put(
                        name.substring(prefix.length()),
                        new SystemCondition.Left(pace.left(name).orElse(budget.calls()), budget.calls()));
            }
        });
        return left;
    }

    /** Calls since the last {@link #reset}, by system. */
    Map<String, Systems.Counts> counts() {
        Map<String, Systems.Counts> found = new TreeMap<>();
        counts.forEach((system, c) -> found.put(system, new Systems.Counts(c.get(0), c.get(1), c.get(2))));
        return found;
    }

    void reset() {
        counts.clear();
    }

    private static final class Bounded extends FilterInputStream {
        private final long most;
        private long read;

        Bounded(InputStream in, long most) {
            super(in);
            this.most = most;
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            count(value < 0 ? 0 : 1);
            return value;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int some = super.read(bytes, offset, length);
            count(Math.max(some, 0));
            return some;
        }

        private void count(int some) throws AnswerTooLarge {
            read += some;
            if (read > most) {
                throw new AnswerTooLarge(most);
            }
        }
    }
}
