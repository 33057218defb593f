package io.tandem.config;

import java.util.List;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.nodes.CollectionNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/** Where the nodes of a YAML text begin and end in it, and where its lines do; in characters from 0. */
final class YamlSpans {

    private final int[] points;

    YamlSpans(String text) {
        this.points = text.codePoints().toArray();
    }

    int length() {
        return points.length;
    }

    int at(int index) {
        return points[index];
    }

    String indent(int at) {
        return " ".repeat(at - lineStart(at));
    }

    int lineEndBefore(int at) {
        return lineEnd(lineStart(lineStart(at) - 1));
    }

    /** Where the dash before an item of a block list stands. */
    int dash(Node item) {
        int at = start(item);
        while (points[at] != '-') {
            at--;
        }
        return at;
    }

    static boolean isFlow(CollectionNode<?> node) {
        return node.getFlowStyle() == FlowStyle.FLOW;
    }

    static int start(Node node) {
        return node.getStartMark().orElseThrow().getIndex();
    }

    /** Behind the last character of a node: a block collection's own mark stands behind the comments that follow it. */
    int end(Node node) {
        if (node instanceof CollectionNode<?> collection && !isFlow(collection)) {
            List<?> parts = collection.getValue();
            Object last = parts.isEmpty() ? node : parts.get(parts.size() - 1);
            return last == node
                    ? start(node)
                    : end(last instanceof NodeTuple tuple ? tuple.getValueNode() : (Node) last);
        }
        int end = node.getEndMark().orElseThrow().getIndex();
        while (end > start(node) && Character.isWhitespace(points[end - 1])) {
            end--; // a text in several lines ends behind its last line break
        }
        return end;
    }

    int lineStart(int at) {
        int start = at;
        while (start > 0 && points[start - 1] != '\n') {
            start--;
        }
        return start;
    }

    /** Before the line's end, and before a carriage return that belongs to it. */
    int lineEnd(int at) {
        int end = at;
        while (end < points.length && points[end] != '\n') {
            end++;
        }
        return end > at && points[end - 1] == '\r' ? end - 1 : end;
    }

    int nextLine(int at) {
        int end = at;
        while (end < points.length && points[end] != '\n') {
            end++;
        }
        return Math.min(points.length, end + 1);
    }

    String slice(int from, int to) {
        return new String(points, from, to - from);
    }
}
