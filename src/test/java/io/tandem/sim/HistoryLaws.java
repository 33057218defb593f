package io.tandem.sim;

import io.tandem.chunk.Intent;
import io.tandem.flow.Flow;
import io.tandem.flow.Row;
import io.tandem.flow.Side;
import io.tandem.record.RecordKey;
import io.tandem.record.Values;
import io.tandem.sim.Journal.Author;
import io.tandem.sim.Laws.LinkRow;
import io.tandem.store.Change;
import io.tandem.store.Entry;
import io.tandem.store.Event;
import io.tandem.store.History;
import io.tandem.store.Intents;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What Tandem's history must say of what the systems saw it do (rule 18). */
final class HistoryLaws {

    private static final Set<Event> WRITES = Set.of(Event.WRITTEN, Event.CREATED, Event.IN_DOUBT);

    private final World world;
    private final Set<String> linked = new HashSet<>();
    /** Records whose create has no answer yet, with the entity of what may have been made. */
    private final Set<String> creating = new HashSet<>();

    HistoryLaws(World world, List<LinkRow> links) {
        this.world = world;
        for (LinkRow link : links) {
            world.scenario().flows().stream()
                    .filter(flow -> flow.id().equals(link.flow()))
                    .forEach(flow -> {
                        linked.add(flow.source() + "/" + link.source());
                        linked.add(flow.target() + "/" + link.target());
                        if (link.state().equals("creating")) {
                            creating.add(flow.source() + "/" + link.source() + " " + flow.target());
                            creating.add(flow.target() + "/" + link.target() + " " + flow.source());
                        }
                    });
        }
    }

    /** Each value that Tandem wrote stands in the history, at least as a write in doubt, or as a create that was found later. */
    List<String> broken() {
        Map<String, Integer> written = new TreeMap<>();
        world.journal().changes().stream()
                .filter(c -> c.author() == Author.TANDEM)
                .forEach(c -> written.merge(c.place(), 1, Integer::sum));
        // what a person deleted before its create was known to have worked is told as parked
        written.keySet().removeIf(place -> !linked.contains(place.substring(0, place.lastIndexOf('.'))));
        List<String> broken = new ArrayList<>();
        written.forEach((place, times) -> {
            int dot = place.lastIndexOf('.');
            long told = told(place.substring(0, dot), place.substring(dot + 1));
            if (told < times) {
                broken.add(place + " was written " + times + " times, and the history tells of " + told);
            }
        });
        expectNothingToldThatWasNotDone(written, broken);
        return broken;
    }

    /**
     * Written is only what the system's own journal shows. Of two processes both may tell of one write. What a system answered as
     * done, and a person wrote before it was read again, counts as it was answered: nothing shows any more that it was ignored.
     */
    private void expectNothingToldThatWasNotDone(Map<String, Integer> written, List<String> broken) {
        Map<String, Integer> told = new TreeMap<>();
        for (String record : linked) {
            of(record)
                    .filter(e -> e.event() == Event.WRITTEN
                            && world.ids().key(record).equals(e.record()))
                    .filter(e -> !mayBeAPersons(record, e))
                    .flatMap(e -> e.changes().stream().map(Change::property).distinct())
                    .forEach(property -> told.merge(record + "." + property, 1, Integer::sum));
        }
        told.forEach((place, times) -> {
            int most = written.getOrDefault(place, 0) * (world.wasOvertaken() ? 2 : 1)
                    + world.journal().overwrittenUnseen(place)
                    + world.journal().ignoredAfterAnEdit(place);
            if (times > most) {
                broken.add("the history tells of " + times + " writes of " + place + ", of which "
                        + written.getOrDefault(place, 0) + " were done");
            }
        });
    }

    /**
     * A person wrote one of the values, or cleared it too, while the answer was lost: nobody can see which of the two stands
     * there. One call writes all its values, so that what shows one of them shows all.
     */
    private boolean mayBeAPersons(String record, Entry entry) {
        return entry.because().contains("the answer was lost")
                && entry.changes().stream().anyMatch(change -> mayBeAPersons(record, change));
    }

    private boolean mayBeAPersons(String record, Change change) {
        return world.journal().changes().stream()
                .filter(c -> c.author() == Author.PERSON)
                .filter(c -> c.place().equals(record + "." + change.property()))
                .anyMatch(c -> Values.isEmpty(change.after())
                        ? c.stored() == null
                        : Values.text(change.after()).equals(c.stored()));
    }

    private long told(String record, String property) {
        return of(record)
                        .filter(e -> world.ids().key(record).equals(e.record()))
                        .filter(e -> e.event() == Event.ADOPTED || tells(e, property))
                        .count()
                + toldOfItsSource(record, property)
                + leftToALaterLook(record, property)
                + leftToALookUp(record);
    }

    /** Its create was not found yet, and it is linked by another flow only. Such a create is parked, or a law of its own is broken. */
    private long leftToALookUp(String record) {
        String entity = record.substring(0, record.lastIndexOf('/'));
        return world.journal().madeFor(record).stream()
                .filter(origin -> creating.contains(origin + " " + entity))
                .count();
    }

    /** What became of a write of a pair that is parked is found out, and told, when the pair is looked at again. */
    private long leftToALaterLook(String record, String property) {
        RecordKey key = world.ids().key(record);
        long left = 0;
        for (Flow flow : world.scenario().flows()) {
            for (Side side : Side.values()) {
                List<String> rows = flow.rows().stream()
                        .filter(row -> flow.entity(side).equals(key.entity()) && property.equals(row.property(side)))
                        .map(Row::id)
                        .toList();
                left += pending(flow, side, key.id()).stream()
                        .flatMap(intent -> intent.values().stream())
                        .filter(value -> rows.contains(value.rowId()))
                        .count();
            }
        }
        return left;
    }

    private List<Intent> pending(Flow flow, Side side, String id) {
        return world.jdbi().withHandle(h -> {
            List<Long> parked = h.createQuery("select l.id from link l where l.flow = :flow and l.held_<side> = :id"
                            + " and exists (select 1 from park p where p.flow = l.flow and (p.side = 'SOURCE'"
                            + " and p.record_id = l.held_source or p.side = 'TARGET' and p.record_id = l.held_target))")
                    .define("side", side.lower())
                    .bind("flow", flow.id())
                    .bind("id", id)
                    .mapTo(Long.class)
                    .list();
            return Intents.of(h, parked).values().stream()
                    .flatMap(List::stream)
                    .filter(intent -> intent.side() == side)
                    .toList();
        });
    }

    /** A record that was gone before its create was known to have worked: nobody could see which it was. */
    private long toldOfItsSource(String record, String property) {
        return world.journal().madeFor(record).stream()
                .flatMap(this::of)
                .filter(e ->
                        e.event() == Event.IN_DOUBT && (e.source() == null || e.target() == null) && tells(e, property))
                .count();
    }

    private Stream<Entry> of(String record) {
        return world.jdbi().withHandle(h -> History.of(h, world.ids().key(record), 1_000)).stream();
    }

    private static boolean tells(Entry entry, String property) {
        return WRITES.contains(entry.event())
                && entry.changes().stream().map(Change::property).anyMatch(property::equals);
    }
}
