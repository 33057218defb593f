package io.tandem.document.checklist;

import io.tandem.document.Cell;
import io.tandem.document.Sentence;
import io.tandem.flow.Direction;
import io.tandem.flow.Documented;
import io.tandem.flow.Flow;
import io.tandem.flow.LinkPolicy;
import io.tandem.flow.Row;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a flow does about each line of a section. What import switched off counts as done: it is there as the document has
 * it, and waits for a person.
 */
final class Deeds {

    private final Flow flow;
    private final Documented.Section from;
    /** Why nothing runs; empty if the flow is on. */
    private final Optional<Deed> off;

    Deeds(Flow flow, Documented.Section from) {
        this.flow = flow;
        this.from = from;
        this.off = flow.link() == LinkPolicy.OFF ? Optional.of(off()) : Optional.empty();
    }

    private Deed off() {
        return imported()
                ? Deed.done("imported; the flow is switched off: " + flow.whyOff())
                : Deed.other("the flow is switched off: " + flow.whyOff());
    }

    /** Free text can't be run: import switches such a flow off until the condition is written. */
    private boolean imported() {
        return flow.documented().sections().stream()
                .anyMatch(section -> Shapes.of(section.shape()).contains(Sentence.COND));
    }

    Deed of(Sentence sentence) {
        return off.orElseGet(() -> switch (sentence) {
            case COND ->
                Deed.done("written as where: "
                        + CellText.condition(flow.conditions(Shapes.side(from.mirrored())))
                                .substring("If ".length()));
            case MERGE ->
                flow.link() == LinkPolicy.MATCHED && Shapes.conditional(flow, from.mirrored())
                        ? Deed.other("only records take part that hold where")
                        : Deed.PLAIN;
            case CONNECTED -> connected();
            case ONCE -> once();
            default -> Deed.PLAIN;
        });
    }

    private Deed connected() {
        return flow.connectedTo().size()
                        < from.connectedTo().stream().distinct().count()
                ? Deed.other("connected_to has only "
                        + flow.connectedTo().stream().map(Object::toString).collect(Collectors.joining(", ")))
                : Deed.PLAIN;
    }

    private Deed once() {
        String oneWay = flow.rows().stream()
                .filter(row -> row.documented() && row.direction() != Direction.BOTH)
                .map(Row::id)
                .collect(Collectors.joining(", "));
        return oneWay.isEmpty() ? Deed.PLAIN : Deed.other("one way only: " + oneWay);
    }

    Deed of(Documented.Match match) {
        if (!match.off().isEmpty()) {
            return switchedOff(match.off());
        }
        return match.pairs().size() > 1
                ? Deed.other("the configuration asks for more: "
                        + match.pairs().stream()
                                .map(pair -> pair.source() + " = " + pair.target())
                                .collect(Collectors.joining(" and ")))
                : off.orElse(Deed.PLAIN);
    }

    Deed of(Documented.Property property) {
        return property.off().isEmpty() ? of(property.row()) : switchedOff(property.off());
    }

    /** A row that no document has. */
    Deed ofOwn(Row row) {
        Deed deed = of(row);
        return new Deed(deed.done(), deed.done() ? "the site's own row" : deed.detail(), true);
    }

    private Deed of(Row row) {
        if (row.direction() != Direction.BOTH) {
            return Deed.other("goes one way only: " + row.direction().name().toLowerCase(java.util.Locale.ROOT));
        }
        return off.orElseGet(() -> Deed.done(how(row)));
    }

    private static String how(Row row) {
        if (row.reference() != null) {
            return "an id, translated through the links between "
                    + row.reference().source() + " and " + row.reference().target();
        }
        return row.values().isEmpty()
                ? ""
                : "through a table of values: " + String.join(", ", row.values().keySet());
    }

    private static Deed switchedOff(String why) {
        return Deed.done("imported, switched off: " + why);
    }

    /**
     * What is done at one line: cells that a flow file keeps because the document writes them oddly must still speak of the
     * properties that the flow syncs.
     */
    Deed checked(Deed deed, Documented.Line line, List<String> cells) {
        for (int i = 0; i < line.cells().size(); i++) {
            String path = Cell.of(line.cells().get(i)).path();
            String synced = Cell.of(cells.get(i)).path();
            if (deed.done() && !path.equals(synced)) {
                return new Deed(false, "the configuration syncs " + synced, deed.own());
            }
        }
        return deed;
    }
}
