package io.tandem.document.checklist;

import io.tandem.document.DataflowDocument;
import io.tandem.document.Section;
import io.tandem.record.Count;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What changed between two versions of documents. Pure. */
public final class Changelog {

    private final List<DocumentChange> changes = new ArrayList<>();

    private Changelog() {}

    /** @param old and {@code now}: documents by name without ending; in the order of the new ones, then what is gone */
    public static List<DocumentChange> of(Map<String, DataflowDocument> old, Map<String, DataflowDocument> now) {
        Changelog log = new Changelog();
        Set<String> names = new TreeSet<>(now.keySet());
        names.addAll(old.keySet());
        for (String name : names) {
            log.document(Optional.ofNullable(old.get(name)), Optional.ofNullable(now.get(name)));
        }
        return log.changes;
    }

    private void document(Optional<DataflowDocument> old, Optional<DataflowDocument> now) {
        DataflowDocument asked = now.orElseGet(() -> empty(old.orElseThrow()));
        CheckedDocument checked = Inspection.of(asked, "", old.map(Checklist::of));
        checked.head().stream()
                .filter(line -> line.verdict() == LineVerdict.DIFFERS)
                .forEach(line -> changes.add(new DocumentChange(
                        "", DocumentChange.Kind.NAMES_CHANGED, line.text(), names(old.orElseThrow()), false)));
        checked.sections().forEach(this::section);
    }

    private static String names(DataflowDocument document) {
        return document.source() + " to " + document.target();
    }

    private static DataflowDocument empty(DataflowDocument gone) {
        return DataflowDocument.of(gone.name(), gone.source(), gone.target(), gone.generated(), List.of());
    }

    private void section(CheckedSection checked) {
        switch (checked.side()) {
            case DOCUMENT -> flow(checked, DocumentChange.Kind.FLOW_ADDED, false);
            case CONFIGURATION -> flow(checked, DocumentChange.Kind.FLOW_REMOVED, true);
            case BOTH -> {
                checked.lines().stream()
                        .filter(line -> line.verdict() != LineVerdict.FULFILLED && line.kind() != LineKind.PROBLEM)
                        .forEach(this::changed);
                checked.extras().forEach(this::removed);
            }
        }
    }

    private void flow(CheckedSection checked, DocumentChange.Kind kind, boolean breaking) {
        Section section = checked.section();
        changes.add(new DocumentChange(
                checked.flow(),
                kind,
                section.entities().heading() + ", " + Count.of(section.match().size(), "match row") + ", "
                        + Count.of(section.properties().size(), "property row"),
                "",
                breaking));
    }

    private void changed(CheckedLine line) {
        boolean added = line.verdict() == LineVerdict.MISSING;
        boolean repeated = !added && line.other().isEmpty();
        boolean moved = !added && line.other().equals(line.text());
        DocumentChange.Kind kind = repeated
                ? DocumentChange.Kind.REPEATS_CHANGED
                : moved ? DocumentChange.Kind.ORDER_CHANGED : kind(line, added);
        changes.add(new DocumentChange(line.flow(), kind, line.text(), moved ? "" : line.other(), !added && !repeated));
    }

    private static DocumentChange.Kind kind(CheckedLine line, boolean added) {
        return switch (line.kind()) {
            case MATCH -> added ? DocumentChange.Kind.MATCH_ADDED : DocumentChange.Kind.MATCH_CHANGED;
            case PROPERTY -> {
                if (added) {
                    yield DocumentChange.Kind.ROW_ADDED;
                }
                yield beforeType(line.text()).equals(beforeType(line.other()))
                        ? DocumentChange.Kind.TYPE_CHANGED
                        : DocumentChange.Kind.ROW_CHANGED;
            }
            default -> added ? DocumentChange.Kind.LINK_ADDED : DocumentChange.Kind.LINK_CHANGED;
        };
    }

    private static String beforeType(String row) {
        return row.substring(0, Math.max(0, row.lastIndexOf(" : ")));
    }

    /** What only the old version has: of a row that still stands somewhere, one that repeated it. */
    private void removed(CheckedLine line) {
        if (!line.other().isEmpty()) {
            changes.add(new DocumentChange(line.flow(), DocumentChange.Kind.REPEATS_CHANGED, line.text(), "", false));
            return;
        }
        DocumentChange.Kind kind =
                switch (line.kind()) {
                    case MATCH -> DocumentChange.Kind.MATCH_REMOVED;
                    case PROPERTY -> DocumentChange.Kind.ROW_REMOVED;
                    default -> DocumentChange.Kind.LINK_REMOVED;
                };
        changes.add(new DocumentChange(line.flow(), kind, line.text(), "", true));
    }
}
