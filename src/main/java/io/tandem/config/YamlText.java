package io.tandem.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * The text of a YAML file in which some values are changed while all the rest, comments and order too, stays as a person
 * wrote it. Edits are collected; {@link #edited} applies them. Two edits of one value are a mistake of the caller.
 *
 * <p>Shape: the text of a mapping in, the changed text out. Cost: one parse.
 */
public final class YamlText {

    /** A place in a list: an item that is there already, by its index, or a new one. */
    public record Slot(int kept, String added) {
        public static Slot keep(int index) {
            return new Slot(index, null);
        }

        /** @param text one line, or several whose further lines are indented by two */
        public static Slot add(String text) {
            return new Slot(-1, text);
        }
    }

    private record Edit(int from, int to, String text) {}

    private final String text;
    private final YamlSpans spans;
    private final MappingNode root;
    private final List<Edit> edits = new ArrayList<>();

    private YamlText(String text) {
        this.text = text;
        this.spans = new YamlSpans(text);
        this.root = (MappingNode)
                new Compose(LoadSettings.builder().build()).composeString(text).orElseThrow();
    }

    /** @param text that {@link YamlNode} read as a mapping without a fault */
    public static YamlText of(String text) {
        return new YamlText(text);
    }

    /** The same with each of these lists having an item on each line, so that items can be changed one by one. */
    public static YamlText of(String text, List<String> lists) {
        YamlText read = new YamlText(text);
        for (String key : lists) {
            read.value(read.root, key).ifPresent(node -> {
                if (node instanceof SequenceNode list
                        && YamlSpans.isFlow(list)
                        && !list.getValue().isEmpty()) {
                    StringBuilder block = new StringBuilder();
                    list.getValue().forEach(item -> block.append("\n  - ")
                            .append(read.spans.slice(YamlSpans.start(item), read.spans.end(item))));
                    read.put(read.root, key, block.toString(), "");
                }
            });
        }
        return new YamlText(read.edited());
    }

    /** Sets a key of the file's own mapping; one that isn't there comes behind another, or at the end. */
    public void put(String key, String value, String behind) {
        put(root, key, value, behind);
    }

    public void remove(String key) {
        remove(root, key);
    }

    /** Sets a key of an item of a list. */
    public void putInItem(String list, int index, String key, String value) {
        put(item(list, index), key, value, "");
    }

    public void removeInItem(String list, int index, String key) {
        remove(item(list, index), key);
    }

    /**
     * Adds a key at the end of a mapping inside the file.
     *
     * @param path the keys that lead to it
     * @param value in one line, or in several whose further lines are indented by two, behind a line break
     * @return whether there is such a mapping, and the value fits into its form
     */
    public boolean add(List<String> path, String key, String value) {
        Optional<Node> place = Optional.of(root);
        for (String step : path) {
            place = place.filter(MappingNode.class::isInstance).flatMap(node -> value((MappingNode) node, step));
        }
        boolean fits = place.filter(MappingNode.class::isInstance)
                .filter(node -> !YamlSpans.isFlow((MappingNode) node) || !value.contains("\n"))
                .isPresent();
        if (fits) {
            put((MappingNode) place.get(), key, value, "");
        }
        return fits;
    }

    /** An item as it stands in the text. */
    public String textOfItem(String list, int index) {
        Node node = items(list).get(index);
        return spans.slice(YamlSpans.start(node), spans.end(node));
    }

    /** Writes an item of a list otherwise; a comment behind it stays. @param value as in {@link Slot#add} */
    public void replaceItem(String list, int index, String value) {
        Node node = items(list).get(index);
        edits.add(new Edit(
                YamlSpans.start(node), spans.end(node), value.replace("\n", "\n" + spans.indent(spans.dash(node)))));
    }

    /** Sets which items a list has: those that are kept, in their order, and new ones between them. */
    public void items(String key, List<Slot> slots, String behind) {
        List<Node> old = items(key);
        List<Slot> added = slots.stream().filter(slot -> slot.added() != null).toList();
        if (slots.size() == old.size() && added.isEmpty()) {
            return;
        }
        if (old.isEmpty()) {
            put(key, block(added, "  "), behind);
            return;
        }
        String indent = spans.indent(spans.dash(old.get(0)));
        for (int i = 0; i < old.size(); i++) {
            if (!slots.contains(Slot.keep(i))) {
                edits.add(new Edit(spans.lineStart(spans.dash(old.get(i))), spans.nextLine(spans.end(old.get(i))), ""));
            }
        }
        if (slots.isEmpty()) {
            int colon = keyEnd(key);
            edits.add(new Edit(colon, colon, " []"));
            return;
        }
        int last = -1;
        List<Slot> here = new ArrayList<>();
        for (Slot slot : slots) {
            if (slot.added() == null) {
                insert(old, last, here, indent);
                last = slot.kept();
                here.clear();
            } else {
                here.add(slot);
            }
        }
        insert(old, last, here, indent);
    }

    private void insert(List<Node> old, int behind, List<Slot> slots, String indent) {
        if (slots.isEmpty()) {
            return;
        }
        String lines = block(slots, indent);
        if (behind < 0) {
            int at = spans.lineStart(spans.dash(old.get(0)));
            edits.add(new Edit(at, at, lines.substring(1) + "\n"));
        } else {
            int at = spans.lineEnd(spans.end(old.get(behind)));
            edits.add(new Edit(at, at, lines));
        }
    }

    private static String block(List<Slot> slots, String indent) {
        StringBuilder block = new StringBuilder();
        slots.forEach(slot -> block.append('\n')
                .append(indent)
                .append("- ")
                .append(slot.added().replace("\n", "\n" + indent)));
        return block.toString();
    }

    /** The text with all edits, which were made in any order. */
    public String edited() {
        List<Edit> ordered = edits.stream()
                .sorted(Comparator.comparingInt(Edit::from).thenComparingInt(Edit::to))
                .toList();
        String lineBreak = text.contains("\r\n") ? "\r\n" : "\n";
        StringBuilder changed = new StringBuilder();
        int at = 0;
        for (Edit edit : ordered) {
            changed.append(spans.slice(at, Math.max(at, edit.from())))
                    .append(edit.text().replace("\n", lineBreak));
            at = Math.max(at, edit.to());
        }
        return changed.append(spans.slice(at, spans.length())).toString();
    }

    private MappingNode item(String list, int index) {
        return (MappingNode) items(list).get(index);
    }

    private List<Node> items(String key) {
        return value(root, key)
                .filter(SequenceNode.class::isInstance)
                .map(node -> ((SequenceNode) node).getValue())
                .orElse(List.of());
    }

    private void put(MappingNode mapping, String key, String value, String behind) {
        Optional<Node> there = value(mapping, key);
        if (there.isPresent()) {
            Node old = there.get();
            int from = YamlSpans.start(old);
            boolean block = value.startsWith("\n");
            while (block && spans.at(from - 1) == ' ') {
                from--;
            }
            edits.add(new Edit(from, spans.end(old), (!block && spans.at(from - 1) == ':' ? " " : "") + value));
        } else if (YamlSpans.isFlow(mapping)) {
            int brace = spans.end(mapping) - 1;
            boolean first = mapping.getValue().isEmpty()
                    && edits.stream().noneMatch(edit -> edit.from() == brace && edit.to() == brace);
            edits.add(new Edit(brace, brace, (first ? "" : ", ") + key + ": " + value));
        } else {
            List<NodeTuple> tuples = mapping.getValue();
            NodeTuple before = tuples.stream()
                    .filter(tuple -> isKey(tuple, behind))
                    .findFirst()
                    .orElse(tuples.get(tuples.size() - 1));
            String indent = spans.indent(YamlSpans.start(tuples.get(0).getKeyNode()));
            int at = spans.lineEnd(spans.end(before.getValueNode()));
            String space = value.startsWith("\n") ? "" : " ";
            edits.add(new Edit(at, at, "\n" + indent + key + ":" + space + value.replace("\n", "\n" + indent)));
        }
    }

    private void remove(MappingNode mapping, String key) {
        List<NodeTuple> tuples = mapping.getValue();
        for (int i = 0; i < tuples.size(); i++) {
            if (isKey(tuples.get(i), key)) {
                int from = YamlSpans.start(tuples.get(i).getKeyNode());
                int to = spans.end(tuples.get(i).getValueNode());
                if (i == 0
                        && !YamlSpans.isFlow(mapping)
                        && spans.slice(spans.lineStart(from), from).isBlank()) {
                    edits.add(new Edit(spans.lineStart(from), spans.nextLine(to), ""));
                } else if (i == 0) {
                    edits.add(new Edit(
                            from,
                            tuples.size() == 1
                                    ? to
                                    : YamlSpans.start(tuples.get(1).getKeyNode()),
                            ""));
                } else if (YamlSpans.isFlow(mapping)) {
                    edits.add(new Edit(spans.end(tuples.get(i - 1).getValueNode()), to, ""));
                } else {
                    edits.add(new Edit(spans.lineEndBefore(from), spans.lineEnd(to), ""));
                }
            }
        }
    }

    private Optional<Node> value(MappingNode mapping, String key) {
        return mapping.getValue().stream()
                .filter(tuple -> isKey(tuple, key))
                .map(NodeTuple::getValueNode)
                .findFirst();
    }

    private static boolean isKey(NodeTuple tuple, String key) {
        return tuple.getKeyNode() instanceof ScalarNode scalar
                && scalar.getValue().equals(key);
    }

    /** Just behind the colon of a key whose value begins on the next line. */
    private int keyEnd(String key) {
        int at = root.getValue().stream()
                .filter(tuple -> isKey(tuple, key))
                .mapToInt(tuple -> spans.end(tuple.getKeyNode()))
                .findFirst()
                .orElseThrow();
        while (spans.at(at) != ':') {
            at++;
        }
        return at + 1;
    }
}
