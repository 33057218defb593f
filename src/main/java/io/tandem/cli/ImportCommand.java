package io.tandem.cli;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tandem.app.ExitCode;
import io.tandem.config.ConfigurationFault;
import io.tandem.config.Fault;
import io.tandem.document.DataflowDocument;
import io.tandem.document.DocumentProblem;
import io.tandem.document.Section;
import io.tandem.document.imports.FileChange;
import io.tandem.document.imports.Import;
import io.tandem.document.imports.SiteFiles;
import io.tandem.document.imports.TextDiff;
import io.tandem.record.Count;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes flows of dataflow documents, and merges documents that changed into what the site made of them. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        description = {
            "Makes a flow file and a route file of each flow that dataflow documents describe. A system without a descriptor gets"
                    + " a stub.",
            "A document that was imported before is merged. Rows that it gained or lost are applied; the site's own rows, policies"
                    + " and comments stay. The changes are shown first. Existing files change only with --yes or --force."
        },
        footer = {
            "",
            "Example: tandem import --dry-run teapot-letterbox.rst",
            "         tandem import --yes teapot-letterbox.rst"
        })
final class ImportCommand implements Callable<Integer> {

    private final Session session;

    @Mixin
    Options options;

    @Parameters(arity = "1..*", paramLabel = "DOC", description = "Documents, named <source>-<target>.rst.")
    List<Path> files;

    @Option(names = "--dry-run", description = "Shows what would be done, and writes nothing.")
    boolean dryRun;

    @Option(
            names = "--yes",
            description =
                    "Also changes flow files that exist, where nothing of the site's is lost. A conflict holds its"
                            + " document back.")
    boolean yes;

    @Option(
            names = "--force",
            description =
                    "As --yes; and where both the document and the site changed the same thing, the document wins.")
    boolean force;

    ImportCommand(Session session) {
        this.session = session;
    }

    /** One flow, as {@code import --json} shows it. */
    record FlowJson(
            int section,
            int line,
            String flow,
            @JsonProperty("source_entity") String sourceEntity,
            @JsonProperty("target_entity") String targetEntity,
            String shape,
            List<List<String>> match,
            List<List<String>> properties) {

        static FlowJson of(Section section) {
            return new FlowJson(
                    section.number(),
                    section.line(),
                    section.flow(),
                    section.entities().a().strip(),
                    section.entities().b().strip(),
                    section.shape(),
                    section.match().stream().map(Section.Line::cells).toList(),
                    section.properties().stream().map(Section.Line::cells).toList());
        }
    }

    /** One document, as {@code import --json} shows it. */
    record DocumentJson(
            String document,
            String source,
            String target,
            String generated,
            List<FlowJson> flows,
            List<DocumentProblem> problems) {

        static DocumentJson of(DataflowDocument read) {
            return new DocumentJson(
                    read.name(),
                    read.source(),
                    read.target(),
                    read.generated(),
                    read.sections().stream().map(FlowJson::of).toList(),
                    read.problems());
        }
    }

    /** One file, as {@code import --json} shows it; {@code change} is new, changed or removed. */
    record FileJson(String file, String change, boolean written) {}

    @Override
    public Integer call() {
        List<DataflowDocument> documents = documents();
        Path home = options.home().folder();
        Import.Plan plan = ImportSurroundings.of(home).plan(documents, yes, force);
        if (!options.json) {
            documents.forEach(this::show);
            showChanges(plan);
        }
        if (!dryRun) {
            new SiteFiles(home).write(plan.changes());
        }
        if (options.json) {
            session.json(json(documents, plan));
        } else {
            showOutcome(plan);
        }
        boolean understood =
                documents.stream().allMatch(document -> document.problems().isEmpty());
        return understood && plan.held().isEmpty() ? ExitCode.DONE : ExitCode.NEEDS_PERSON;
    }

