package io.tandem.flow;

import io.tandem.config.YamlNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads what a flow file says of documents: the sections that it comes from, and the lines behind each row. */
final class DocumentedReader {

    private static final Pattern SECTION = Pattern.compile(".+#\\d+");
    private static final Pattern LINE = Pattern.compile(".+#\\d+\\.\\d+");

    private final Set<String> sections = new HashSet<>();
    private final Set<String> lines = new HashSet<>();

    /** @param file a flow file */
    List<Documented.Section> sections(YamlNode file) {
        List<Documented.Section> read = new ArrayList<>();
        for (YamlNode node : file.list("from")) {
            node.only(FlowKeys.SECTION);
            if (node.isMapping()) {
                String id = node.required("section");
                checkId(id, SECTION, "<document>#3", sections, node);
                read.add(new Documented.Section(
                        id,
                        node.required("source"),
                        node.required("target"),
                        node.text("system").orElse(""),
                        node.required("shape"),
                        node.text("condition").orElse(""),
                        node.texts("connected_to"),
                        node.bool("mirrored", false)));
            }
        }
        return read;
    }

    /** @param row of a table, or an alternative of a match */
    List<Documented.Line> lines(YamlNode row) {
        Optional<String> cell = row.text("cell");
        List<String> cells = cells(row);
        List<Documented.Line> read = new ArrayList<>();
        Optional<YamlNode> from = row.get("from");
        from.map(node -> node.isList() ? node.items() : List.of(node))
                .orElse(List.of())
                .forEach(node -> {
                    if (node.isMapping()) {
                        node.only(FlowKeys.LINE);
                        read.add(line(
                                node.required("row"), node, node.text("cell").or(() -> cell), own(node, cells)));
                    } else {
                        read.add(line(node.text(), node, cell, cells));
                    }
                });
        if (read.isEmpty() && (cell.isPresent() || !cells.isEmpty())) {
            row.fault(
                    "cell and cells say how a document writes the row; the key from, which names it there, is missing");
        }
        return read;
    }

    private Documented.Line line(String id, YamlNode node, Optional<String> cell, List<String> cells) {
        checkId(id, LINE, "<document>#3.2", lines, node);
        String section = id.replaceFirst("\\.\\d+$", "");
        if (!id.isEmpty() && !sections.contains(section)) {
            node.fault("the section " + section + " doesn't stand under from at the head of the file");
        }
        return new Documented.Line(id, cell, cells);
    }

    private static void checkId(String id, Pattern form, String example, Set<String> known, YamlNode node) {
        if (!id.isEmpty() && !form.matcher(id).matches()) {
            node.fault("'" + id + "' names no place in a document; wanted " + example);
        } else if (!id.isEmpty() && !known.add(id)) {
            node.fault(id + " stands twice in this file");
        }
    }

    private static List<String> own(YamlNode node, List<String> otherwise) {
        List<String> cells = cells(node);
        return cells.isEmpty() ? otherwise : cells;
    }

    private static List<String> cells(YamlNode node) {
        List<String> cells = node.texts("cells");
        if (!cells.isEmpty() && cells.size() != 2) {
            node.fault("cells are two: the source's and the target's");
            return List.of();
        }
        return cells;
    }
}
