package io.tandem.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A place in a YAML file that knows its line. Accessors don't throw: what is wrong is added to the faults, and a default
 * comes back, so that all faults of a file are found in one pass. Types and objects of YAML's are never constructed.
 */
public final class YamlNode {

    private final String file;
    private final Node node;
    private final List<Fault> faults;

    YamlNode(String file, Node node, List<Fault> faults) {
        this.file = file;
        this.node = node;
        this.faults = faults;
    }

    /**
     * @param shown the file's name in faults
     * @return empty if it can't be read or isn't YAML; the fault says so
     */
    public static Optional<YamlNode> read(Path path, String shown, List<Fault> faults) {
        try {
            return YamlDocument.parse(TextFile.read(path), shown, faults);
        } catch (IOException e) {
            faults.add(new Fault(shown, 0, "can't be read: " + FileTrouble.of(e)));
            return Optional.empty();
        }
    }

    /** The same of a text. */
    public static Optional<YamlNode> parse(String text, String shown, List<Fault> faults) {
        return YamlDocument.parse(text, shown, faults);
    }

    public String file() {
        return file;
    }

    public int line() {
        return YamlDocument.line(node);
    }

    public void fault(String message) {
        faults.add(new Fault(file, line(), message));
    }

    /** Keys in the file's order; a fault if this is no mapping, or a key stands twice. */
    public Map<String, YamlNode> entries() {
        Map<String, YamlNode> entries = new LinkedHashMap<>();
        if (node instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                YamlNode key = at(tuple.getKeyNode());
                if (entries.put(key.text(), at(tuple.getValueNode())) != null) {
                    key.fault("key " + key.text() + " stands twice");
                }
            }
        } else {
            fault("a mapping is wanted here (key: value)");
        }
        return entries;
    }

    private YamlNode at(Node child) {
        return new YamlNode(file, child, faults);
    }

    public Optional<YamlNode> get(String key) {
        if (node instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                if (tuple.getKeyNode() instanceof ScalarNode scalar
                        && scalar.getValue().equals(key)
                        && !at(tuple.getValueNode()).isNull()) {
                    return Optional.of(at(tuple.getValueNode()));
                }
            }
        }
        return Optional.empty();
    }

    /** The keys of a mapping; none if this is no mapping. */
    public Set<String> keys() {
        Set<String> keys = new LinkedHashSet<>();
        if (node instanceof MappingNode mapping) {
            mapping.getValue().forEach(tuple -> keys.add(at(tuple.getKeyNode()).text()));
        }
        return keys;
    }

    /** Every single value in it, however deep; keys are none. */
    public Stream<YamlNode> scalars() {
        if (node instanceof MappingNode mapping) {
            return mapping.getValue().stream()
                    .flatMap(tuple -> at(tuple.getValueNode()).scalars());
        }
        return node instanceof SequenceNode sequence
                ? sequence.getValue().stream().flatMap(item -> at(item).scalars())
                : Stream.of(this);
    }

    public boolean isNull() {
        return node.getTag().equals(Tag.NULL);
    }

    public boolean isMapping() {
        return node instanceof MappingNode;
    }

    public boolean isList() {
        return node instanceof SequenceNode;
    }

    /** A fault for each key that isn't known. */
    public void only(Keys known) {
        if (!isMapping()) {
            fault("a mapping is wanted here. Known keys: " + known.names());
            return;
        }
        entries().forEach((key, value) -> {
            if (!known.has(key)) {
                value.fault("unknown key " + key + ". Known: " + known.names());
            }
        });
    }

    /** This scalar's text; "" with a fault if it is none. */
    public String text() {
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        fault("a single value is wanted here");
        return "";
    }

    public Optional<String> text(String key) {
        return get(key).map(YamlNode::text);
    }

    /** The text under a key; "" with a fault if it isn't there. */
    public String required(String key) {
        return text(key).orElseGet(() -> {
            fault("key " + key + " is missing");
            return "";
        });
    }

    public List<YamlNode> items() {
        if (node instanceof SequenceNode sequence) {
            return sequence.getValue().stream().map(this::at).toList();
        }
        fault("a list is wanted here");
        return List.of();
    }

    public List<YamlNode> list(String key) {
        return get(key).map(YamlNode::items).orElse(List.of());
    }

    /** A list of texts, or one text. */
    List<String> texts() {
        return isList() ? items().stream().map(YamlNode::text).toList() : List.of(text());
    }

    /** One of an enum's constants, written in lower case with dashes or underscores. */
    public <E extends Enum<E>> E choice(Class<E> type, E otherwise) {
        String word = text().toUpperCase(Locale.ROOT).replace('-', '_');
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equals(word)) {
                return constant;
            }
        }
        fault("unknown value " + text() + ". Known: " + Keys.words(type));
        return otherwise;
    }

    /** A time such as {@code 250ms}, {@code 30s}, {@code 5m}, {@code 2h}. */
    Duration duration(Duration otherwise) {
        return Durations.parse(text()).orElseGet(() -> {
            fault(text() + " is no duration. Wanted: a number with ms, s, m, h or d, e.g. 30s");
            return otherwise;
        });
    }

    /** How many, at least one. */
    int count(int otherwise) {
        if (text().matches("[1-9]\\d{0,8}")) {
            return Integer.parseInt(text());
        }
        fault(text() + " is no whole number from 1");
        return otherwise;
    }

    public boolean bool(String key, boolean otherwise) {
        return get(key).map(value -> value.bool(otherwise)).orElse(otherwise);
    }

    boolean bool(boolean otherwise) {
        return switch (text()) {
            case "true" -> true;
            case "false" -> false;
            default -> {
                fault(text() + " is neither true nor false");
                yield otherwise;
            }
        };
    }

    /** This node as JSON; YAML's own tags decide what is a number or a boolean. */
    public JsonNode json() {
        if (node instanceof MappingNode) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            entries().forEach((key, value) -> object.set(key, value.json()));
            return object;
        }
        if (node instanceof SequenceNode) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            items().forEach(item -> array.add(item.json()));
            return array;
        }
        return scalar();
    }

    private JsonNode scalar() {
        String text = text();
        if (isNull()) {
            return NullNode.instance;
        }
        if (node.getTag().equals(Tag.BOOL)) {
            return BooleanNode.valueOf(Boolean.parseBoolean(text));
        }
        boolean number = node.getTag().equals(Tag.INT) || node.getTag().equals(Tag.FLOAT);
        return number && text.matches("-?\\d+(\\.\\d+)?")
                ? DecimalNode.valueOf(new BigDecimal(text))
                : TextNode.valueOf(text);
    }
}
