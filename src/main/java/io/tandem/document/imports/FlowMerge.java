package io.tandem.document.imports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tandem.config.YamlNode;
import io.tandem.config.YamlText;
import io.tandem.record.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Merges what documents say of a flow into the file that a site has of it. Policies, rows under extra, comments and the
 * order of the file stay.
 *
 * <p>Pure: texts in, a text out. Cost: the file is parsed three times.
 */
final class FlowMerge {

    private static final List<String> LISTS = List.of("match", "properties", "extra");
    private static final List<String> POLICIES = List.of("link", "why_off", "create", "connected_to");

    /**
     * What comes of it.
     *
     * @param text of the file; empty: it goes
     * @param conflicts what the document and the site both changed, for a person to decide; without force nothing is done
     * @param notes what is worth knowing
     */
    record Outcome(Optional<String> text, List<String> conflicts, List<String> notes) {}

    private final String text;
    private final ObjectNode here;
    private final FlowDraft before;
    private final boolean force;
    private final List<String> conflicts = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    /**
     * @param text of the site's file, which can be read as a flow
     * @param before what the documents said at the last import; null if they didn't have the flow
     * @param force whether the documents win where both changed the same thing
     */
    FlowMerge(String text, FlowDraft before, boolean force) {
        this.text = text;
        this.here = (ObjectNode) json(text);
        this.before = before;
        this.force = force;
    }

    /** The documents have the flow no more: its file goes, unless the site has made something of it. */
    Outcome lost() {
        boolean untouched = before != null && bare(here).equals(bare((ObjectNode) json(FlowText.file(before))));
        if (untouched || force) {
            return new Outcome(Optional.empty(), List.of(), List.of());
        }
        return new Outcome(
                Optional.of(text),
                List.of("the flow is no longer in the document, and its file was changed here"),
                List.of());
    }

    /** Whether two drafts make the same file, apart from the places in documents. */
    static boolean sayTheSame(FlowDraft one, FlowDraft other) {
        return bare((ObjectNode) json(FlowText.file(one))).equals(bare((ObjectNode) json(FlowText.file(other))));
    }

    /** Whether two texts of a file differ in nothing but the places in documents that it names: those are the import's own. */
    static boolean differInPlacesOnly(String one, String other) {
        return withoutPlaces((ObjectNode) json(one)).equals(withoutPlaces((ObjectNode) json(other)));
    }

    /** A file without the names of documents' lines, and with nothing that is only for people. */
    private static ObjectNode bare(ObjectNode file) {
        ObjectNode bare = withoutPlaces(file);
        bare.remove("description");
        return bare;
    }

    private static ObjectNode withoutPlaces(ObjectNode file) {
        ObjectNode bare = file.deepCopy();
        bare.remove("from");
        for (String list : LISTS) {
            var items = Json.MAPPER.createArrayNode();
            file.path(list).forEach(item -> items.add(item(list, "", item).said()));
            bare.set(list, items);
        }
        return bare;
    }

    Outcome merge(FlowDraft now) {
        YamlText edits = YamlText.of(text, LISTS);
        boolean turned = !now.source().toString().equals(here.path("source").asText())
                || !now.target().toString().equals(here.path("target").asText());
        if (turned) {
            conflicts.add("the flow goes from " + now.source() + " to " + now.target() + " in the document, and from "
                    + here.path("source").asText() + " to "
                    + here.path("target").asText() + " here");
            return new Outcome(force ? Optional.of(FlowText.file(now)) : Optional.of(text), conflicts, notes);
        }
        policies(edits, now);
        table(edits, "match", matches(before), matches(now), "link");
        table(edits, "properties", rows(before), rows(now), "match");
        String sections = "\n  - " + String.join("\n  - ", FlowText.sections(now));
        if (!json("from:" + sections).path("from").equals(here.path("from"))) {
            edits.put("from", sections, "");
        }
        return new Outcome(Optional.of(edits.edited()), force ? List.of() : conflicts, notes);
    }

    private void policies(YamlText edits, FlowDraft now) {
        JsonNode old = before == null ? null : policies(before);
        JsonNode next = policies(now);
        if (old == null) {
            boolean differs = !next.path("link").equals(here.path("link"));
            boolean waits = !now.whyOff().isEmpty();
            if (differs && !waits) {
                conflicts.add("link is " + next.path("link") + " in the document and " + here.path("link") + " here");
            }
            if (!(differs && !waits && force)) {
                return;
            }
            old = here;
        }
        for (String key : POLICIES) {
            set(edits, key, old.get(key), next.get(key));
        }
        JsonNode described = here.get("description");
        String was = before == null ? "" : FlowText.description(before);
        if (described != null && described.asText().equals(was) && !was.equals(FlowText.description(now))) {
            edits.put("description", FlowText.json(Json.MAPPER.valueToTree(FlowText.description(now))), "");
        }
    }

    private void set(YamlText edits, String key, JsonNode old, JsonNode next) {
        JsonNode present = here.get(key);
        if (Objects.equals(old, next) || Objects.equals(present, next)) {
            return;
        }
        if (!Objects.equals(present, old) && !force) {
            conflicts.add(key + " is " + shown(next) + " in the document and " + shown(present) + " here");
        } else if (next == null) {
            edits.remove(key);
        } else {
            edits.put(key, FlowText.json(next), "link");
        }
    }

    private static String shown(JsonNode value) {
        return value == null ? "not set" : value.isTextual() ? value.asText() : value.toString();
    }

    private void table(YamlText edits, String list, List<TableItem> old, List<TableItem> next, String behind) {
        TableMerge merge = new TableMerge(list, old, next, force);
        List<TableItem> extra = list.equals("properties") ? items(edits, "extra") : List.of();
        merge.merge(edits, items(edits, list), extra, behind);
        conflicts.addAll(merge.conflicts());
        notes.addAll(merge.notes());
    }

    private List<TableItem> items(YamlText edits, String list) {
        List<TableItem> items = new ArrayList<>();
        for (JsonNode item : here.path(list)) {
            items.add(item(list, edits.textOfItem(list, items.size()), item));
        }
        return items;
    }

    private static TableItem item(String list, String yaml, JsonNode item) {
        return TableItem.of(
                yaml, item, list.equals("match") && !item.path("pairs").isObject());
    }

    private static List<TableItem> matches(FlowDraft draft) {
        return draft == null
                ? List.of()
                : draft.said().matches().stream()
                        .map(FlowText::match)
                        .map(TableItem::of)
                        .toList();
    }

    private static List<TableItem> rows(FlowDraft draft) {
        return draft == null
                ? List.of()
                : draft.said().properties().stream()
                        .map(FlowText::row)
                        .map(TableItem::of)
                        .toList();
    }

    private static JsonNode policies(FlowDraft draft) {
        ObjectNode policies = Json.MAPPER.createObjectNode();
        FlowText.policies(draft)
                .forEach((key, yaml) -> policies.set(key, json("value: " + yaml).get("value")));
        return policies;
    }

    private static JsonNode json(String yaml) {
        return YamlNode.parse(yaml, "", new ArrayList<>()).orElseThrow().json();
    }
}
