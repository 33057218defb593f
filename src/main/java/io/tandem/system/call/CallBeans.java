package io.tandem.system.call;

import io.micrometer.core.instrument.MeterRegistry;
import io.tandem.config.VirtualTime;
import io.tandem.system.RunCalls;
import io.tandem.system.SystemState;
import io.tandem.system.descriptor.Spec;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.camel.spi.Registry;

/** What the routes in {@code systems.camel.yaml} refer to by name. */
public final class CallBeans {

    /** The threads that flows' routes work on their chunks in. */
    public static final String CHUNKS = "chunks";

    /** Every name that {@link #bind} gives; a route that refers to another is a fault. */
    public static final Set<String> NAMES =
            Set.of("awaitBudget", CHUNKS, "closeWhenUsedUp", "closeOnRetryAfter", "oneTryOnly", "json", "tries");

    private static final Duration LONGEST_ANSWER = Duration.ofMinutes(5);

    /** How a header says what was used of how much. */
    private static final Pattern USAGE = Pattern.compile("(\\d{1,9})/(\\d{1,9})");

    private final Pace pace;
    private final Clock clock;
    private final long mostBytes;
    private final Function<String, Optional<String>> settings;
    private final Consumer<String> firstAnswer;
    private final MeterRegistry numbers;
    private final RunThreads threads = new RunThreads();
    private volatile Map<String, Spec.Answers> answers = Map.of();
    private final Map<String, SystemCounters> counters = new ConcurrentHashMap<>();

    /**
     * @param firstAnswer is given each system's name once, when it answers as itself for the first time
     * @param numbers where calls are counted
     */
    public CallBeans(
            Pace pace,
            Clock clock,
            long mostBytes,
            Function<String, Optional<String>> settings,
            Consumer<String> firstAnswer,
            MeterRegistry numbers) {
        this.settings = settings;
        this.firstAnswer = firstAnswer;
        this.numbers = numbers;
        this.pace = pace;
        this.clock = clock;
        this.mostBytes = mostBytes;
    }

    /** How each system's answers are understood, from now on. */
    public void answers(Map<String, Spec.Answers> bySystem) {
        answers = Map.copyOf(bySystem);
    }

    /** Makes all {@link #NAMES} known to routes, and the http components that keep our limits. */
    public void bind(Registry registry) {
        registry.bind("awaitBudget", (org.apache.camel.Processor) this::awaitBudget);
        registry.bind("closeWhenUsedUp", (org.apache.camel.Processor) this::closeWhenUsedUp);
        registry.bind("closeOnRetryAfter", (org.apache.camel.Processor) this::closeOnRetryAfter);
        AnswerLimit limit = new AnswerLimit(mostBytes, LONGEST_ANSWER);
        Network network = new Network(settings);
        registry.bind(
                "oneTryOnly", (HttpClientConfigurer) builder -> network.configure(builder.disableAutomaticRetries()
                        .disableRedirectHandling()
                        .disableCookieManagement()
                        .setRequestExecutor(new FewInterimAnswers())
                        .addResponseInterceptorFirst(limit)
                        .addExecInterceptorFirst("answer-limit", limit)));
        for (String component : List.of("http", "https")) {
            BoundedHttp http = new BoundedHttp();
            new TrustStore(settings).parameters().ifPresent(http::setSslContextParameters);
            registry.bind(component, http);
        }
        registry.bind("json", AnswerJson.mapper());
        registry.bind("tries", new Tries());
        registry.bind(CHUNKS, threads);
    }

    /** Waits for the call's budget; counts every attempt, sign-ins aside. */
    private void awaitBudget(Exchange exchange) {
        List<?> budgets = exchange.getProperty(SystemRoute.BUDGETS, List.of(), List.class);
        SystemRoute.answered(exchange);
        exchange.setProperty(
                SystemRoute.PLACES,
                pace.await(
                        exchange.getProperty(SystemRoute.SYSTEM, String.class),
                        budgets.stream().map(String.class::cast).toList()));
        count(
                exchange.getProperty(SystemRoute.SYSTEM, String.class),
                exchange.getProperty(SystemRoute.KIND, Calls.Kind.class));
        exchange.setProperty(SystemRoute.SENT, clock.millis());
        exchange.setProperty(SystemRoute.TRIES, exchange.getProperty(SystemRoute.TRIES, 0, Integer.class) + 1);
    }

