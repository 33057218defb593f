package io.tandem.document.imports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tandem.config.YamlScalar;
import io.tandem.config.YamlText;
import io.tandem.config.YamlText.Slot;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * Merges one table of a flow file three ways: what the document said at the last import, what it says now, and what the
 * file of the site says. A change of one side alone is taken; where both changed the same thing differently a person
 * decides.
 */
final class TableMerge {

    private final String list;
    private final List<TableItem> before;
    private final List<TableItem> now;
    private final boolean force;
    private final List<String> conflicts = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final Map<TableItem, TableItem> nextOf = new IdentityHashMap<>();
    private final Map<TableItem, TableItem> beforeOf = new IdentityHashMap<>();
    /** Which item of the file each row of the document is, by its index; -1 where it comes from the site's own rows. */
    private final Map<TableItem, Integer> placeOf = new IdentityHashMap<>();

    private final Set<Integer> removed = new HashSet<>();
    private final Map<TableItem, String> moved = new IdentityHashMap<>();

    /** @param force whether the document wins where both changed the same thing */
    TableMerge(String list, List<TableItem> before, List<TableItem> now, boolean force) {
        this.list = list;
        this.before = before;
        this.now = now;
        this.force = force;
        for (TableItem old : before) {
            now.stream()
                    .filter(one -> !beforeOf.containsKey(one) && one.isAbout(old))
                    .max(Comparator.comparing(one -> one.said().equals(old.said())))
                    .ifPresent(one -> {
                        nextOf.put(old, one);
                        beforeOf.put(one, old);
                    });
        }
    }

    /**
     * Makes the edits.
     *
     * @param items the file's, in its order
     * @param extra the site's own rows; those that the document has now become documented rows
     */
    void merge(YamlText text, List<TableItem> items, List<TableItem> extra, String behind) {
        Map<Integer, TableItem> known = known(items);
        for (int i = 0; i < items.size(); i++) {
            TableItem old = known.get(i);
            if (old == null) {
                ownItem(text, items.get(i), i);
            } else if (nextOf.get(old) == null) {
                lost(items.get(i), old, i);
            } else {
                kept(text, items.get(i), old, i);
            }
        }
        takeExtra(text, extra);
        text.items(list, slots(items.size()), behind);
    }

    /** Which row of the last import an item of the file is: by the lines that it names, else by what it is about. */
    private Map<Integer, TableItem> known(List<TableItem> items) {
        Map<Integer, TableItem> known = new HashMap<>();
        Set<TableItem> found = Collections.newSetFromMap(new IdentityHashMap<>());
        for (boolean byName : List.of(true, false)) {
            for (int i = 0; i < items.size(); i++) {
                TableItem item = items.get(i);
                if (!known.containsKey(i)) {
                    int at = i;
                    before.stream()
                            .filter(old -> !found.contains(old))
                            .filter(old ->
                                    byName ? old.ids().stream().anyMatch(item.ids()::contains) : old.isAbout(item))
                            .findFirst()
                            .ifPresent(old -> {
                                found.add(old);
                                known.put(at, old);
                            });
                }
            }
        }
        return known;
    }

    /** An item that no import wrote: the document may have caught up with it. */
    private void ownItem(YamlText text, TableItem item, int index) {
        TableItem same = now.stream()
                .filter(one -> !placeOf.containsKey(one) && !beforeOf.containsKey(one) && one.isAbout(item))
                .findFirst()
                .orElse(null);
        if (same == null) {
            if (!item.named().isEmpty()) {
                FlowText.DOCUMENT_KEYS.stream()
                        .filter(item.named()::has)
                        .forEach(key -> text.removeInItem(list, index, key));
            }
            return;
        }
        placeOf.put(same, index);
        if (item.isShort()) {
            text.replaceItem(list, index, same.yaml());
            return;
        }
        ObjectNode wanted = same.said().deepCopy();
        wanted.remove("off");
        set(text, item, item.said(), wanted, index, Set.of("type"));
        name(text, item, same, index);
    }

    private void lost(TableItem item, TableItem old, int index) {
        if (item.said().equals(old.said()) || force) {
            removed.add(index);
        } else {
            conflicts.add(item.shown() + " is no longer in the document, and was changed here");
        }
    }

    private void kept(YamlText text, TableItem item, TableItem old, int index) {
        TableItem next = nextOf.get(old);
        placeOf.put(next, index);
        Set<String> keys = new TreeSet<>();
        old.said().fieldNames().forEachRemaining(keys::add);
        next.said().fieldNames().forEachRemaining(keys::add);
        if (item.isShort()) {
            text.replaceItem(list, index, next.yaml());
            return;
        }
        keys.removeIf(key -> Objects.equals(old.said().get(key), next.said().get(key)));
        set(text, item, old.said(), next.said(), index, keys);
        name(text, item, next, index);
    }

