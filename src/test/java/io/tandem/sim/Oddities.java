package io.tandem.sim;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Which records of the two systems are served oddly now, and which ever were. */
final class Oddities {

    /** More than may fail by chance before others are tried, fewer than are taken for the system's own. */
    private static final int MOST = 8;

    /** Ids that no store could hold. */
    private static final List<String> GHOSTS =
            List.of("\u0000", "17\u0000", "9".repeat(401), "17\u0007", " ", "17\n", "17\ud83d");

    private final Journal journal;
    private final Map<String, Oddity> now = new TreeMap<>();
    private final Set<String> ever = new HashSet<>();
    private boolean ghosts;

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

    /** The id of a row that a list shows once, and that is nobody's. */
    String ghost(Chance chance) {
        ghosts = true;
        return chance.of(GHOSTS);
    }

    /** Whether any list ever showed such a row. */
    boolean ghosts() {
        return ghosts;
    }

    boolean everWas(String record) {
        return ever.contains(record);
    }

    List<String> records() {
        return List.copyOf(now.keySet());
    }
}
