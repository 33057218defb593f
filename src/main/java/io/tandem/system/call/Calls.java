package io.tandem.system.call;

import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.system.Ahead;
import io.tandem.system.SystemException;
import io.tandem.system.descriptor.Problem;
import io.tandem.system.descriptor.Spec;
import io.tandem.system.descriptor.Template;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.camel.ProducerTemplate;

/**
 * One system's calls: fills templates, signs in, and sends each through the route {@code direct:<system>}. Thread-safe.
 *
 * <p>Answers with a client error come back as they are; what concerns the system as a whole is a {@link SystemException}.
 */
public final class Calls {

    /** What a call counts as; sign-ins aren't counted. */
    public enum Kind {
        READ,
        WRITE,
        SIGN_IN
    }

    /** With growing pauses, half a minute in all. */
    private static final int MOST_TRIES_WHEN_BUSY = 5;

    private final Spec.Descriptor descriptor;
    private final Function<String, Optional<String>> settings;
    private final SystemRoute route;
    private final Clock clock;
    private final Pace pace;
    private final Judge judge;
    private final SystemJudge systemJudge;
    private final SystemCounters counters;
    private final Executor threads;
    private final Map<String, SignIn> signIns = new HashMap<>();
    private volatile Duration ahead = Duration.ZERO;

    /** @param beans what the calls of all systems share */
    public Calls(
            Spec.Descriptor descriptor,
            Function<String, Optional<String>> settings,
            ProducerTemplate producer,
            CallBeans beans) {
        this.descriptor = descriptor;
        this.settings = settings;
        this.clock = beans.clock();
        this.pace = beans.pace();
        this.counters = beans.counters(descriptor.name());
        this.threads = beans::execute;
        this.route = new SystemRoute(descriptor, producer, clock, counters);
        this.judge = new Judge(descriptor);
        this.systemJudge = new SystemJudge(descriptor, judge);
        descriptor.clients().forEach((name, client) -> signIns.put(name, new SignIn(descriptor.name(), client, this)));
    }

    public String system() {
        return descriptor.name();
    }

    /** The server that a call goes to, by the system's name, and by the client's where a system has several. */
    public String host(Spec.Call call) {
        return route.host(call);
    }

    public Judge judge() {
        return judge;
    }

    /** Whether a call needs no sign-in before it, or has had it: then what fails is not the sign-in. */
    public boolean isSignedIn(Spec.Call call) {
        return signIns.get(call.client()).isDone();
    }

    public Optional<String> setting(String key) {
        return settings.apply(key);
    }

    public Clock clock() {
        return clock;
    }

    /** Now by the system's own clock, as its last answer showed it; by ours before the first one. */
    public Instant now() {
        return clock.instant().minus(ahead);
    }

    /**
     * Fills a call's places and makes it. It isn't sent where a place of its path is empty: then the answer has the status 0.
     *
     * @throws SystemException if the system as a whole fails
     */
    public Answer call(Spec.Call call, Kind kind, Template.Places places) {
        return Template.empty(filled(call.path(), system() + "."), places)
                .map(place -> Answer.unsent(call, place, clock.instant()))
                .orElseGet(() -> call(call, kind, places, target(call, places)));
    }

    /** The path and query of a call, its places filled. */
    private String target(Spec.Call call, Template.Places places) {
        String query = call.query().entrySet().stream()
                .map(e -> e.getKey() + "=" + Template.query(e.getValue(), places))
                .collect(Collectors.joining("&"));
        return Template.path(filled(call.path(), system() + "."), places) + (query.isEmpty() ? "" : "?" + query);
    }

    /**
     * Follows a link of an answer: its path and query, on the configured host whatever host it names. A 401 comes back:
     * the link may belong to a session that is over.
     *
     * @throws SystemException also if it is no link
     */
    public Answer follow(Spec.Call call, Template.Places places, String link) {
        return ask(call, Kind.READ, places, address -> NextLink.origin(address) + link, true);
    }

    /** Asks for the next page of a list, whose cursor may belong to a session that is over: then the answer is the 401. */
    public Answer goOn(Spec.Call call, Template.Places places) {
        String target = target(call, places);
        return ask(call, Kind.READ, places, address -> address + target, true);
    }

    /** Asks for something before it is wanted, while the thread that wants it does other work. */
    public <T> Ahead<T> ahead(Supplier<T> question) {
        return Ahead.of(question, threads);
    }

