package io.tandem.sim;

import io.tandem.history.Change;
import io.tandem.history.Entry;
import io.tandem.history.Event;
import io.tandem.history.History;
import io.tandem.record.RecordKey;
import io.tandem.sim.Journal.Author;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What Tandem's history must say of what the systems saw it do (rule 18). */
final class HistoryLaws {

    private static final Set<Event> WRITES = Set.of(Event.WRITTEN, Event.CREATED, Event.IN_DOUBT);

    private final World world;

    HistoryLaws(World world) {
        this.world = world;
    }

    /** Each value that Tandem wrote stands in the history, at least as a write in doubt, or as a create that was found later. */
    List<String> broken() {
        Map<String, Integer> written = new TreeMap<>();
        world.journal().changes().stream()
                .filter(c -> c.author() == Author.TANDEM)
                .forEach(c -> written.merge(c.place(), 1, Integer::sum));
        List<String> broken = new ArrayList<>();
        written.forEach((place, times) -> {
            int dot = place.lastIndexOf('.');
            long told = told(RecordKey.parse(place.substring(0, dot)), place.substring(dot + 1));
            if (told < times) {
                broken.add(place + " was written " + times + " times, and the history tells of " + told);
            }
        });
        return broken;
    }

    private long told(RecordKey record, String property) {
        List<Entry> entries = world.jdbi().withHandle(h -> History.of(h, record, 1_000));
        return entries.stream()
                .filter(e -> record.equals(e.record()))
                .filter(e -> e.event() == Event.ADOPTED
                        || (WRITES.contains(e.event())
                                && e.changes().stream().map(Change::property).anyMatch(property::equals)))
                .count();
    }
}
