package io.tandem.system.call;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** The calls of this process that were sent and not yet answered, by class: a server may count them at any moment until then. Thread-safe. */
final class CallsInFlight {

    private final Map<String, Map<Object, Instant>> sent = new HashMap<>();

    /** @return what the call is known by until {@link #answered} */
    synchronized Object sent(String name, Instant now) {
        Object call = new Object();
        sent.computeIfAbsent(name, n -> new HashMap<>()).put(call, now);
        return call;
    }

    /** How many were sent at that moment or before. */
    synchronized int since(String name, Instant moment) {
        Collection<Instant> calls = sent.getOrDefault(name, Map.of()).values();
        return (int) calls.stream().filter(at -> !at.isAfter(moment)).count();
    }

    /** @return when it was sent; null if it was answered already */
    synchronized Instant answered(String name, Object call) {
        return sent.getOrDefault(name, new HashMap<>(0)).remove(call);
    }

    /** One call's places in its classes. */
    record Places(Pace pace, Map<String, Object> byClass) {

        /** The answer is here, or there will be none: each place is free again a full window later. Doing it twice does no harm. */
        void answered() {
            byClass.forEach(pace::answered);
        }
    }
}
