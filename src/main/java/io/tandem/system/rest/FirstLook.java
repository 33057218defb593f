package io.tandem.system.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.record.Presence;
import io.tandem.record.SyncRecord;
import io.tandem.record.Values;
import io.tandem.system.Reading;
import io.tandem.system.call.Calls;
import io.tandem.system.descriptor.Paths;
import io.tandem.system.descriptor.Spec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Whether a descriptor fits what its system really answers: one page of an entity's list, and one record of it read by its
 * id. What no row shows is said by its name and path; values are never shown. Used once.
 *
 * <p>Cost: two calls, a third where the token stands in a header.
 */
final class FirstLook {

    private final RestEntity client;
    private final Spec.Entity entity;
    private final Calls calls;
    private final Set<String> properties;
    private final List<String> notes = new ArrayList<>();

    FirstLook(RestEntity client, Spec.Entity entity, Calls calls, Set<String> properties) {
        this.client = client;
        this.entity = entity;
        this.calls = calls;
        this.properties = properties;
    }

    /**
     * @return what is missing, in words for people who fill in the descriptor
     * @throws io.tandem.system.SystemException if the list can't be had
     */
    List<String> notes() {
        List<JsonNode> rows = new PageReader(calls, entity, client.reader(), null, properties).firstRows();
        if (rows.isEmpty()) {
            note("its list is empty, so nothing in it could be compared with the descriptor");
            return notes;
        }
        shown(rows, "id", entity.id());
        shown(rows, "modified", entity.modified());
        if (!Paths.isHeader(entity.token())) {
            shown(rows, "token", entity.token());
        }
        properties.stream()
                .filter(entity.properties()::containsKey)
                .forEach(name -> shown(
                        rows,
                        "the property " + name,
                        entity.properties().get(name).path()));
        List<SyncRecord> records = rows.stream()
                .filter(client.reader()::canBeListed)
                .flatMap(row -> client.reader().read(row, properties).stream())
                .toList();
        if (records.isEmpty()) {
            note("no row of its list is a record: id or modified are not what the descriptor says");
        } else {
            stamped(records);
            records.stream()
                    .filter(record -> record.presence() != Presence.DELETED)
                    .findFirst()
                    .ifPresent(this::read);
        }
        return notes;
    }

    private void note(String what) {
        notes.add(client.facts().key() + ": " + what);
    }

    private void shown(List<JsonNode> rows, String what, String path) {
        if (!path.isEmpty() && rows.stream().allMatch(row -> Paths.at(row, path).isMissingNode())) {
            note("no row of its list shows " + what + ", at " + path
                    + ". If it is not only empty there, correct its path");
        }
    }

    private void stamped(List<SyncRecord> records) {
        if (!entity.idForm().fits(records.get(0).key().id())) {
            note("its ids have another form than id_form says");
        }
        if (!entity.modified().isEmpty()
                && records.stream().allMatch(record -> record.modified().equals(Instant.EPOCH))) {
            note("no row has a time at " + entity.modified() + ", so each round reads the whole list");
        }
    }

    /** By its id, as each write and each comparison does. */
    private void read(SyncRecord listed) {
        if (entity.readMany() == null) {
            return;
        }
        String id = listed.key().id();
        Reading reading = client.readMany(List.of(listed), properties);
        SyncRecord found = reading.found().get(id);
        if (found == null) {
            note("read_many does not find the record " + id + ", which its list shows: "
                    + (reading.isGone(id)
                            ? "it is answered as gone"
                            : reading.refusal(id).message()));
            return;
        }
        if (!entity.token().isEmpty() && found.token() == null) {
            note("read_many shows no token, at " + entity.token());
        }
        List<String> other = properties.stream()
                .filter(name -> Values.isEmpty(found.values().get(name))
                        && !Values.isEmpty(listed.values().get(name)))
                .toList();
        if (!other.isEmpty()) {
            note("read_many shows " + String.join(", ", other) + " empty for the record " + id
                    + ", which its list shows with values");
        }
    }
}