    private void count(String system, Calls.Kind kind) {
        counters(system).called(kind);
        RunCalls.current().ifPresent(run -> {
            switch (kind) {
                case READ -> run.read(system);
                case WRITE -> run.written(system);
                case SIGN_IN -> {} // counts as no call
            }
        });
    }

    /** The last call of a window was made: the next waits until the window is over. Headers lower the pace, never raise it. */
    private void closeWhenUsedUp(Exchange exchange) {
        Spec.Answers rules = answers.get(exchange.getProperty(SystemRoute.SYSTEM, String.class));
        Integer remaining = number(exchange, rules.remainingHeader());
        Integer resetSeconds = number(exchange, rules.resetHeader());
        if (remaining != null && resetSeconds != null && remaining == 0) {
            close(exchange, Duration.ofSeconds(resetSeconds));
        }
        Matcher usage = USAGE.matcher(header(exchange, rules.usageHeader()));
        if (usage.find() && Integer.parseInt(usage.group(1)) >= Integer.parseInt(usage.group(2))) {
            close(exchange, Pace.USED_UP);
        }
    }

    private void close(Exchange exchange, Duration time) {
        exchange.getProperty(SystemRoute.BUDGETS, List.of(), List.class).stream()
                .findFirst()
                .ifPresent(budget ->
                        pace.closeUntil((String) budget, clock.instant().plus(time)));
    }

    private static String header(Exchange exchange, String name) {
        return name.isEmpty()
                ? ""
                : exchange.getMessage().getHeader(name, "", String.class).strip();
    }

    private static Integer number(Exchange exchange, String header) {
        String text = header(exchange, header);
        return text.matches("\\d{1,6}") ? Integer.valueOf(text) : null;
    }

    /** Called when a try failed: where a system says how long to wait, its budget is closed, for the next try and for others. */
    private void closeOnRetryAfter(Exchange exchange) {
        SystemRoute.answered(exchange);
        HttpOperationFailedException refusal = Tries.refusal(
                        exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class))
                .orElse(null);
        if (refusal != null && refusal.getHttpResponseCode() == 503) {
            RetryAfter.of(refusal, null).ifPresent(pause -> close(exchange, pause));
        }
        if (refusal == null || refusal.getHttpResponseCode() != 429) {
            return;
        }
        String system = exchange.getProperty(SystemRoute.SYSTEM, String.class);
        RunCalls.current().ifPresent(run -> run.limited(system));
        counters(system).limited();
        Spec.Answers rules = answers.get(system);
        int tries = exchange.getMessage().getHeader(Exchange.REDELIVERY_COUNTER, 0, Integer.class);
        close(exchange, RetryAfter.of(refusal, rules).orElse(Duration.ofSeconds(1L << Math.min(tries, 5))));
    }

    Clock clock() {
        return clock;
    }

    Pace pace() {
        return pace;
    }

    public SystemCounters counters(String system) {
        return counters.computeIfAbsent(system, s -> new SystemCounters(s, numbers, () -> firstAnswer.accept(s)));
    }

    /** What is left of each budget of a system, by the class's name without the system. */
    public Map<String, SystemState.Left> budgetsLeft(String system) {
        Map<String, SystemState.Left> left = new TreeMap<>();
        String prefix = system + ".";
        pace.budgets().forEach((name, budget) -> {
            if (name.startsWith(prefix)) {
                left.put(
                        name.substring(prefix.length()),
                        new SystemState.Left(pace.left(name).orElse(budget.calls()), budget.calls()));
            }
        });
        return left;
    }

    /** Does work of a run that another thread may do: what it calls counts for the run. By virtual time it is done at once. */
    public void execute(Runnable work) {
        (clock instanceof VirtualTime ? (Executor) Runnable::run : threads).execute(work);
    }
}
