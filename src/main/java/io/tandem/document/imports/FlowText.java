package io.tandem.document.imports;

import com.fasterxml.jackson.databind.JsonNode;
import io.tandem.config.YamlScalar;
import io.tandem.flow.Connection;
import io.tandem.flow.Documented;
import io.tandem.flow.LinkPolicy;
import io.tandem.flow.MatchPair;
import io.tandem.flow.Row;
import io.tandem.flow.SideCondition;
import io.tandem.flow.ValueType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Writes a flow file, or parts of one, as a person would: one line for what is short, a line for each key else. */
final class FlowText {

    /** Under which rows and matches say what a document has. */
    static final List<String> DOCUMENT_KEYS = List.of("from", "cell", "cells");

    private FlowText() {}

    /** A whole file. */
    static String file(FlowDraft draft) {
        StringBuilder text = new StringBuilder();
        text.append("# yaml-language-server: $schema=../schema/flow.json\n");
        text.append("# ").append(oneLine(description(draft))).append('\n');
        text.append("# The documented rows, and below them the site's own.\n");
        line(text, "flow", draft.id());
        line(text, "description", YamlScalar.of(description(draft)));
        line(text, "source", draft.source().toString());
        line(text, "target", draft.target().toString());
        policies(draft).forEach((key, value) -> line(text, key, value));
        if (!draft.said().matches().isEmpty() || draft.link() == LinkPolicy.MATCHED) {
            list(
                    text,
                    "match",
                    draft.said().matches().stream().map(FlowText::match).toList());
        }
        list(
                text,
                "properties",
                draft.said().properties().stream().map(FlowText::row).toList());
        text.append("extra: []\nconflict: latest\nfirst_merge: latest\ndeletes: keep\n");
        list(text, "from", sections(draft));
        return text.toString();
    }

    /** How pairs come into being: keys in the file's order, values as YAML. */
    static Map<String, String> policies(FlowDraft draft) {
        Map<String, String> policies = new LinkedHashMap<>();
        policies.put("link", word(draft.link()));
        if (!draft.whyOff().isEmpty()) {
            policies.put("why_off", YamlScalar.of(draft.whyOff()));
        }
        if (draft.createBoth()) {
            policies.put("create", "both");
        }
        if (!draft.connectedTo().isEmpty()) {
            policies.put(
                    "connected_to",
                    draft.connectedTo().stream().map(FlowText::connection).collect(Collectors.joining(", ", "[", "]")));
        }
        return policies;
    }

    private static String connection(Connection connection) {
        return "{entity: " + connection.entity()
                + connection
                        .by()
                        .map(property -> ", by: " + YamlScalar.of(property))
                        .orElse("")
                + connection.into().map(entity -> ", into: " + entity).orElse("") + "}";
    }

    static String description(FlowDraft draft) {
        String a = draft.sourceName();
        String b = draft.targetName();
        return switch (draft.link()) {
            case EVERY -> "Every " + a + " has a " + b + ".";
            case MATCHED -> "Each " + a + " and the " + b + " that matches it.";
            case MATCHED_OR_CREATE -> "Every " + a + " has a " + b + ", one that matches or a new one.";
            case CONNECTED -> "Each " + a + " that is connected with a synchronized record has a " + b + ".";
            case OFF -> "A " + a + " and its " + b + ".";
        };
    }

