package io.tandem.sim;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Which records of the two systems are served oddly now, and which ever were. */
final class Oddities {

    /** Fewer than the failures in a row that are taken for the system's own. */
    private static final int MOST = 3;

    private final Journal journal;
    private final Map<String, Oddity> now = new TreeMap<>();
    private final Set<String> ever = new HashSet<>();

    Oddities(Journal journal) {
        this.journal = journal;
    }

    /** @param record its key as text */
    void begin(String record, Oddity oddity) {
        if (now.size() < MOST && !now.containsKey(record)) {
            now.put(record, oddity);
            ever.add(record);
            journal.tell("ODD from now on: " + record + " " + oddity);
        }
    }

    /** A record whose writes are refused for reasons that a system may have. */
    void refused(String record) {
        ever.add(record);
    }

    void end(String record) {
        journal.tell("no longer odd: " + record + " " + now.remove(record));
    }

    boolean is(String record, Oddity oddity) {
        return now.get(record) == oddity;
    }

    boolean isOdd(String record) {
        return now.containsKey(record);
    }

    boolean everWas(String record) {
        return ever.contains(record);
    }

    List<String> records() {
        return List.copyOf(now.keySet());
    }
}
