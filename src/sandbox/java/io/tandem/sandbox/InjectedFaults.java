package io.tandem.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** What a simulated system does wrong, for the next so many requests whose path matches; several faults at once. Thread-safe. */
public final class InjectedFaults {

    /** A kind of fault. */
    public enum Kind {
        NONE,
        /** 429 that says how long to wait. */
        TOO_MANY,
        /** 429 that doesn't say it. */
        TOO_MANY_UNTOLD,
        /** 500, and nothing was done. */
        ERROR,
        /** 500, but it was done. */
        ERROR_AFTER,
        /** 204 to a write, and nothing was done. */
        IGNORED,
        /** The connection breaks, and nothing was done. */
        CUT,
        /** The connection breaks, but it was done. */
        CUT_AFTER,
        /** Two seconds later than usual. */
        SLOW,
        /** The credentials, good as they are, are refused. */
        REFUSED,
        /** 403 in the vendor's words: this end point, or this record, is not for us. */
        FORBIDDEN,
        /** 400 in the vendor's words, and nothing was done. */
        BAD_REQUEST,
        /** Too many calls at once, in the vendor's words; Salesforce's 403. */
        BUSY,
        /** A quota is used up and comes back in two hours, in the vendor's words. */
        QUOTA,
        /** 200 without a body, and nothing was done. */
        EMPTY,
        /** 200 with a page, as what stands in front of a system answers. */
        PAGE,
        /** The answer says that it is compressed, and is not. */
        NOT_GZIP,
        /** A bulk job that fails as a whole, with a result for each record; nothing was done. Zendesk's; elsewhere 500. */
        JOB_FAILED,
        /** 503 to everything. */
        DOWN;

        /** As a request to the sandbox names it: {@code too-many}. */
        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private final Clock clock;
    private final Consumer<Duration> lag;
    private final List<Injected> injected = new ArrayList<>();
    private int mostLineBytes = Integer.MAX_VALUE;
    private int mostPerSecond = Integer.MAX_VALUE;
    private long second;
    private int inSecond;

    /** @param lag is given how far lists are to lag behind writes */
    InjectedFaults(Clock clock, Consumer<Duration> lag) {
        this.clock = clock;
        this.lag = lag;
    }

    /** Lists and searches show the state of so long ago; zero for none. Reads of one record and writes see all. */
    public void lag(Duration behind) {
        lag.accept(behind);
    }

    /** Refuses what comes above so many requests in one second of the clock; 0 for no limit. */
    public synchronized void perSecond(int requests) {
        mostPerSecond = requests == 0 ? Integer.MAX_VALUE : requests;
    }

    private boolean isAboveLimit() {
        long now = clock.instant().getEpochSecond();
        inSecond = now == second ? inSecond + 1 : 1;
        second = now;
        return inSecond > mostPerSecond;
    }

    private static final class Injected {
        private final Kind kind;
        private final String method;
        private final String path;
        private int left;

        Injected(Kind kind, int times, String method, String path) {
            this.kind = kind;
            this.left = times;
            this.method = method;
            this.path = path;
        }

        boolean strikes(String requestMethod, String requested, String query) {
            return left > 0
                    && requestMethod.matches(method)
                    && (requested.matches(path) || query != null && (requested + "?" + query).matches(path));
        }
    }

    /**
     * The only fault from now on.
     *
     * @param times how many requests are to fail; {@link Integer#MAX_VALUE} until it is set again
     */
    public void set(Kind fault, int times, String pathPattern) {
        set(fault, times, ".*", pathPattern);
    }

    /**
     * @param methodPattern of the requests that fail
     * @param pathPattern of their path, or of path and query, {@code .*ids=7}; decoded
     */
    public synchronized void set(Kind fault, int times, String methodPattern, String pathPattern) {
        injected.clear();
        add(fault, times, methodPattern, pathPattern);
    }

    /** One more fault; of several that match, the one that was named first strikes. */
    public synchronized void add(Kind fault, int times, String methodPattern, String pathPattern) {
        injected.add(new Injected(fault, times, methodPattern, pathPattern));
    }

    /** Refuses longer request lines with 414, as the servers in front of systems do; 0 for any length. */
    public synchronized void lineBytes(int most) {
        mostLineBytes = most == 0 ? Integer.MAX_VALUE : most;
    }

    synchronized boolean isTooLong(String requestLine) {
        return requestLine.length() > mostLineBytes;
    }

    /** @param query decoded; null if there is none */
    synchronized Kind next(String requestMethod, String requested, String query) {
        if (requested.startsWith("/_sandbox")) {
            return Kind.NONE;
        }
        if (isAboveLimit()) {
            return Kind.TOO_MANY;
        }
        Optional<Injected> struck = injected.stream()
                .filter(one -> one.strikes(requestMethod, requested, query))
                .findFirst();
        struck.ifPresent(one -> one.left--);
        return struck.map(one -> one.kind).orElse(Kind.NONE);
    }

    /**
     * {@code {"kind": "too-many", "times": 3, "method": "GET", "path": "/api/.*", "lag_ms": 30000, "per_second": 10,
     * "line_bytes": 8190}}, all optional. What is not named stays as it is. With {@code "add": true} the fault comes beside those that
     * are there, else in their place.
     */
    synchronized Http.Reply take(JsonNode wanted) {
        if (wanted.has("lag_ms")) {
            lag(Duration.ofMillis(wanted.path("lag_ms").asLong()));
        }
        if (wanted.has("per_second")) {
            perSecond(wanted.path("per_second").asInt());
        }
        if (wanted.has("line_bytes")) {
            lineBytes(wanted.path("line_bytes").asInt());
        }
        if (!wanted.has("kind")) {
            return Http.Reply.json(200, Table.JSON.createObjectNode().put("ok", true));
        }
        String word = wanted.path("kind").asText("none");
        Optional<Kind> kind = Arrays.stream(Kind.values())
                .filter(one -> one.word().equalsIgnoreCase(word))
                .findFirst();
        if (kind.isEmpty()) {
            ObjectNode refusal = Table.JSON.createObjectNode();
            Arrays.stream(Kind.values()).map(Kind::word).forEach(refusal.putArray("known")::add);
            return Http.Reply.json(400, refusal);
        }
        if (!wanted.path("add").asBoolean()) {
            injected.clear();
        }
        add(
                kind.get(),
                wanted.path("times").asInt(1),
                wanted.path("method").asText(".*"),
                wanted.path("path").asText(".*"));
        return Http.Reply.json(200, Table.JSON.createObjectNode().put("ok", true));
    }
}
