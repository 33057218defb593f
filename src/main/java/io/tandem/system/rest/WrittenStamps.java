package io.tandem.system.rest;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * When this process wrote records of an entity, by their own stamps: the next walk over its changes shows them again, so
 * they say how long its list is and where its parts begin. Thread-safe. In memory: a number for each tenth of a second.
 */
final class WrittenStamps {

    private static final long SLOT_MS = 100;

    private final NavigableMap<Long, Integer> bySlot = new TreeMap<>();

    synchronized void add(Instant stamp) {
        bySlot.merge(Math.floorDiv(stamp.toEpochMilli(), SLOT_MS), 1, Integer::sum);
    }

    /**
     * Where the parts of a list begin that holds what was written from a moment on. What was written before is forgotten:
     * no later walk begins before this one.
     *
     * @param most so many parts
     * @param least records that a part has at least, about
     * @return where the second and each further part begins; empty for a list that is one part
     */
    synchronized List<Instant> parts(Instant since, int most, int least) {
        bySlot.headMap(Math.floorDiv(since.toEpochMilli(), SLOT_MS)).clear();
        long all = bySlot.values().stream().mapToLong(Integer::longValue).sum();
        long parts = Math.min(most, all / least);
        List<Instant> starts = new ArrayList<>();
        long before = 0;
        for (var slot : bySlot.entrySet()) {
            if (starts.size() + 1 < parts && before >= all * (starts.size() + 1) / parts) {
                starts.add(Instant.ofEpochMilli(slot.getKey() * SLOT_MS));
            }
            before += slot.getValue();
        }
        return starts;
    }
}
