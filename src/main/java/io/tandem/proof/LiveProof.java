package io.tandem.proof;

import io.tandem.app.Application;
import io.tandem.chunk.Link;
import io.tandem.chunk.RunCounts;
import io.tandem.config.ConfigurationFault;
import io.tandem.document.Section;
import io.tandem.document.Sentence;
import io.tandem.document.checklist.CheckedDocument;
import io.tandem.document.checklist.CheckedLine;
import io.tandem.document.checklist.CheckedSection;
import io.tandem.document.checklist.LineKind;
import io.tandem.document.checklist.LineVerdict;
import io.tandem.flow.Documented;
import io.tandem.flow.Flow;
import io.tandem.flow.Row;
import io.tandem.record.Count;
import io.tandem.system.SystemException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Does what the lines of documents say and adds to each line what came of it: records, times, before and after. A line that
 * the configuration fulfils, but whose trial fails, differs.
 *
 * <p>Cost: for each section a few records and rounds, and two or three rounds for each row and side.
 */
public final class LiveProof {

    private final Application app;
    private final Consumer<String> said;
    private final List<String> left = new ArrayList<>();
    private volatile AnnouncedCalls calls;
    private volatile boolean stopped;

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
        List<Flow> proved = checked.stream()
                .flatMap(document -> document.sections().stream())
                .map(section -> flows.get(section.flow()))
                .filter(flow -> flow != null && app.whyOff(flow).isEmpty())
                .toList();
        refuseOthers(Set.copyOf(proved), allowed);
        said.accept("First each flow is synced as it is.");
        calls = announced(proved);
        if (stopped) {
            calls.stop();
        }
        List<CheckedDocument> proven = new ArrayList<>();
        try {
            checked.forEach(document -> proven.add(proven(document, flows)));
        } finally {
            said.accept("It made " + Count.of(calls.made(), "call") + ".");
            left.forEach(one -> said.accept("Left behind: " + one));
        }
        return proven;
    }

    /** Tries nothing more, and removes what was made. Any thread may ask for it. */
    public void stop() {
        stopped = true;
        AnnouncedCalls now = calls;
        if (now != null) {
            now.stop();
        }
    }

    /** Syncs the flows, sees what a quiet round of each costs, and says how many calls all takes at most. */
    private AnnouncedCalls announced(List<Flow> proved) {
        Map<String, CallEstimate> byFlow = new HashMap<>();
        for (Flow flow : Set.copyOf(proved)) {
            app.rounds().untilQuiet(List.of(flow), app.counts().start());
            RunCounts.Run quiet = app.counts().start();
            app.rounds().untilQuiet(List.of(flow), quiet);
            byFlow.put(flow.id(), new CallEstimate(app, flow, quiet.calls().made()));
        }
        long ofOneAction = byFlow.values().stream()
                .mapToLong(CallEstimate::ofOneAction)
                .max()
                .orElse(0);
        long most =
                proved.stream().mapToLong(flow -> byFlow.get(flow.id()).calls()).sum() + ofOneAction;
        said.accept("This makes, edits and removes records for " + Count.of(proved.size(), "section")
                + ", with at most " + Count.of(most, "call") + ".");
        return new AnnouncedCalls(most, ofOneAction);
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

    private CheckedDocument proven(CheckedDocument document, Map<String, Flow> flows) {
        List<CheckedSection> sections = new ArrayList<>();
        for (CheckedSection section : document.sections()) {
            Flow flow = flows.get(section.flow());
            boolean runs = flow != null && app.whyOff(flow).isEmpty();
            sections.add(
                    runs
                            ? proven(document.document().stem(), section, new LiveRecords(app, flow, calls))
                            : notTried(section, whyNot(section, flow)));
        }
        return new CheckedDocument(document.document(), document.head(), sections);
    }

    private CheckedSection proven(String stem, CheckedSection section, LiveRecords records) {
        Flow flow = records.flow();
        said.accept(flow.id() + " ..");
        TrialRecords trials = new TrialRecords(flow, records);
        Map<Integer, TrialResult> byLine = new HashMap<>();
        List<CheckedLine> extras = new ArrayList<>();
        try {
            LinkProof proof = new LinkProof(flow, records, trials);
            TrialResult links = proof.links();
            section.lines().stream()
                    .filter(line -> line.kind() == LineKind.LINK)
                    .forEach(line -> byLine.put(line.line(), links));
            for (Documented.Match match : flow.documented().matches()) {
                proof.alternative(match.pairs())
                        .filter(proven -> match.off().isEmpty())
                        .ifPresent(proven -> put(byLine, stem, section, match.lines(), proven));
            }
            rows(stem, section, records, byLine);
            keepsInStep(section, links, byLine);
            section.extras().forEach(line -> extras.add(with(line, extra(line, records, proof, links))));
        } catch (AnnouncedCalls.Ended | SystemException e) {
            TrialResult open = TrialResult.not("it was not tried any more: " + e.getMessage());
            section.lines().forEach(line -> byLine.putIfAbsent(line.line(), open));
            section.extras().stream().skip(extras.size()).forEach(line -> extras.add(with(line, open)));
        } finally {
            left.addAll(trials.giveBack());
        }
        return new CheckedSection(
                section.section(),
                section.flow(),
                section.side(),
                section.lines().stream()
                        .map(line -> byLine.containsKey(line.line()) ? with(line, byLine.get(line.line())) : line)
                        .toList(),
                extras);
    }

    private String whyNot(CheckedSection section, Flow flow) {
        return flow == null
                ? "there is no flow " + section.flow()
                : "the flow is off, " + app.whyOff(flow).orElse("");
    }

    private static CheckedSection notTried(CheckedSection section, String why) {
        TrialResult not = TrialResult.not("it is not tried: " + why);
        return new CheckedSection(
                section.section(),
                section.flow(),
                section.side(),
                section.lines().stream()
                        .map(line -> line.flow().isEmpty() ? line : with(line, not))
                        .toList(),
                section.extras().stream().map(line -> with(line, not)).toList());
    }

    /** What only the site has is tried as well. */
    private TrialResult extra(CheckedLine line, LiveRecords records, LinkProof proof, TrialResult links) {
        return switch (line.kind()) {
            case LINK -> links;
            case MATCH ->
                records.flow().match().stream()
                        .filter(pairs -> pairs.size() == 1
                                && isCell(line, 0, pairs.get(0).source())
                                && isCell(line, 1, pairs.get(0).target()))
                        .findFirst()
                        .flatMap(proof::alternative)
                        .orElseGet(() -> TrialResult.not("it is not tried: it is no way to match that is on"));
            case PROPERTY -> extraRow(line, records);
            default -> TrialResult.not("it is not tried: nothing can be done with it");
        };
    }

    private TrialResult extraRow(CheckedLine line, LiveRecords records) {
        Optional<Row> row = records.flow().rows().stream()
                .filter(one -> isCell(line, 0, Objects.toString(one.source(), "")) && isCell(line, 1, one.target()))
                .findFirst();
        if (row.isEmpty()) {
            return TrialResult.not("it is not tried: it is no row that is on");
        }
        return records.pairs()
                .anyLink()
                .map(pair -> new RowProof(records, pair, row.get()).proven(left))
                .orElseGet(() -> TrialResult.not("no pair is linked"));
    }

    /** A cell is a property's name, perhaps with a condition behind it. */
    private static boolean isCell(CheckedLine line, int place, String property) {
        String cell = place < line.cells().size() ? line.cells().get(place) : "";
        return cell.equals(property) || cell.startsWith(property + " (") && !property.isEmpty();
    }

    private void rows(String stem, CheckedSection section, LiveRecords records, Map<Integer, TrialResult> byLine) {
        Optional<Link> pair = records.pairs().anyLink();
        records.flow().documented().properties().stream()
                .filter(property -> property.off().isEmpty())
                .forEach(property -> {
                    TrialResult proven = pair.map(link -> new RowProof(records, link, property.row()).proven(left))
                            .orElseGet(() -> TrialResult.not("no pair is linked"));
                    put(byLine, stem, section, property.lines(), proven);
                });
    }

    /** What keeps a pair in step is its rows. */
    private static void keepsInStep(CheckedSection section, TrialResult links, Map<Integer, TrialResult> byLine) {
        List<TrialResult> rows = section.lines().stream()
                .filter(line -> line.kind() == LineKind.PROPERTY)
                .map(line -> byLine.get(line.line()))
                .filter(Objects::nonNull)
                .toList();
        if (!rows.isEmpty()) {
            long proven = rows.stream()
                    .filter(row -> row.state() == TrialResult.State.PROVEN)
                    .count();
            TrialResult together = TrialResult.all(rows);
            TrialResult all = links.and(new TrialResult(
                    together.state(),
                    proven + " of " + Count.of(rows.size(), "row") + " below proven by edits on both sides"));
            for (Sentence sentence : List.of(Sentence.ONCE, Sentence.PROPS)) {
                int at = section.section().sentences().indexOf(sentence);
                if (at >= 0) {
                    byLine.put(section.section().said().get(at).line(), all);
                }
            }
        }
    }

    private static void put(
            Map<Integer, TrialResult> byLine,
            String stem,
            CheckedSection section,
            List<Documented.Line> lines,
            TrialResult proven) {
        lines.forEach(line -> place(stem, section.section(), line).ifPresent(at -> byLine.put(at, proven)));
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

    private static CheckedLine with(CheckedLine line, TrialResult proven) {
        String detail = line.detail().isEmpty() ? proven.inWords() : line.detail() + "; " + proven.inWords();
        LineVerdict verdict = proven.state() == TrialResult.State.FAILED ? LineVerdict.DIFFERS : line.verdict();
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
