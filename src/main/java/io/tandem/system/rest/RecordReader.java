package io.tandem.system.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tandem.record.EntityKey;
import io.tandem.record.Presence;
import io.tandem.record.SyncRecord;
import io.tandem.record.Values;
import io.tandem.system.call.Answer;
import io.tandem.system.descriptor.PathConditions;
import io.tandem.system.descriptor.Paths;
import io.tandem.system.descriptor.Spec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Turns an answer's JSON into records: only the wanted properties, in canonical form. Pure. */
final class RecordReader {

    private final EntityKey key;
    private final Spec.Entity entity;

    RecordReader(EntityKey key, Spec.Entity entity) {
        this.key = key;
        this.entity = entity;
    }

    /** Whose records they are. */
    EntityKey entity() {
        return key;
    }

    /** @return empty if there is no id in it, or a blank one */
    Optional<SyncRecord> read(JsonNode json, Set<String> properties) {
        String id = Paths.text(json, entity.id());
        if (id.isBlank()) {
            return Optional.empty();
        }
        Map<String, JsonNode> values = new HashMap<>();
        for (String name : properties) {
            Spec.Property property = entity.properties().get(name);
            String path = property == null
                    ? name.startsWith(Containers.WHOLE) ? name.substring(Containers.WHOLE.length()) : null
                    : property.path();
            JsonNode value = path == null ? null : Paths.at(json, path);
            values.put(name, property == null ? value : property.form().toIso(value));
        }
        Presence presence = presence(json);
        return Optional.of(new SyncRecord(
                key.record(id),
                Values.of(values),
                modified(json, presence),
                entity.token().isEmpty() || Paths.isHeader(entity.token()) ? null : Paths.text(json, entity.token()),
                presence));
    }

    /** The same with the token that stands in a header of an answer about this record alone. */
    SyncRecord withToken(SyncRecord record, Answer answer) {
        String token = Paths.isHeader(entity.token()) ? answer.text(entity.token()) : "";
        return token.isEmpty() ? record : record.withToken(token);
    }

    /** Null unless it shows all that the record is expected to hold: what a short answer leaves out isn't cleared. */
    SyncRecord readWhole(JsonNode json, Set<String> properties, Values expected) {
        boolean whole = properties.stream()
                .filter(entity.properties()::containsKey)
                .allMatch(name -> Values.isEmpty(expected.get(name))
                        || !Paths.at(json, entity.properties().get(name).path()).isMissingNode());
        return whole ? read(json, properties).orElse(null) : null;
    }

    /** Whether the stamps that say how new a row is are points in time, or not there at all, and its id is no blank. */
    boolean canBeListed(JsonNode json) {
        String id = Paths.text(json, entity.id());
        return (id.isEmpty() || !id.isBlank())
                && stamp(json, entity.modified()).isPresent()
                && stamp(json, entity.deletedModified()).isPresent();
    }

    /** By the record's own stamp, {@link Instant#EPOCH} if that can't be read; a scrubbed record's no longer changes, so that a deletion may have another one. */
    private Instant modified(JsonNode json, Presence presence) {
        Instant usual = entity.modified().isEmpty()
                ? Instant.EPOCH
                : stamp(json, entity.modified()).orElse(Instant.EPOCH);
        if (entity.deletedModified().isEmpty() || presence != Presence.DELETED) {
            return usual;
        }
        Instant deleted = stamp(json, entity.deletedModified()).orElse(Instant.EPOCH);
        return deleted.isAfter(usual) ? deleted : usual;
    }

    private Optional<Instant> stamp(JsonNode json, String path) {
        return Stamp.parse(Paths.at(json, path), entity.stampForm());
    }

    private Presence presence(JsonNode json) {
        if (PathConditions.anyHolds(entity.deletedWhen(), json)) {
            return Presence.DELETED;
        }
        return PathConditions.allHold(entity.presentWhen(), json) ? Presence.LIVE : Presence.LEFT;
    }

    /** The rows at a path: its list, or what stands there alone. */
    static List<JsonNode> rows(JsonNode body, String items) {
        List<JsonNode> rows = new ArrayList<>();
        JsonNode list = Paths.at(body, items);
        if (list.isArray()) {
            list.forEach(rows::add);
        } else if (list.isObject()) {
            rows.add(list);
        }
        return rows;
    }

    /** The rows inside of rows, each with the fields of the row around it where the descriptor says so. */
    static List<JsonNode> inside(List<JsonNode> rows, Spec.Each each) {
        if (each == null) {
            return rows;
        }
        List<JsonNode> inside = new ArrayList<>();
        rows.forEach(row -> addInside(row, each, inside));
        return inside;
    }

    private static void addInside(JsonNode row, Spec.Each each, List<JsonNode> rows) {
        Paths.at(row, each.list()).forEach(child -> {
            if (child instanceof ObjectNode object && PathConditions.allHold(each.where(), child)) {
                ObjectNode merged = object.deepCopy();
                each.parent().stream()
                        .filter(field -> !merged.has(field))
                        .forEach(field -> merged.set(field, row.path(field)));
                rows.add(merged);
            }
        });
    }
}
