package io.tandem.document.site;

import io.tandem.document.checklist.Html;
import io.tandem.flow.Flow;
import io.tandem.flow.LinkPolicy;
import io.tandem.flow.Side;
import io.tandem.record.EntityKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * Draws systems as boxes, their entities as rows, and flows as lines between them: a system stands right of those that
 * it gets records from. Solid lines create, dashed ones only link, dotted ones are off.
 */
final class SystemMap {

    private static final int HEAD = 40;
    private static final int ROW = 28;
    private static final int GAP = 32;
    private static final int BETWEEN = 180;
    private static final int MARGIN = 24;
    private static final int LEGEND = 44;
    private static final double LETTER = 7.6;
    private static final int LEAST_WIDTH = 150;
    private static final List<String> INKS = List.of("#1b56a5", "#8a4b08", "#2b7a3e", "#8b2f78", "#0e7490", "#9c3d31");

    private final List<Flow> flows;
    private final UnaryOperator<String> titles;
    private final Map<String, TreeSet<String>> entities = new TreeMap<>();
    private final Map<String, Integer> columns = new TreeMap<>();
    private final Map<String, Box> boxes = new LinkedHashMap<>();
    private final StringBuilder svg = new StringBuilder();

    private record Box(int x, int y, int width, int height, List<String> entities) {
        int middleOf(String entity) {
            return y + HEAD + entities.indexOf(entity) * ROW + ROW / 2;
        }
    }

    private SystemMap(List<Flow> flows, UnaryOperator<String> titles) {
        this.flows = flows;
        this.titles = titles;
    }

    /** @param titles of systems, by name */
    static String of(List<Flow> flows, UnaryOperator<String> titles) {
        SystemMap map = new SystemMap(flows, titles);
        for (Flow flow : flows) {
            for (Side side : Side.values()) {
                EntityKey key = flow.entity(side);
                map.entities
                        .computeIfAbsent(key.system(), system -> new TreeSet<>())
                        .add(key.entity());
            }
        }
        map.arrange();
        map.draw();
        return map.svg.toString();
    }

    /** Each system one column right of the rightmost that it gets records from; rings end where they close. */
    private void arrange() {
        Map<String, Set<String>> from = new HashMap<>();
        flows.forEach(flow -> from.computeIfAbsent(flow.target().system(), system -> new TreeSet<>())
                .add(flow.source().system()));
        entities.keySet().forEach(system -> column(system, from, new TreeSet<>()));
        int x = MARGIN;
        for (int column = 0; columns.containsValue(column); column++) {
            int at = column;
            List<String> here =
                    columns.keySet().stream().filter(s -> columns.get(s) == at).toList();
            int width = here.stream().mapToInt(this::width).max().orElse(LEAST_WIDTH);
            int y = MARGIN;
            for (String system : here) {
                int height = HEAD + entities.get(system).size() * ROW + 8;
                boxes.put(system, new Box(x, y, width, height, List.copyOf(entities.get(system))));
                y += height + GAP;
            }
            x += width + BETWEEN;
        }
    }

    private int column(String system, Map<String, Set<String>> from, Set<String> onTheWay) {
        if (columns.containsKey(system)) {
            return columns.get(system);
        }
        if (!onTheWay.add(system)) {
            return -1;
        }
        int column = 0;
        for (String source : from.getOrDefault(system, Set.of())) {
            column = Math.max(column, 1 + column(source, from, onTheWay));
        }
        onTheWay.remove(system);
        columns.put(system, column);
        return column;
    }

    private int width(String system) {
        int longest = titles.apply(system).length() + 2;
        for (String entity : entities.get(system)) {
            longest = Math.max(longest, entity.length());
        }
        return Math.max(LEAST_WIDTH, (int) (longest * LETTER) + 28);
    }

    private void draw() {
        int width = boxes.values().stream()
                        .mapToInt(box -> box.x() + box.width())
                        .max()
                        .orElse(LEAST_WIDTH)
                + MARGIN;
        int bottom = boxes.values().stream()
                        .mapToInt(box -> box.y() + box.height())
                        .max()
                        .orElse(0)
                + MARGIN;
        int wide = Math.max(width, 560);
        svg.append(
                        "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-label=\"Systems and flows\" viewBox=\"0 0 ")
                .append(wide)
                .append(' ')
                .append(bottom + LEGEND)
                .append("\" width=\"")
                .append(wide)
                .append("\" font-family=\"system-ui,Segoe UI,Roboto,Arial,sans-serif\" font-size=\"14\">\n")
                .append("<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n");
        List<String> systems = new ArrayList<>(boxes.keySet());
        flows.forEach(flow -> line(flow, INKS.get(systems.indexOf(flow.source().system()) % INKS.size())));
        boxes.forEach(this::box);
        legend(bottom);
        svg.append("</svg>\n");
    }

    private void box(String system, Box box) {
        draw(
                "<g><rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"6\" fill=\"#f7f9fb\" stroke=\"#8592a3\"/>",
                box.x(), box.y(), box.width(), box.height());
        text(box.x() + 14, box.y() + 26, "font-weight=\"600\" fill=\"#1c2330\"", titles.apply(system));
        for (String entity : box.entities()) {
            text(box.x() + 14, box.middleOf(entity) + 5, "fill=\"#39424f\"", entity);
        }
        svg.append("</g>\n");
    }

    private void text(int x, int y, String look, String text) {
        draw("<text x=\"%d\" y=\"%d\" %s>%s</text>", x, y, look, Html.escaped(text));
    }

    private void draw(String form, Object... values) {
        svg.append(String.format(Locale.ROOT, form, values));
    }

    /** From right edge to left edge; a way back goes around on the right. */
    private void line(Flow flow, String ink) {
        Box from = boxes.get(flow.source().system());
        Box to = boxes.get(flow.target().system());
        int y1 = from.middleOf(flow.source().entity());
        int y2 = to.middleOf(flow.target().entity());
        int x1 = from.x() + from.width();
        boolean forward = to.x() > from.x();
        int x2 = forward ? to.x() : to.x() + to.width();
        int bend = forward ? Math.max(60, (x2 - x1) / 2) : 90;
        int pull = forward ? x2 - bend : x2 + bend;
        draw("<path d=\"M%d %d C%d %d %d %d %d %d\" fill=\"none\"", x1, y1, x1 + bend, y1, pull, y2, x2, y2);
        draw(
                " stroke=\"%s\" stroke-width=\"2\"%s><title>%s</title></path>",
                ink, dashes(flow), Html.escaped(flow.id()));
        draw(
                "<circle cx=\"%d\" cy=\"%d\" r=\"4\" fill=\"%s\"/><circle cx=\"%d\" cy=\"%d\" r=\"4\" fill=\"%s\"/>\n",
                x1, y1, ink, x2, y2, ink);
    }

    private static String dashes(Flow flow) {
        if (flow.link() == LinkPolicy.OFF) {
            return " stroke-dasharray=\"2 5\"";
        }
        return flow.creates() ? "" : " stroke-dasharray=\"9 5\"";
    }

    private void legend(int y) {
        int x = MARGIN;
        for (String[] line : new String[][] {
            {"", "creates and links"}, {" stroke-dasharray=\"9 5\"", "only links"}, {" stroke-dasharray=\"2 5\"", "off"}
        }) {
            draw("<path d=\"M%d %d H%d\" stroke=\"#39424f\" stroke-width=\"2\"%s/>", x, y + 10, x + 40, line[0]);
            text(x + 48, y + 15, "fill=\"#39424f\"", line[1]);
            x += 200;
        }
    }
}
