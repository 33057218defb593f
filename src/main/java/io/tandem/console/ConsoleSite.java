package io.tandem.console;

import io.tandem.http.Exchange;
import io.tandem.http.Lane;
import io.tandem.http.Site;
import io.tandem.observe.ApplicationView;
import io.tandem.observe.ConsoleUser;
import java.io.IOException;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;

/**
 * What the console's port serves, and who may see which part of it. A path is one of those listed, exactly; below
 * {@code /hawtio/jolokia/} and {@code /observe/} the parts decide, and everything else is a file.
 */
final class ConsoleSite implements Site, AutoCloseable {

    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST");

    /** Answers of MBeans in memory at the same time, each at most {@link AnswerText#MOST_BYTES} long. */
    private static final int MOST_ANSWERS = 8;

    private static final int MOST_ANSWERS_OF_ONE = 4;

    private final RequestChecks guard;
    private final Sessions gate;
    private final boolean openMetrics;
    private final ObserveEndpoint observe;
    private final StaticFiles files = new StaticFiles();
    private final Map<String, Endpoint> endpoints = new TreeMap<>();
    private final Object wide = new Object();
    private final Jolokia viewing = new Jolokia("viewer", "/jolokia-access.xml", wide);
    private final Jolokia deciding = new Jolokia("admin", "/jolokia-access-admin.xml", wide);
    private final Semaphore answers = new Semaphore(MOST_ANSWERS);
    private final Map<String, Integer> answersOf = new HashMap<>();
    private final Lane probes = new Lane("console-probes", 2, 50);
    private final Lane signIns = new Lane("console-sign-in", 2, 20);
    private final Lane pages = new Lane("console-pages", 2, 100);
    private final Lane beans = new Lane("console-beans", 4, 50);

    ConsoleSite(ConsoleSettings settings, Clock clock) {
        guard = new RequestChecks(settings);
        Passwords passwords = new Passwords(settings.accounts(), clock);
        gate = new Sessions(settings, passwords, clock);
        openMetrics = settings.openMetrics();
        observe = new ObserveEndpoint(passwords);
        endpoints.putAll(Answers.all());
        endpoints.putAll(new SignInPage(gate, settings).endpoints());
    }

    void show(ApplicationView view) {
        observe.show(view);
    }

    @Override
    public Optional<Lane> admit(Exchange exchange) {
        String path = exchange.path();
        boolean page = StaticFiles.isPage(path) && !endpoints.containsKey(path) && !isBeans(path);
        if (guard.refuses(exchange, page)) {
            return Optional.empty();
        }
        if (!METHODS.contains(exchange.method())) {
            exchange.text(405, "Only GET, HEAD and POST are possible here.");
            return Optional.empty();
        }
        boolean observed = isObserved(path);
        if (page || !(observed || isBeans(path) || endpoints.containsKey(path))) {
            return Optional.of(pages);
        }
        if (path.equals(SignInPage.PATH) || gate.asksToSignIn(exchange)) {
            return Optional.of(signIns);
        }
        if ((observed && !isOpen(exchange) || isBeans(path))
                && gate.known(exchange).isEmpty()) {
            SignInPage.refuse(exchange);
            return Optional.empty();
        }
        return Optional.of(observed ? probes : isBeans(path) ? beans : pages);
    }

    @Override
    public void handle(Exchange exchange) throws IOException {
        String path = exchange.path();
        Endpoint endpoint = endpoints.get(path);
        if (endpoint != null) {
            endpoint.answer(exchange);
        } else if (isBeans(path)) {
            signedIn(exchange, person -> beans(exchange, person));
        } else if (isObserved(path) && isOpen(exchange)) {
            observe.answer(exchange);
        } else if (isObserved(path)) {
            signedIn(exchange, person -> observe.answer(exchange));
        } else {
            files.answer(exchange);
        }
    }

    private interface Work {
        void of(Person person) throws IOException;
    }

    private void signedIn(Exchange exchange, Work work) throws IOException {
        Passwords.Verdict verdict = gate.who(exchange);
        if (verdict instanceof Passwords.Right right) {
            work.of(right.person());
        } else if (verdict instanceof Passwords.Later later) {
            SignInPage.slowDown(exchange, later.seconds());
        } else {
            SignInPage.refuse(exchange);
        }
    }

    private static boolean isBeans(String path) {
        return path.equals(Jolokia.PATH) || path.startsWith(Jolokia.PATH + "/");
    }

    private static boolean isObserved(String path) {
        return path.startsWith("/observe/");
    }

    /** Probes, and metrics unless a setting asks for a sign-in, are open to this machine itself. */
    private boolean isOpen(Exchange exchange) {
        boolean open = ObserveEndpoint.isProbe(exchange.path())
                || (openMetrics && exchange.path().equals(ObserveEndpoint.METRICS));
        return open && RequestChecks.fromHere(exchange);
    }

    /** An answer counts until the other end has taken it, so that many slow readers don't fill the memory. */
    private void beans(Exchange exchange, Person person) throws IOException {
        if (!take(person.name())) {
            exchange.set("Retry-After", "1");
            exchange.text(503, "Too many answers are under way. Try again in a second.");
            return;
        }
        exchange.after(() -> release(person.name()));
        if (person.role() == Role.ADMIN) {
            ConsoleUser.as(person.name(), () -> deciding.answer(exchange));
        } else {
            viewing.answer(exchange);
        }
    }

    private boolean take(String name) {
        synchronized (answersOf) {
            int now = answersOf.getOrDefault(name, 0);
            if (now >= MOST_ANSWERS_OF_ONE || !answers.tryAcquire()) {
                return false;
            }
            answersOf.put(name, now + 1);
            return true;
        }
    }

    private void release(String name) {
        synchronized (answersOf) {
            answersOf.computeIfPresent(name, (who, now) -> now == 1 ? null : now - 1);
            answers.release();
        }
    }

    @Override
    public void close() {
        List.of(probes, signIns, pages, beans).forEach(Lane::close);
        viewing.close();
        deciding.close();
        observe.close();
    }
}