    /** Sets keys that the document changed, unless the site changed them too. */
    private void set(YamlText text, TableItem item, ObjectNode old, ObjectNode next, int index, Set<String> keys) {
        for (String key : keys) {
            JsonNode here = item.said().get(key);
            JsonNode wanted = next.get(key);
            boolean changedHere = old == item.said() || !Objects.equals(here, old.get(key));
            if (Objects.equals(here, wanted)) {
                continue;
            }
            if (changedHere && !force) {
                conflicts.add(item.shown() + ": " + key + " is " + shown(wanted) + " in the document and " + shown(here)
                        + " here");
            } else if (wanted == null) {
                text.removeInItem(list, index, key);
            } else {
                text.putInItem(list, index, key, YamlScalar.of(wanted.asText()));
            }
        }
    }

    private static String shown(JsonNode value) {
        return value == null ? "not set" : value.toString();
    }

    /** Renews the keys that name lines of documents: sections move. */
    private void name(YamlText text, TableItem item, TableItem next, int index) {
        if (item.named().equals(next.named())) {
            return;
        }
        FlowText.DOCUMENT_KEYS.forEach(key -> {
            JsonNode value = next.named().get(key);
            if (value == null && item.named().has(key)) {
                text.removeInItem(list, index, key);
            } else if (value != null && !value.equals(item.named().get(key))) {
                text.putInItem(list, index, key, FlowText.json(value));
            }
        });
    }

    private void takeExtra(YamlText text, List<TableItem> extra) {
        List<Slot> left = new ArrayList<>();
        for (int i = 0; i < extra.size(); i++) {
            TableItem own = extra.get(i);
            TableItem same = now.stream()
                    .filter(one -> !placeOf.containsKey(one) && !beforeOf.containsKey(one) && one.isAbout(own))
                    .findFirst()
                    .orElse(null);
            if (same == null) {
                left.add(Slot.keep(i));
            } else if (!Objects.equals(own.said().get("type"), same.said().get("type")) && !force) {
                left.add(Slot.keep(i));
                placeOf.put(same, -1);
                conflicts.add(own.shown() + ": type is " + shown(same.said().get("type")) + " in the document and "
                        + shown(own.said().get("type")) + " among the rows under extra");
            } else {
                ObjectNode both = own.said().deepCopy();
                both.remove("type");
                same.said().properties().stream()
                        .filter(entry -> entry.getKey().equals("type"))
                        .forEach(entry -> both.set("type", entry.getValue()));
                both.setAll(same.named());
                moved.put(same, FlowText.json(both));
                notes.add(own.shown() + " is in the document now, and moves from extra to properties");
            }
        }
        if (left.size() != extra.size()) {
            text.items("extra", left, "");
        }
    }

    private List<Slot> slots(int size) {
        Map<Integer, List<String>> behind = new HashMap<>();
        int last = -1;
        for (TableItem one : now) {
            Integer place = placeOf.get(one);
            if (place != null) {
                last = place < 0 ? last : place;
            } else if (moved.containsKey(one)) {
                behind.computeIfAbsent(last, i -> new ArrayList<>()).add(moved.get(one));
            } else if (isWanted(one)) {
                behind.computeIfAbsent(last, i -> new ArrayList<>()).add(one.yaml());
            }
        }
        List<Slot> slots = new ArrayList<>();
        behind.getOrDefault(-1, List.of()).forEach(yaml -> slots.add(Slot.add(yaml)));
        for (int i = 0; i < size; i++) {
            if (!removed.contains(i)) {
                slots.add(Slot.keep(i));
            }
            behind.getOrDefault(i, List.of()).forEach(yaml -> slots.add(Slot.add(yaml)));
        }
        return slots;
    }

    /** Whether a row of the document that the file lacks is to be added: not if the site took it out. */
    private boolean isWanted(TableItem one) {
        TableItem old = beforeOf.get(one);
        if (old == null) {
            return true;
        }
        if (old.said().equals(one.said())) {
            notes.add(one.shown() + " was taken out here, and stays out");
            return false;
        }
        if (!force) {
            conflicts.add(one.shown() + " changed in the document, and was taken out here");
        }
        return force;
    }

    List<String> conflicts() {
        return conflicts;
    }

    List<String> notes() {
        return notes;
    }
}
