package io.tandem.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Locale;

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
        /** The connection breaks, and nothing was done. */
        CUT,
        /** The connection breaks, but it was done. */
        CUT_AFTER,
        /** Two seconds later than usual. */
        SLOW,
        /** 503 to everything. */
        DOWN
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
        if (left <= 0 || requested.startsWith("/_sandbox") || !requested.matches(path)) {
            return Kind.NONE;
        }
        left--;
        return kind;
    }

    /** {@code {"kind": "too-many", "times": 3, "path": "/api/.*"}}. */
    Http.Reply take(JsonNode wanted) {
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