    /** Of two documents of one name, one would take the other's place. */
    private List<DataflowDocument> documents() {
        List<DataflowDocument> documents = DocumentFiles.read(session.folder(), files).all().stream()
                .map(DocumentFiles.Read::document)
                .toList();
        Map<String, String> names = new HashMap<>();
        List<Fault> faults = new ArrayList<>();
        for (DataflowDocument document : documents) {
            String before = names.putIfAbsent(document.stem(), document.name());
            if (before != null) {
                faults.add(new Fault(
                        document.name(), 0, "another document has this name, and the name says which document it is"));
            }
        }
        if (!faults.isEmpty()) {
            throw new ConfigurationFault(faults);
        }
        return documents;
    }

    private Map<String, Object> json(List<DataflowDocument> documents, Import.Plan plan) {
        List<FileJson> changed = new ArrayList<>();
        plan.changes().forEach(change -> changed.add(new FileJson(change.path(), change.kind(), !dryRun)));
        plan.wouldChange().forEach(change -> changed.add(new FileJson(change.path(), change.kind(), false)));
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("documents", documents.stream().map(DocumentJson::of).toList());
        answer.put("files", changed);
        answer.put("conflicts", plan.conflicts());
        answer.put("held", plan.held());
        List<String> notes = new ArrayList<>(plan.notes());
        documents.forEach(document -> document.notes().forEach(note -> notes.add(document.name() + ":" + shown(note))));
        answer.put("notes", notes);
        return answer;
    }

    private void show(DataflowDocument document) {
        session.line(document.name() + ": " + Count.of(document.sections().size(), "flow") + ", "
                + Count.of(document.problems().size(), "problem")
                + (document.sections().isEmpty() ? "; it has no sections, so there is nothing to import" : ""));
        document.sections()
                .forEach(section -> session.line("  " + section.line() + ": " + section.flow() + ", " + section.shape()
                        + ", " + Count.of(section.match().size(), "match row") + ", "
                        + Count.of(section.properties().size(), "property row")));
        document.problems().forEach(problem -> session.line("  " + shown(problem)));
        document.notes().forEach(note -> session.line("  note: " + shown(note)));
    }

    private static String shown(DocumentProblem problem) {
        return problem.line() + ":" + problem.column() + ": " + problem.message();
    }

    private void showChanges(Import.Plan plan) {
        plan.changes().forEach(change -> show(change, ""));
        plan.wouldChange().forEach(change -> show(change, "not done: "));
        plan.conflicts()
                .forEach(conflict -> session.line(
                        "conflict: " + conflict.document() + ", " + conflict.flow() + ": " + conflict.message()));
        plan.notes().forEach(note -> session.line("note: " + note));
    }

    private void showOutcome(Import.Plan plan) {
        Map<String, Long> counts = plan.changes().stream()
                .collect(Collectors.groupingBy(FileChange::kind, LinkedHashMap::new, Collectors.counting()));
        String done = counts.isEmpty()
                ? "nothing"
                : counts.entrySet().stream()
                        .map(count -> Count.of(count.getValue(), count.getKey() + " file"))
                        .collect(Collectors.joining(", "));
        session.line((dryRun ? "Would be written: " : "Written: ") + done + ".");
        fillIn(plan);
        if (!plan.held().isEmpty()) {
            boolean conflict = !plan.conflicts().isEmpty();
            session.line("Held back: " + String.join(", ", plan.held()) + ". "
                    + (conflict
                            ? "Decide the conflicts in the flow files, or let the documents win with --force."
                            : "To make these changes, run the same with --yes."));
        }
    }

    private void fillIn(Import.Plan plan) {
        plan.changes().stream()
                .filter(change -> change.path().startsWith("config/systems/")
                        && change.kind().equals("new"))
                .forEach(change -> session.line("To fill in: " + change.path()
                        + ", a stub. Its head says what; until then its flows" + " run in the sandbox alone."));
    }

    /** A new file says what it is by its name; of one that changes each line is shown. */
    private void show(FileChange change, String before) {
        boolean changes = change.before().isPresent() && change.after().isPresent();
        boolean added = changes && change.additive() && !change.path().startsWith(Import.DOCUMENTS);
        session.line(before + (added ? "added to" : change.kind()) + ": " + change.path());
        if (changes && !change.additive()) {
            TextDiff.of(change.before().get(), change.after().get()).forEach(line -> session.line("    " + line));
        }
    }
}
