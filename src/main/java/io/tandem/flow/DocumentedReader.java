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
        for (YamlNode node : FlowKeys.SECTIONS.of(file)) {
            if (node.isMapping()) {
                String id = FlowKeys.SECTION_ID.of(node);
                checkId(id, SECTION, "<document>#3", sections, node);
                read.add(new Documented.Section(
                        id,
                        FlowKeys.SECTION_SOURCE.of(node),
                        FlowKeys.SECTION_TARGET.of(node),
                        FlowKeys.SECTION_SYSTEM.of(node),
                        FlowKeys.SECTION_SHAPE.of(node),
                        new Documented.FreeText(
                                FlowKeys.SECTION_CONDITION.of(node),
                                FlowKeys.SECTION_CONNECTED_TO.of(node),
                                FlowKeys.SECTION_CONNECTED_INTO.of(node)),
                        FlowKeys.SECTION_MIRRORED.of(node)));
            }
        }
        return read;
    }

    /** @param row of a table, or an alternative of a match */
    List<Documented.Line> lines(YamlNode row) {
        Optional<String> cell = FlowKeys.CELL.at(row).map(YamlNode::text);
        List<String> cells = cells(row);
        List<Documented.Line> read = new ArrayList<>();
        for (YamlNode node : FlowKeys.FROM.of(row)) {
            if (node.isMapping()) {
                node.only(FlowKeys.LINE);
                read.add(line(
                        FlowKeys.LINE_ROW.of(node),
                        node,
                        FlowKeys.LINE_CELL.at(node).map(YamlNode::text).or(() -> cell),
                        own(node, cells)));
            } else {
                read.add(line(node.text(), node, cell, cells));
            }
        }
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
        List<String> cells = FlowKeys.CELLS.of(node);
        if (!cells.isEmpty() && cells.size() != 2) {
            node.fault("cells are two: the source's and the target's");
            return List.of();
        }
        return cells;
    }
}
