package io.tandem.observe;

import java.util.HashMap;
import java.util.Map;

/** By how much totals have grown since they were last looked at. Thread-safe. */
final class Growth {

    private final Map<String, Long> totals = new HashMap<>();

    /** The first look, and one at a total that was counted from zero again, sees all of it. */
    synchronized long since(String what, long total) {
        Long before = totals.put(what, total);
        return before == null || total < before ? total : total - before;
    }
}
