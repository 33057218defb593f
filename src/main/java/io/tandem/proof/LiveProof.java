package io.tandem.proof;

import io.tandem.app.Application;
import io.tandem.chunk.Link;
import io.tandem.config.ConfigurationFault;
import io.tandem.document.Section;
import io.tandem.document.checklist.CheckedDocument;
import io.tandem.document.checklist.CheckedLine;
import io.tandem.document.checklist.CheckedSection;
import io.tandem.document.checklist.LineKind;
import io.tandem.document.checklist.Verdict;
import io.tandem.flow.Documented;
import io.tandem.flow.Flow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Does what the lines of documents say and adds to each line what came of it: records, times, before and after. A line that
 * the configuration fulfils, but whose deed fails, differs.
 *
 * <p>Cost: for each section a few records and rounds, and two or three rounds for each row and side.
 */
public final class LiveProof {

    /** A round's reads and a write, roughly. */
    private static final int CALLS_FOR_EACH_EDIT = 8;

    private static final int CALLS_FOR_LINKS = 40;

    private final Application app;
    private final Consumer<String> said;

    /** @param said takes what people should know while it goes on */
    public LiveProof(Application app, Consumer<String> said) {
        this.app = app;
        this.said = said;
    }

    /**
     * @param allowed systems with addresses of their own that may be written to
     * @throws ConfigurationFault if another one would be
     */
    public List<CheckedDocument> of(List<CheckedDocument> checked, Set<String> allowed) {
        Map<String, Flow> flows = new HashMap<>();
        app.flows().forEach(flow -> flows.put(flow.id(), flow));
        Set<Flow> proved = new LinkedHashSet<>();
        checked.forEach(
                document -> document.sections().forEach(section -> Optional.ofNullable(flows.get(section.flow()))
                        .filter(flow -> app.whyOff(flow).isEmpty())
                        .ifPresent(proved::add)));
        refuseOthers(proved, allowed);
        said.accept("This makes, edits and removes records, with about "
                + proved.stream().mapToInt(LiveProof::calls).sum() + " calls.");
        return checked.stream().map(document -> proven(document, flows)).toList();
    }

    private void refuseOthers(Set<Flow> flows, Set<String> allowed) {
        Set<String> systems = new TreeSet<>();
        flows.forEach(flow ->
                systems.addAll(List.of(flow.source().system(), flow.target().system())));
        systems.removeAll(allowed);
        if (!app.configuration().sandbox() && !systems.isEmpty()) {
            throw new ConfigurationFault("qa --live writes to systems, and these have addresses of their own: "
                    + String.join(", ", systems) + ". If they are there for tests, name each with --on NAME");
        }
    }

    private static int calls(Flow flow) {
        return CALLS_FOR_LINKS
                + flow.rows().stream()
                        .mapToInt(row -> 2
                                * CALLS_FOR_EACH_EDIT
                                * (1 + Examples.of(row.type(), row.target()).size()))
                        .sum();
    }

    private CheckedDocument proven(CheckedDocument document, Map<String, Flow> flows) {
        List<CheckedSection> sections = new ArrayList<>();
        for (CheckedSection section : document.sections()) {
            Flow flow = flows.get(section.flow());
            boolean runs = flow != null && app.whyOff(flow).isEmpty();
            sections.add(runs ? proven(document.document().stem(), section, flow) : section);
        }
        return new CheckedDocument(document.document(), document.head(), sections);
    }

    private CheckedSection proven(String stem, CheckedSection section, Flow flow) {
        said.accept(flow.id() + " ..");
        Hands hands = new Hands(app, flow);
        Map<Integer, Proven> byLine = new HashMap<>();
        List<String> left;
        try {
            hands.sync();
            Proven links = new LinkProof(flow, hands).links();
            section.lines().stream()
                    .filter(line -> line.kind() == LineKind.LINK || line.kind() == LineKind.MATCH)
                    .forEach(line -> byLine.put(line.line(), links));
            Optional<Link> pair = hands.anyLink();
            flow.documented().properties().stream()
                    .filter(property -> property.off().isEmpty())
                    .forEach(property -> {
                        Proven proven = pair.map(link -> new RowProof(flow, hands, link).of(property.row()))
                                .orElseGet(() -> Proven.not("no pair is linked"));
                        property.lines().forEach(line -> place(stem, section.section(), line)
                                .ifPresent(at -> byLine.put(at, proven)));
                    });
        } finally {
            left = hands.cleanUp();
        }
        if (!left.isEmpty()) {
            said.accept(flow.id() + ": could not remove " + String.join(", ", left));
        }
        return new CheckedSection(
                section.section(),
                section.flow(),
                section.side(),
                section.lines().stream()
                        .map(line -> byLine.containsKey(line.line()) ? with(line, byLine.get(line.line())) : line)
                        .toList(),
                section.extras());
    }

    /** Where a row stands in the document: its id counts through both tables. */
    private static Optional<Integer> place(String stem, Section section, Documented.Line line) {
        String start = stem + "#" + section.number() + ".";
        if (!line.id().startsWith(start)) {
            return Optional.empty();
        }
        int number = Integer.parseInt(line.id().substring(start.length())) - 1;
        int matches = section.match().size();
        List<Section.Line> lines = number < matches ? section.match() : section.properties();
        int at = number < matches ? number : number - matches;
        return at < lines.size() ? Optional.of(lines.get(at).line()) : Optional.empty();
    }

    private static CheckedLine with(CheckedLine line, Proven proven) {
        String detail = line.detail().isEmpty() ? proven.inWords() : line.detail() + "; " + proven.inWords();
        Verdict verdict = proven.state() == Proven.State.FAILED ? Verdict.DIFFERS : line.verdict();
        return new CheckedLine(
                line.line(),
                line.flow(),
                line.kind(),
                line.text(),
                verdict,
                detail,
                line.other(),
                line.cells(),
                line.own());
    }
}
