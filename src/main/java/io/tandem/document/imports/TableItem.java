package io.tandem.document.imports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tandem.config.YamlNode;
import io.tandem.record.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A row or a match, as a flow file or an import has it.
 *
 * @param yaml as it is written
 * @param said what it says, without the keys that name lines of documents
 * @param named those keys
 */
record TableItem(String yaml, ObjectNode said, ObjectNode named) {

    /** @param yaml an item of a list, its further lines indented by two */
    static TableItem of(String yaml) {
        JsonNode list =
                YamlNode.parse("- " + yaml, "", new ArrayList<>()).orElseThrow().json();
        return of(yaml, list.get(0));
    }

    static TableItem of(String yaml, JsonNode json) {
        return of(yaml, json, false);
    }

    /** @param isShort whether it is a match of pairs alone, which the long form has under a key */
    static TableItem of(String yaml, JsonNode json, boolean isShort) {
        ObjectNode said = Json.MAPPER.createObjectNode();
        if (isShort) {
            said.set("pairs", json);
        } else {
            json.properties().forEach(entry -> said.set(entry.getKey(), entry.getValue()));
        }
        ObjectNode named = Json.MAPPER.createObjectNode();
        FlowText.DOCUMENT_KEYS.forEach(key -> {
            JsonNode value = said.remove(key);
            if (value != null) {
                named.set(key, value);
            }
        });
        return new TableItem(yaml, said, named);
    }

    /** The lines of documents that it names. */
    List<String> ids() {
        JsonNode from = named.path("from");
        List<String> ids = new ArrayList<>();
        (from.isArray() ? from : Json.MAPPER.createArrayNode().add(from))
                .forEach(one -> ids.add((one.isObject() ? one.path("row") : one).asText()));
        ids.remove("");
        return ids;
    }

    /** Whether both are about the same properties under the same conditions. */
    boolean isAbout(TableItem other) {
        return List.of("source", "target", "pairs", "when").stream()
                .allMatch(key -> Objects.equals(said.get(key), other.said.get(key)));
    }

    /** Whether it is a match whose file has the pairs alone. */
    boolean isShort() {
        return said.has("pairs") && !yaml.contains("pairs");
    }

    /** For people. */
    String shown() {
        return said.has("pairs")
                ? "match " + said.get("pairs")
                : said.path("source").asText() + " -> " + said.path("target").asText()
                        + (said.has("when") ? " when " + said.get("when") : "");
    }
}