    static String word(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static String match(Documented.Match match) {
        MatchPair pair = match.pairs().get(0);
        Map<String, String> keys = new LinkedHashMap<>();
        keys.put("pairs", "{" + YamlScalar.of(pair.source()) + ": " + YamlScalar.of(pair.target()) + "}");
        return item(keys, pair.when(), match.off(), match.lines(), Optional.empty());
    }

    static String row(Documented.Property property) {
        Row row = property.row();
        Map<String, String> keys = new LinkedHashMap<>();
        keys.put("source", YamlScalar.of(row.source()));
        keys.put("target", YamlScalar.of(row.target()));
        if (row.type() != ValueType.NONE) {
            keys.put("type", word(row.type()));
        }
        return item(keys, row.when(), property.off(), property.lines(), Optional.of(row.type()));
    }

    private static String item(
            Map<String, String> keys,
            List<SideCondition> when,
            String off,
            List<Documented.Line> lines,
            Optional<ValueType> type) {
        if (!when.isEmpty()) {
            keys.put("when", when(when));
        }
        if (!off.isEmpty()) {
            keys.put("off", YamlScalar.of(off));
        }
        keys.putAll(documentKeys(lines));
        List<String> pairs = keys.entrySet().stream()
                .map(key -> key.getKey() + ": " + key.getValue())
                .toList();
        boolean brief = when.isEmpty() && off.isEmpty();
        return brief ? "{" + String.join(", ", pairs) + "}" : String.join("\n  ", pairs);
    }

    static String when(List<SideCondition> conditions) {
        return conditions.stream().map(FlowText::condition).collect(Collectors.joining(", ", "[", "]"));
    }

    private static String condition(SideCondition one) {
        List<String> values = one.condition().anyOf().stream()
                .map(JsonNode::asText)
                .map(YamlScalar::of)
                .toList();
        return "{side: " + one.side().lower() + ", property: "
                + YamlScalar.of(one.condition().property()) + ", is: "
                + (values.size() == 1 ? values.get(0) : "[" + String.join(", ", values) + "]") + "}";
    }

    /** The keys that say which lines of documents a row is; what all lines have alike stands once. */
    static Map<String, String> documentKeys(List<Documented.Line> lines) {
        Map<String, String> keys = new LinkedHashMap<>();
        if (lines.isEmpty()) {
            return keys;
        }
        Documented.Line first = lines.get(0);
        boolean alike = lines.stream()
                .allMatch(
                        line -> line.type().equals(first.type()) && line.cells().equals(first.cells()));
        List<String> ids = lines.stream()
                .map(line -> alike ? YamlScalar.of(line.id()) : line(line))
                .toList();
        keys.put("from", ids.size() == 1 ? ids.get(0) : "[" + String.join(", ", ids) + "]");
        if (alike) {
            keys.putAll(written(first));
        }
        return keys;
    }

    private static String line(Documented.Line line) {
        Map<String, String> written = written(line);
        return written.isEmpty()
                ? YamlScalar.of(line.id())
                : "{row: " + YamlScalar.of(line.id()) + ", "
                        + written.entrySet().stream()
                                .map(key -> key.getKey() + ": " + key.getValue())
                                .collect(Collectors.joining(", "))
                        + "}";
    }

    private static Map<String, String> written(Documented.Line line) {
        Map<String, String> keys = new LinkedHashMap<>();
        line.type().ifPresent(cell -> keys.put("cell", YamlScalar.of(cell)));
        if (!line.cells().isEmpty()) {
            keys.put("cells", line.cells().stream().map(YamlScalar::of).collect(Collectors.joining(", ", "[", "]")));
        }
        return keys;
    }

    /** The sections, each as one line of YAML. */
    static List<String> sections(FlowDraft draft) {
        return draft.said().sections().stream().map(FlowText::section).toList();
    }

    private static String section(Documented.Section section) {
        List<String> keys = new ArrayList<>();
        keys.add("section: " + YamlScalar.of(section.id()));
        keys.add("source: " + YamlScalar.of(section.source()));
        keys.add("target: " + YamlScalar.of(section.target()));
        keys.add("system: " + YamlScalar.of(section.system()));
        keys.add("shape: " + YamlScalar.of(section.shape()));
        Documented.FreeText text = section.freeText();
        if (!text.condition().isEmpty()) {
            keys.add("condition: " + YamlScalar.of(text.condition()));
        }
        if (!text.connectedTo().isEmpty()) {
            keys.add("connected_to: "
                    + text.connectedTo().stream().map(YamlScalar::of).collect(Collectors.joining(", ", "[", "]")));
        }
        if (!text.connectedInto().isEmpty()) {
            keys.add("connected_into: " + YamlScalar.of(text.connectedInto()));
        }
        if (section.mirrored()) {
            keys.add("mirrored: true");
        }
        return "{" + String.join(", ", keys) + "}";
    }

    /** A value as one line of YAML. */
    static String json(JsonNode value) {
        if (value.isObject()) {
            return value.properties().stream()
                    .map(entry -> YamlScalar.of(entry.getKey()) + ": " + json(entry.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        if (value.isArray()) {
            List<String> items = new ArrayList<>();
            value.forEach(item -> items.add(json(item)));
            return "[" + String.join(", ", items) + "]";
        }
        return value.isTextual() ? YamlScalar.of(value.asText()) : value.asText();
    }

    private static void line(StringBuilder text, String key, String value) {
        text.append(key).append(": ").append(value).append('\n');
    }

    private static void list(StringBuilder text, String key, List<String> items) {
        text.append(key).append(items.isEmpty() ? ": []\n" : ":\n");
        items.forEach(
                item -> text.append("  - ").append(item.replace("\n", "\n  ")).append('\n'));
    }

    private static String oneLine(String text) {
        return text.replaceAll("[\\p{Cntrl}\\p{Zl}\\p{Zp}]+", " ");
    }
}
