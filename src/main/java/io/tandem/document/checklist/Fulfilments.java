package io.tandem.document.checklist;

import io.tandem.document.Sentence;
import io.tandem.document.imports.CellReading;
import io.tandem.document.imports.TypeCell;
import io.tandem.flow.Direction;
import io.tandem.flow.Documented;
import io.tandem.flow.Flow;
import io.tandem.flow.LinkPolicy;
import io.tandem.flow.MatchPair;
import io.tandem.flow.Row;
import io.tandem.flow.Side;
import io.tandem.flow.SideCondition;
import io.tandem.flow.ValueType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a flow does about each line of a section. What import switched off counts as done: it is there as the document has
 * it, and waits for a person.
 */
final class Fulfilments {

    private static final String IMPORTED = "imported, switched off: ";

    private final Flow flow;
    private final Documented.Section from;
    private final Map<String, String> switchedOff;
    /** Why nothing runs; empty if the flow is on. */
    private final Optional<Fulfilment> off;

    /** @param switchedOff reasons of import, by the ids of sections and lines */
    Fulfilments(Flow flow, Documented.Section from, Map<String, String> switchedOff) {
        this.flow = flow;
        this.from = from;
        this.switchedOff = switchedOff;
        this.off = flow.link() == LinkPolicy.OFF ? Optional.of(off()) : Optional.empty();
    }

    /** Free text can't be run: such a flow stays off until the condition is written, whatever reason the file gives. */
    private Fulfilment off() {
        boolean freeText = flow.documented().sections().stream()
                .anyMatch(section -> Shapes.of(section.shape()).contains(Sentence.COND));
        return freeText || flow.whyOff().equals(switchedOff.get(from.id()))
                ? Fulfilment.done(IMPORTED + flow.whyOff())
                : Fulfilment.other("the flow is switched off: " + flow.whyOff());
    }

    Fulfilment of(Sentence sentence) {
        boolean first = from.shape().startsWith(sentence.name());
        return off.map(fulfilment -> first ? fulfilment : inShort(fulfilment)).orElseGet(() -> switch (sentence) {
            case COND ->
                Fulfilment.done("written as where: "
                        + CellText.condition(flow.conditions(Shapes.side(from.mirrored())))
                                .substring("If ".length()));
            case MERGE ->
                flow.link() == LinkPolicy.MATCHED && Shapes.conditional(flow, from.mirrored())
                        ? Fulfilment.other("only records take part that hold where")
                        : Fulfilment.PLAIN;
            case CONNECTED -> connected();
            case ONCE -> once();
            default -> Fulfilment.PLAIN;
        });
    }

    /** The reason stands at the section's first sentence. */
    private static Fulfilment inShort(Fulfilment off) {
        return off.done()
                ? Fulfilment.done("imported; its flow is switched off")
                : Fulfilment.other("its flow is switched off");
    }

    private Fulfilment connected() {
        return Fulfilment.done("connected with "
                + flow.connectedTo().stream().map(Object::toString).collect(Collectors.joining(", ")));
    }

    private Fulfilment once() {
        String oneWay = flow.rows().stream()
                .filter(row -> row.documented() && row.direction() != Direction.BOTH)
                .map(Row::id)
                .collect(Collectors.joining(", "));
        return oneWay.isEmpty() ? Fulfilment.PLAIN : Fulfilment.other("one way only: " + oneWay);
    }

    Fulfilment of(Documented.Match match, Documented.Line line) {
        return match.off().isEmpty()
                ? checked(ofAdded(match), line, match.pairs().get(0), null)
                : switchedOff(match.off(), line);
    }

    /** A match that no document has. */
    Fulfilment ofAdded(Documented.Match match) {
        return match.pairs().size() > 1
                ? Fulfilment.other("the configuration asks for more: "
                        + match.pairs().stream()
                                .map(pair -> pair.source() + " = " + pair.target())
                                .collect(Collectors.joining(" and ")))
                : off.map(Fulfilments::inShort).orElse(Fulfilment.PLAIN);
    }

    Fulfilment of(Documented.Property property, Documented.Line line) {
        Row row = property.row();
        return property.off().isEmpty()
                ? checked(of(row), line, new MatchPair(row.source(), row.target(), row.when()), row)
                : switchedOff(property.off(), line);
    }

    private Fulfilment switchedOff(String why, Documented.Line line) {
        return why.equals(switchedOff.get(line.id()))
                ? Fulfilment.done(IMPORTED + why)
                : Fulfilment.other("the row is switched off: " + why);
    }

    /** A row that no document has. */
    Fulfilment ofOwn(Row row) {
        Fulfilment fulfilment = of(row);
        return new Fulfilment(fulfilment.done(), fulfilment.done() ? "the site's own row" : fulfilment.detail(), true);
    }

    Fulfilment of(Row row) {
        if (row.direction() != Direction.BOTH) {
            return Fulfilment.other(
                    "goes one way only: " + row.direction().name().toLowerCase(java.util.Locale.ROOT));
        }
        return off.map(Fulfilments::inShort).orElseGet(() -> Fulfilment.done(how(row)));
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

    /**
     * What is done at one line. A flow file keeps cells that a document writes oddly: they must still speak of what the flow
     * syncs.
     *
     * @param row null for a match
     */
    private Fulfilment checked(Fulfilment fulfilment, Documented.Line line, MatchPair pair, Row row) {
        if (!fulfilment.done()) {
            return fulfilment;
        }
        for (int i = 0; i < line.cells().size(); i++) {
            Side side = Side.values()[i];
            CellReading read = CellReading.of(line.cells().get(i), side);
            List<SideCondition> when =
                    pair.when().stream().filter(one -> one.side() == side).toList();
            boolean same = read.path().equals(pair.property(side))
                    && (read.incomplete() || read.when().equals(when));
            if (!same) {
                return new Fulfilment(
                        false,
                        "the configuration syncs " + CellText.property(pair.property(side), side, when),
                        fulfilment.own());
            }
        }
        // of a mirrored section the cell speaks of the other side's type; one that can't be read is the site's to
        // decide
        ValueType wanted = row == null || from.mirrored()
                ? ValueType.NONE
                : line.type().map(TypeCell::of).map(TypeCell::type).orElse(ValueType.NONE);
        return wanted != ValueType.NONE && wanted != row.type()
                ? new Fulfilment(
                        false, "the configuration converts to " + TypeCell.written(row.type()), fulfilment.own())
                : fulfilment;
    }
}
