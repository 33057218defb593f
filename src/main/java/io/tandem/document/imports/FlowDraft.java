package io.tandem.document.imports;

import io.tandem.flow.Connection;
import io.tandem.flow.Documented;
import io.tandem.flow.LinkPolicy;
import io.tandem.flow.MatchPair;
import io.tandem.flow.Row;
import io.tandem.flow.SideCondition;
import io.tandem.record.EntityKey;
import java.util.List;

/**
 * What documents say of one flow, in the form of its file.
 *
 * @param whyOff why link is off; "" if it isn't
 * @param createBoth whether each side's records get a counterpart
 * @param connectedTo what a record must be connected with, with {@code link: connected}
 * @param said the sections that it comes from, and all rows with their lines
 */
record FlowDraft(
        String id,
        EntityKey source,
        EntityKey target,
        LinkPolicy link,
        String whyOff,
        boolean createBoth,
        List<Connection> connectedTo,
        Documented said) {

    FlowDraft {
        connectedTo = List.copyOf(connectedTo);
    }

    FlowDraft called(String other) {
        return new FlowDraft(other, source, target, link, whyOff, createBoth, connectedTo, said);
    }

    FlowDraft off(String why) {
        return new FlowDraft(id, source, target, LinkPolicy.OFF, why, createBoth, connectedTo, said);
    }

    boolean creates() {
        return link == LinkPolicy.EVERY || link == LinkPolicy.MATCHED_OR_CREATE || link == LinkPolicy.CONNECTED;
    }

    /** The names that people read: those of the first section. */
    String sourceName() {
        Documented.Section first = said.sections().get(0);
        return (first.mirrored() ? first.target() : first.source()).strip();
    }

    String targetName() {
        Documented.Section first = said.sections().get(0);
        return (first.mirrored() ? first.source() : first.target()).strip();
    }

    /** The same flow seen from its other end, where each side's records get a counterpart anyway. */
    FlowDraft turned() {
        return new FlowDraft(
                id,
                target,
                source,
                link,
                whyOff,
                createBoth,
                connectedTo,
                new Documented(
                        said.sections().stream().map(FlowDraft::turned).toList(),
                        said.matches().stream()
                                .map(match -> new Documented.Match(
                                        match.pairs().stream()
                                                .map(pair -> new MatchPair(
                                                        pair.target(), pair.source(), turned(pair.when())))
                                                .toList(),
                                        match.off(),
                                        match.lines().stream()
                                                .map(FlowDraft::turned)
                                                .toList()))
                                .toList(),
                        said.properties().stream()
                                .map(property -> new Documented.Property(
                                        turned(property.row()),
                                        property.off(),
                                        property.lines().stream()
                                                .map(FlowDraft::turned)
                                                .toList()))
                                .toList()));
    }

    private static Documented.Section turned(Documented.Section section) {
        return new Documented.Section(
                section.id(),
                section.source(),
                section.target(),
                section.system(),
                section.shape(),
                section.freeText(),
                !section.mirrored());
    }

    private static Row turned(Row row) {
        return new Row(
                row.target(),
                row.source(),
                row.type(),
                row.values(),
                row.reference(),
                row.constant(),
                row.direction(),
                row.conflict(),
                row.firstMerge(),
                row.documented(),
                turned(row.when()));
    }

    private static List<SideCondition> turned(List<SideCondition> conditions) {
        return conditions.stream()
                .map(one -> new SideCondition(one.side().other(), one.condition()))
                .toList();
    }

    private static Documented.Line turned(Documented.Line line) {
        return new Documented.Line(
                line.id(),
                line.type(),
                line.cells().isEmpty()
                        ? List.of()
                        : List.of(line.cells().get(1), line.cells().get(0)));
    }
}
