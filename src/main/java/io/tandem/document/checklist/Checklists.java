package io.tandem.document.checklist;

import io.tandem.document.DataflowDocument;
import io.tandem.document.Section;
import io.tandem.flow.Documented;
import io.tandem.flow.Flow;
import io.tandem.flow.LinkPolicy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Writes the configuration's flows as dataflow documents: imported ones as they were, with what was changed since; and the
 * site's own flows behind them, or in a document for each pair of systems.
 *
 * <p>Shape: all flows in; one checklist for each document out, by name without ending. Pure.
 */
public final class Checklists {

    private static final String SUFFIX = ".rst";

    private final Map<String, DataflowDocument> imported;
    private final Map<String, String> switchedOff;
    private final UndocumentedNames names;
    private final Map<String, List<Place>> places = new TreeMap<>();
    private final List<String> notes = new ArrayList<>();

    /** @param number where it stood in its document */
    private record Place(int number, Flow flow, Documented.Section section, boolean own, boolean addsRows) {}

    private Checklists(
            Map<String, DataflowDocument> imported, Map<String, String> switchedOff, UndocumentedNames names) {
        this.imported = imported;
        this.switchedOff = switchedOff;
        this.names = names;
    }

    /**
     * @param checklists by the document's name without ending
     * @param notes what runs, but can't be said in a document
     */
    public record Made(Map<String, Checklist> checklists, List<String> notes) {}

    /**
     * @param imported documents as they were last imported, by name without ending: their titles and times
     * @param switchedOff what import switches off of these, and why, by the ids of sections and lines
     * @param titles of systems, by name
     */
    public static Made of(
            List<Flow> flows,
            Map<String, DataflowDocument> imported,
            Map<String, String> switchedOff,
            UnaryOperator<String> titles) {
        Checklists made = new Checklists(imported, switchedOff, new UndocumentedNames(titles));
        imported.keySet().forEach(stem -> made.places.put(stem, new ArrayList<>()));
        flows.forEach(made::place);
        Map<String, Checklist> checklists = new TreeMap<>();
        made.places.forEach((stem, all) -> checklists.put(stem, made.checklist(stem, all)));
        return new Made(checklists, List.copyOf(made.notes));
    }

    private void place(Flow flow) {
        List<Documented.Section> sections = flow.documented().sections();
        for (int i = 0; i < sections.size(); i++) {
            String id = sections.get(i).id();
            int hash = id.lastIndexOf('#');
            add(
                    id.substring(0, hash),
                    new Place(Integer.parseInt(id.substring(hash + 1)), flow, sections.get(i), false, i == 0));
        }
        if (!sections.isEmpty() && flow.createBoth() && sections.stream().noneMatch(Documented.Section::mirrored)) {
            String id = sections.get(0).id();
            add(
                    id.substring(0, id.lastIndexOf('#')),
                    new Place(Integer.MAX_VALUE, flow, names.mirrored(flow, sections.get(0)), false, true));
        }
        if (sections.isEmpty() && flow.link() == LinkPolicy.OFF) {
            notes.add(flow.id() + ": no document has it, and it is off; left out");
        } else if (sections.isEmpty()) {
            add(stem(flow), new Place(Integer.MAX_VALUE, flow, names.section(flow, false), true, true));
            if (flow.createBoth()) {
                add(stem(flow), new Place(Integer.MAX_VALUE, flow, names.section(flow, true), true, true));
            }
        }
        noteWhatCantBeSaid(flow);
    }

    private static String stem(Flow flow) {
        return flow.source().system() + "-" + flow.target().system();
    }

    private void add(String stem, Place place) {
        places.computeIfAbsent(stem, key -> new ArrayList<>()).add(place);
    }

    private void noteWhatCantBeSaid(Flow flow) {
        flow.rows().stream()
                .filter(row -> row.source() == null)
                .forEach(row -> notes.add(flow.id() + ": " + row.target() + " has a constant, no source; left out"));
        flow.documented().matches().stream()
                .filter(match -> match.pairs().size() > 1)
                .forEach(match -> notes.add(flow.id() + ": a match of several pairs can't be said in one row: "
                        + match.pairs().stream()
                                .map(pair -> pair.source() + " = " + pair.target())
                                .collect(Collectors.joining(" and "))));
    }

    private Checklist checklist(String stem, List<Place> all) {
        List<Place> sorted =
                all.stream().sorted(Comparator.comparingInt(Place::number)).toList();
        List<ConfiguredSection> sections = IntStream.range(0, sorted.size())
                .mapToObj(i -> {
                    Place place = sorted.get(i);
                    return new SectionMaker(place.flow(), place.section(), place.own(), place.addsRows(), switchedOff)
                            .make(i + 1);
                })
                .toList();
        DataflowDocument document = document(
                stem, sorted, sections.stream().map(ConfiguredSection::section).toList());
        return new Checklist(document, sections);
    }

    /** @param from what the sections were made from; not empty unless the document was imported */
    private DataflowDocument document(String stem, List<Place> from, List<Section> sections) {
        DataflowDocument base = imported.get(stem);
        String name = stem + SUFFIX;
        if (base != null) {
            return DataflowDocument.of(name, base.source(), base.target(), base.generated(), sections);
        }
        Place first = from.get(0);
        String source = first.own()
                ? names.system(first.flow().source().system())
                : UndocumentedNames.source(stem, first.section().source());
        return DataflowDocument.of(name, source, first.section().system(), "", sections);
    }
}
