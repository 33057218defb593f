package io.tandem.cli;

import io.tandem.app.ExitCode;
import io.tandem.document.DataflowDocument;
import io.tandem.document.checklist.Changelog;
import io.tandem.document.checklist.DocumentChange;
import io.tandem.document.checklist.PolicyChanges;
import io.tandem.record.Count;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Says what changed between two documents or configurations. */
@Command(
        name = "changelog",
        mixinStandardHelpOptions = true,
        description = {
            "What changed between two documents, two folders of documents, or two configurations: flows and rows added"
                    + " and removed, types, conditions and policies changed.",
            "A change is breaking if values stop, change or go elsewhere, or pairs are found or made in another way."
        },
        footer = {"", "Example: tandem doc changelog old/shop-crm.rst new/shop-crm.rst"})
final class DocChangelogCommand implements Callable<Integer> {

    private final Session session;

    @Parameters(
            index = "0",
            paramLabel = "OLD",
            description = "A document, a folder of documents, or a folder with config/.")
    Path old;

    @Parameters(index = "1", paramLabel = "NEW", description = "The same, as it is now.")
    Path now;

    @Mixin
    Options options;

    DocChangelogCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        DocumentSource after = DocumentSource.read(session.folder(), now);
        DocumentSource asNamed = DocumentSource.read(session.folder(), old);
        DocumentSource before = asNamed.as(after);
        List<DocumentChange> changes = new ArrayList<>(Changelog.of(before.documents(), after.documents()));
        changes.addAll(PolicyChanges.of(before.flows(), after.flows()));
        if (options.json) {
            session.json(Map.of("changes", changes));
        } else {
            show(changes);
        }
        return problems(old, asNamed) + problems(now, after) == 0 ? ExitCode.DONE : ExitCode.NEEDS_PERSON;
    }

    /** What can't be read can't be compared. @return how many lines */
    private long problems(Path named, DocumentSource source) {
        for (DataflowDocument document : source.documents().values()) {
            Path file = named.endsWith(document.name()) ? named : named.resolve(document.name());
            document.problems()
                    .forEach(problem -> session.note(file + ":" + problem.line() + ":" + problem.column()
                            + ": not compared: " + problem.message()));
        }
        return source.documents().values().stream()
                .mapToLong(document -> document.problems().size())
                .sum();
    }

    private void show(List<DocumentChange> changes) {
        String flow = "";
        for (DocumentChange change : changes) {
            if (!change.flow().equals(flow)) {
                flow = change.flow();
                session.line(flow);
            }
            session.line(
                    "  " + (change.breaking() ? "! " : "  ") + change.change().words() + ": " + change.text());
            if (!change.was().isEmpty()) {
                session.line("      was: " + change.was());
            }
        }
        session.line(
                changes.isEmpty()
                        ? "Nothing changed."
                        : Count.of(changes.size(), "change") + ", "
                                + changes.stream()
                                        .filter(DocumentChange::breaking)
                                        .count() + " breaking (!)");
    }
}
