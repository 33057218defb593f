package io.tandem.sim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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

        String place() {
            return system + "/" + entity + "/" + id + "." + property;
        }

        @Override
        public String toString() {
            return "#" + number + " " + author + " " + place() + ": " + before + " -> " + raw
                    + (java.util.Objects.equals(raw, stored) ? "" : " stored as " + stored);
        }
    }

    private final List<Change> changes = new ArrayList<>();
    private final List<String> story = new ArrayList<>();
    private final List<String> offences = new ArrayList<>();
    private final java.util.Set<String> gone = new java.util.HashSet<>();
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
