package io.tandem.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Consumer;

/** What a simulated system does wrong, for the next so many requests whose path matches. Thread-safe. */
public final class Faults {

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
        /** 503 to everything. */
        DOWN
    }

    private final Clock clock;
    private final Consumer<Duration> lag;
    private int mostPerSecond = Integer.MAX_VALUE;
    private long second;
    private int inSecond;

    /** @param lag told how far lists are to lag behind writes */
    Faults(Clock clock, Consumer<Duration> lag) {
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

    private boolean over() {
        long now = clock.instant().getEpochSecond();
        inSecond = now == second ? inSecond + 1 : 1;
        second = now;
        return inSecond > mostPerSecond;
    }

    private Kind kind = Kind.NONE;
    private int left;
    private String path = ".*";

    /** @param times how many requests are to fail; {@link Integer#MAX_VALUE} until told otherwise */
    public synchronized void set(Kind fault, int times, String pathPattern) {
        kind = fault;
        left = times;
        path = pathPattern;
    }

    synchronized Kind next(String requested) {
        if (requested.startsWith("/_sandbox")) {
            return Kind.NONE;
        }
        if (over()) {
            return Kind.TOO_MANY;
        }
        if (left <= 0 || !requested.matches(path)) {
            return Kind.NONE;
        }
        left--;
        return kind;
    }

    /** {@code {"kind": "too-many", "times": 3, "path": "/api/.*", "lag_ms": 30000, "per_second": 10}}, all optional. */
    Http.Reply take(JsonNode wanted) {
        if (wanted.has("lag_ms")) {
            lag(Duration.ofMillis(wanted.path("lag_ms").asLong()));
        }
        if (wanted.has("per_second")) {
            perSecond(wanted.path("per_second").asInt());
        }
        String word =
                wanted.path("kind").asText("none").toUpperCase(Locale.ROOT).replace('-', '_');
        boolean known = Arrays.stream(Kind.values()).anyMatch(k -> k.name().equals(word));
        if (!known) {
            return Http.Reply.json(400, Table.JSON.createObjectNode().put("known", Arrays.toString(Kind.values())));
        }
        set(
                Kind.valueOf(word),
                wanted.path("times").asInt(1),
                wanted.path("path").asText(".*"));
        return Http.Reply.json(200, Table.JSON.createObjectNode().put("ok", true));
    }
}
