package io.tandem.sim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tandem.kit.VirtualClock;
import io.tandem.record.Json;
import io.tandem.record.Values;
import io.tandem.sim.Journal.Author;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/** The records of one model system: how it stores what it is given, and what people do to them. */
class ModelRecords {

    final String name;
    final Dialect dialect;
    final VirtualClock clock;
    final Chance chance;
    final Journal journal;
    final Map<String, ModelTable> tables = new TreeMap<>();
    final Oddities oddities;
    private final Set<String> poisoned = new HashSet<>();

    ModelRecords(
            String name,
            Dialect dialect,
            VirtualClock clock,
            Chance chance,
            Journal journal,
            Oddities oddities,
            List<String> entities) {
        this.oddities = oddities;
        this.name = name;
        this.dialect = dialect;
        this.clock = clock;
        this.chance = chance;
        this.journal = journal;
        entities.forEach(e -> tables.put(e, new ModelTable(dialect, clock, chance, 100 * (tables.size() + 1))));
    }

    String name() {
        return name;
    }

    Dialect dialect() {
        return dialect;
    }

    ModelTable table(String entity) {
        return tables.get(entity);
    }

    Set<String> entities() {
        return tables.keySet();
    }

    /** Every write of this record is refused from now on, or no longer. */
    void poison(String entity, int id, boolean on) {
        if (on) {
            poisoned.add(entity + "/" + id);
        } else {
            poisoned.remove(entity + "/" + id);
        }
    }

    boolean poisoned(String entity, int id) {
        return poisoned.contains(entity + "/" + id);
    }

    boolean is(String entity, int id, Oddity oddity) {
        return oddities.is(name + "/" + entity + "/" + id, oddity);
    }

    /** How the API shows a record. */
    ObjectNode shown(String entity, ObjectNode json) {
        return is(entity, json.path("id").asInt(), Oddity.STAMP_MISSING)
                ? json.deepCopy().putNull("updated")
                : json;
    }

    // ---- people

    int add(String entity, Map<String, String> values) {
        int id = tables.get(entity).nextId();
        store(Author.PERSON, entity, id, ModelTable.empty(), texts(values));
        return id;
    }

    void edit(String entity, int id, Map<String, String> values) {
        store(Author.PERSON, entity, id, tables.get(entity).copy(id), texts(values));
    }

    void delete(String entity, int id, boolean deleted) {
        ObjectNode json = tables.get(entity).copy(id).put("deleted", deleted);
        tables.get(entity).put(id, json);
        if (deleted) {
            journal.gone(name + "/" + entity + "/" + id);
        } else {
            journal.tell("restored " + name + "/" + entity + "/" + id);
        }
    }

    /** Saved without a change: lists show it again. */
    void touch(String entity, int id) {
        tables.get(entity).put(id, tables.get(entity).copy(id));
    }

    void vanish(String entity, int id) {
        tables.get(entity).vanish(id);
        journal.gone(name + "/" + entity + "/" + id);
    }

    void close(String entity, int id, boolean closed) {
        tables.get(entity).put(id, tables.get(entity).copy(id).put("closed", closed));
        journal.tell((closed ? "closed " : "reopened ") + name + "/" + entity + "/" + id);
    }

    private static ObjectNode texts(Map<String, String> values) {
        ObjectNode json = ModelTable.empty();
        values.forEach((property, value) -> {
            if (property.equals("parent") && value != null) {
                json.put(property, Long.parseLong(value));
            } else {
                json.put(property, value);
            }
        });
        return json;
    }

    String text(String entity, int id, String property) {
        return text(tables.get(entity).get(id).orElseThrow().path(property));
    }

    /** All that a record holds, as an API shows it. */
    Values values(String entity, int id) {
        Map<String, JsonNode> values = new TreeMap<>();
        tables.get(entity).get(id).orElseThrow().properties().forEach(e -> values.put(e.getKey(), e.getValue()));
        return Values.of(values);
    }

    static String text(JsonNode value) {
        return value.isNull() || value.isMissingNode() ? null : value.asText();
    }

    // ---- storing

    final void store(Author author, String entity, int id, ObjectNode json, ObjectNode changes) {
        List<Runnable> told = new ArrayList<>();
        changes.properties().forEach(change -> {
            String property = change.getKey();
            JsonNode stored = normalised(property, change.getValue());
            String before = text(json.path(property));
            String raw = text(change.getValue());
            if (author == Author.TANDEM && Objects.equals(before, raw)) {
                journal.offence("wrote " + name + "/" + entity + "/" + id + "." + property + " as it was");
            }
            if (author == Author.TANDEM && property.equals("parent") && raw != null && !isCompany(raw)) {
                journal.offence("wrote a reference to nothing: " + name + "/" + entity + "/" + id);
            }
            if (author == Author.TANDEM
                    && dialect.automation()
                    && property.equals("phone")
                    && raw != null
                    && !raw.endsWith("#")) {
                stored = Json.MAPPER.getNodeFactory().textNode(raw + "#");
            }
            json.set(property, stored);
            String shown = text(stored);
            told.add(() -> journal.changed(author, name, entity, id, property, before, raw, shown));
        });
        tables.get(entity).put(id, json);
        told.forEach(Runnable::run);
    }

    private boolean isCompany(String id) {
        return tables.containsKey("company")
                ? tables.get("company").existed(Integer.parseInt(id))
                : tables.get("firm").existed(Integer.parseInt(id));
    }

    private JsonNode normalised(String property, JsonNode value) {
        if (!dialect.normalises() || !value.isTextual()) {
            return value;
        }
        String text = value.textValue().strip();
        return Json.MAPPER.getNodeFactory().textNode(property.equals("email") ? text.toLowerCase(Locale.ROOT) : text);
    }
}