    /** Path and query of a link, as seen from the call whose answer named it. */
    public String link(Spec.Call call, Template.Places places, String text) {
        String from = signIns.get(call.client()).address() + target(call, places);
        return NextLink.target(from, text).orElseThrow(this::noLink);
    }

    private SystemException noLink() {
        return new SystemException.Misunderstood(system(), system() + " names a next page that is no link", null);
    }

    /**
     * @param target path and query, instead of the call's own
     * @throws SystemException if the system as a whole fails
     */
    public Answer call(Spec.Call call, Kind kind, Template.Places places, String target) {
        return ask(call, kind, places, address -> address + target, false);
    }

    /** @param ofSession whether what is asked for may belong to the session before, so that a 401 says nothing about credentials */
    private Answer ask(
            Spec.Call call, Kind kind, Template.Places places, UnaryOperator<String> target, boolean ofSession) {
        try {
            Answer answer = SystemJudge.withoutPage(kind, signedIn(call, kind, places, target));
            if (!ofSession || answer.status() != 401) {
                systemJudge.check(kind, answer, pause -> close(call, pause));
            }
            if (answer.date().isPresent()) {
                ahead = answer.clockOffset();
            }
            counters.up(host(call));
            return answer;
        } catch (SystemException.EntityMissing missing) {
            counters.up(host(call));
            throw missing;
        } catch (SystemException failure) {
            counters.down(host(call), clock.instant(), failure.getMessage());
            throw failure;
        }
    }

    /** What is refused because too many calls run at once is sent again when that has passed: it was not carried out. */
    private Answer signedIn(Spec.Call call, Kind kind, Template.Places places, UnaryOperator<String> target) {
        Answer answer = withGoodToken(call, kind, places, target);
        for (int tries = 0; tries < MOST_TRIES_WHEN_BUSY && isBusy(answer); tries++) {
            Duration pause = RetryAfter.of(answer, descriptor.answers()).orElse(Duration.ofSeconds(1L << tries));
            counters.limited();
            close(call, pause);
            answer = withGoodToken(call, kind, places, target);
        }
        return answer;
    }

    private void close(Spec.Call call, Duration pause) {
        pace.closeUntil(route.budgets(call).get(0), clock.instant().plus(pause));
    }

    private boolean isBusy(Answer answer) {
        return judge.of(answer)
                .filter(problem -> problem.kind() == Problem.Kind.BUSY)
                .isPresent();
    }

    private Answer withGoodToken(Spec.Call call, Kind kind, Template.Places places, UnaryOperator<String> target) {
        SignIn signIn = signIns.get(call.client());
        SignIn.Token sent = signIn.last();
        Answer answer = once(call, kind, places, target, signIn);
        return signIn.renew(sent, answer) ? once(call, kind, places, target, signIn) : answer;
    }

    /** @throws IllegalStateException before anything is sent, if the filled address is another host's than the client's */
    private Answer once(
            Spec.Call call, Kind kind, Template.Places places, UnaryOperator<String> target, SignIn signIn) {
        String address = signIn.address();
        String url = target.apply(address);
        if (!url.startsWith(NextLink.origin(address) + "/")) {
            throw new IllegalStateException(system() + ": a call would have gone to another host; it was not made");
        }
        if (kind == Kind.READ
                && RequestLine.isTooLong(
                        call.method(), url.substring(NextLink.origin(url).length()), places)) {
            return Answer.tooLong(clock.instant());
        }
        return send(call, kind, places, url, signIn.headers());
    }

    /** Sends as it is; {@code body} is JSON, a form's text, or null. */
    Answer send(Spec.Call call, Kind kind, String url, Map<String, String> headers, Object body, String contentType) {
        return route.send(call, kind, url, headers, body, contentType);
    }

    private Answer send(Spec.Call call, Kind kind, Template.Places places, String url, Map<String, String> headers) {
        JsonNode body = call.body().isNull() ? null : Template.fill(call.body(), places);
        headers.putAll(Template.headers(call.headers(), places));
        return send(call, kind, url, headers, body, call.contentType());
    }

    /** Fills a text's settings, {@code {zendesk.url}}; empty if one of them isn't set. */
    Optional<String> filled(String template) {
        return Template.filled(template, settings);
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

    public static String withoutSlash(String url) {
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }
}
