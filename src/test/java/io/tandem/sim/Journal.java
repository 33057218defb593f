package io.tandem.sim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Everything that was ever stored in the model systems, in order, kept by the systems themselves. */
final class Journal {

    enum Author {
        PERSON,
        TANDEM,
        AUTOMATION
    }

    /**
     * One property that got another value.
     *
     * @param raw as it was sent; null for nothing
     * @param stored as the system made it
     */
    record Change(
            int number,
            Author author,
            String system,
            String entity,
            int id,
            String property,
            String before,
            String raw,
            String stored) {

        String record() {
            return system + "/" + entity + "/" + id;
        }

        String place() {
            return record() + "." + property;
        }

        @Override
        public String toString() {
            return "#" + number + " " + author + " " + place() + ": " + before + " -> " + raw
                    + (java.util.Objects.equals(raw, stored) ? "" : " stored as " + stored);
        }
    }

    /**
     * @param number of the next change
     * @param blind whether the record was no longer as Tandem had seen it: somebody's edit came first
     */
    record Ignored(int number, String place, String raw, boolean blind) {}

    private final List<Ignored> ignored = new ArrayList<>();
    private final List<Change> changes = new ArrayList<>();
    private final List<String> story = new ArrayList<>();
    private final List<String> offences = new ArrayList<>();
    private final Set<String> gone = new HashSet<>();
    private final Map<String, Set<String>> hidden = new HashMap<>();
    private final Map<String, Long> hiddenUntil = new HashMap<>();
    private final Map<String, Integer> overwrittenUnseen = new HashMap<>();
    private final Map<String, String> madeFor = new HashMap<>();
    private final List<String> deletedByTandem = new ArrayList<>();
    private int creates;
    private int calls;

    void changed(
            Author author,
            String system,
            String entity,
            int id,
            String property,
            String before,
            String raw,
            String stored) {
        Change change = new Change(changes.size(), author, system, entity, id, property, before, raw, stored);
        changes.add(change);
        if (author == Author.PERSON
                && hidden.getOrDefault(change.record(), new HashSet<>()).remove(property)) {
            overwrittenUnseen.merge(change.place(), 1, Integer::sum);
        }
        tell(change.toString());
    }

    void created(String system, String entity, int id, String ref) {
        creates++;
        madeFor.put(system + "/" + entity + "/" + id, ref);
        tell("created " + system + "/" + entity + "/" + id + " for " + ref);
    }

    /** The source for which Tandem made a record; empty if a person did. */
    Optional<String> madeFor(String record) {
        return Optional.ofNullable(madeFor.get(record));
    }

    /** A person deleted a record. */
    void gone(String record) {
        gone.add(record);
        tell("deleted " + record);
    }

    void deletedByTandem(String record) {
        creates++;
        tell("TANDEM deleted " + record);
        deletedByTandem.add(record);
        gone.add(record);
    }

    /** Whether a record was ever deleted. */
    boolean wasGone(String record) {
        return gone.contains(record);
    }

    List<String> deletedByTandem() {
        return deletedByTandem;
    }

    List<Change> changes() {
        return changes;
    }

    /**
     * An update by Tandem that was answered as done, by an answer that shows no record, and that changed nothing.
     *
     * @param until reads before this moment may show what stood before a write, so that they say nothing of it
     * @param blind whether the record was no longer as Tandem had seen it
     */
    void ignored(String record, Map<String, String> values, long until, boolean blind) {
        hidden.computeIfAbsent(record, none -> new HashSet<>()).addAll(values.keySet());
        hiddenUntil.put(record, until);
        values.forEach(
                (property, raw) -> ignored.add(new Ignored(changes.size(), record + "." + property, raw, blind)));
    }

    /** What was sent, answered as done by an answer that holds nothing, and not done. */
    List<Ignored> ignored() {
        return ignored;
    }

    /** How often that came right after a person's edit of the same property: nobody can see that the edit came first. */
    int ignoredAfterAnEdit(String place) {
        return (int) ignored.stream()
                .filter(one -> one.place().equals(place) && one.blind())
                .filter(one -> lastBefore(one)
                        .filter(last -> last.author() == Author.PERSON)
                        .isPresent())
                .count();
    }

    /** What gave the property the value that stood there when a write of it was ignored. */
    Optional<Change> lastBefore(Ignored one) {
        return changes.stream()
                .filter(change ->
                        change.number() < one.number() && change.place().equals(one.place()))
                .reduce((earlier, later) -> later);
    }

    /** Somebody asked for a record itself: what an ignored update left can be seen. */
    void shown(String record, long now) {
        if (now >= hiddenUntil.getOrDefault(record, Long.MAX_VALUE)) {
            hidden.remove(record);
        }
    }

    /** How often a person wrote a property before anybody could see that an update of it had been ignored. */
    int overwrittenUnseen(String place) {
        return overwrittenUnseen.getOrDefault(place, 0);
    }

    /** Changes, creates and deletes by Tandem. */
    int writes() {
        return creates
                + (int) changes.stream()
                        .filter(c -> c.author() == Author.TANDEM)
                        .count();
    }

    void tell(String what) {
        story.add(what);
    }

    List<String> story() {
        return story;
    }

    /** Something that no server should have to see. */
    void offence(String what) {
        offences.add(what);
        tell("OFFENCE " + what);
    }

    List<String> offences() {
        return offences;
    }

    int called() {
        return ++calls;
    }
}
