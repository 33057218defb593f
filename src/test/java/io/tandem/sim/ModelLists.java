package io.tandem.sim;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** How a model system lists its changes: pages that repeat rows, shuffle them, and shift while they are read. */
final class ModelLists {

    private final Dialect dialect;
    /** By entity, how a record is shown. */
    private final BiFunction<String, ObjectNode, ObjectNode> shown;

    private final Chance chance;
    private final Oddities oddities;
    /** What a link to a next page still has to show: a snapshot of the moment of the first. */
    private final Map<Integer, List<ModelTable.Version>> locators = new HashMap<>();

    ModelLists(Dialect dialect, Chance chance, Oddities oddities, BiFunction<String, ObjectNode, ObjectNode> shown) {
        this.oddities = oddities;
        this.shown = shown;
        this.dialect = dialect;
        this.chance = chance;
    }

    ObjectNode page(String entity, ModelTable table, Map<String, String> query) {
        return switch (dialect.paging()) {
            case "cursor" ->
                dialect.cursorIsWatermark() ? byPosition(entity, table, query) : byKey(entity, table, query);
            case "time" -> byTime(entity, table, query);
            case "link" -> bySnapshot(entity, table, query);
            default -> numbered(entity, table, query);
        };
    }

    private ObjectNode body(String entity, List<ModelTable.Version> rows) {
        ObjectNode body = ModelTable.empty();
        ArrayNode items = body.putArray("items");
        List<ModelTable.Version> listed = new ArrayList<>(rows);
        if (listed.size() > 1 && chance.in100(20)) {
            listed.add(listed.remove(0));
        }
        if (!listed.isEmpty() && chance.in100(10)) {
            listed.add(chance.of(listed));
        }
        listed.forEach(version -> items.add(shown.apply(entity, version.json())));
        if (!listed.isEmpty() && dialect.ghosts() && chance.in100(10)) {
            ObjectNode ghost = listed.get(0).json().deepCopy();
            items.insert(chance.between(0, items.size()), ghost.put("id", oddities.ghost(chance)));
        }
        return body;
    }

    private Instant since(Map<String, String> query) {
        return Instant.parse(query.get("since"));
    }

    private List<ModelTable.Version> first(List<ModelTable.Version> rows) {
        return rows.subList(0, Math.min(rows.size(), dialect.pageSize()));
    }

    /** An opaque position in the order in which changes came to be shown. */
    private ObjectNode byPosition(String entity, ModelTable table, Map<String, String> query) {
        String cursor = query.getOrDefault("cursor", "0:0");
        long visible = Long.parseLong(cursor.substring(0, cursor.indexOf(':')));
        long order = Long.parseLong(cursor.substring(cursor.indexOf(':') + 1));
        List<ModelTable.Version> rows = first(table.inOrder().stream()
                .filter(v -> v.visible() > visible || (v.visible() == visible && v.order() > order))
                .toList());
        ObjectNode body = body(entity, rows);
        if (rows.isEmpty()) {
            return body.put("next", cursor);
        }
        ModelTable.Version last = rows.get(rows.size() - 1);
        return body.put("next", last.visible() + ":" + last.order());
    }

    private ObjectNode byKey(String entity, ModelTable table, Map<String, String> query) {
        String cursor = query.get("cursor");
        Instant since = cursor == null ? since(query) : Instant.parse(cursor.substring(0, cursor.indexOf('|')));
        int after = cursor == null ? 0 : Integer.parseInt(cursor.substring(cursor.indexOf('|') + 1));
        List<ModelTable.Version> left = table.since(since, false, false).stream()
                .filter(v -> v.stamp().isAfter(since) || v.id() > after)
                .toList();
        List<ModelTable.Version> rows = first(left);
        ObjectNode body = body(entity, rows);
        if (rows.size() < left.size()) {
            ModelTable.Version last = rows.get(rows.size() - 1);
            body.put("next", last.stamp() + "|" + last.id());
        }
        return body;
    }

    /** A page ends only where its last second ends; the next begins with that second. */
    private ObjectNode byTime(String entity, ModelTable table, Map<String, String> query) {
        Instant since = Instant.ofEpochSecond(Long.parseLong(query.get("since")));
        List<ModelTable.Version> all = table.since(since, false, false);
        if (all.isEmpty()) {
            return body(entity, all).put("next", since.getEpochSecond());
        }
        Instant last = all.get(Math.min(all.size(), dialect.pageSize()) - 1).stamp();
        List<ModelTable.Version> rows =
                all.stream().filter(v -> !v.stamp().isAfter(last)).toList();
        return body(entity, rows).put("next", last.getEpochSecond());
    }

    private ObjectNode bySnapshot(String entity, ModelTable table, Map<String, String> query) {
        List<ModelTable.Version> left = query.containsKey("locator")
                ? locators.get(Integer.parseInt(query.get("locator")))
                : table.since(since(query), false, false);
        List<ModelTable.Version> rows = first(left);
        ObjectNode body = body(entity, rows);
        if (rows.size() < left.size()) {
            int locator = locators.size() + 1;
            locators.put(locator, List.copyOf(left.subList(rows.size(), left.size())));
            body.put("next", "https://elsewhere.example/" + entity + "?locator=" + locator);
        }
        return body;
    }

    /** By id; a record that comes to match while pages are read shifts the others. */
    private ObjectNode numbered(String entity, ModelTable table, Map<String, String> query) {
        List<ModelTable.Version> all = table.since(since(query), dialect.exclusive(), true);
        int from = query.containsKey("skip")
                ? Integer.parseInt(query.get("skip"))
                : (Integer.parseInt(query.get("page")) - 1) * dialect.pageSize();
        List<ModelTable.Version> rows =
                all.subList(Math.min(from, all.size()), Math.min(all.size(), from + dialect.pageSize()));
        ObjectNode body = ModelTable.empty();
        ArrayNode items = body.putArray("items");
        rows.forEach(version -> items.add(shown.apply(entity, version.json())));
        return body.put("total", all.size());
    }
}
