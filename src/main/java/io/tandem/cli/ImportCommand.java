package io.tandem.cli;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tandem.app.ExitCode;
import io.tandem.config.ConfigurationFault;
import io.tandem.config.Fault;
import io.tandem.document.DataflowDocument;
import io.tandem.document.DocumentParser;
import io.tandem.document.Problem;
import io.tandem.document.Section;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Reads dataflow documents and says which flows they describe. This version writes no flow files yet, and says so. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        description = "Reads dataflow documents: which flows, matches and properties they describe, and what can't be"
                + " understood. This version only shows them (--dry-run); it writes no flow files yet.",
        footer = {"", "Example: tandem import --dry-run --json teapot-letterbox.rst"})
final class ImportCommand implements Callable<Integer> {

    private final Session session;

    @Parameters(arity = "1..*", paramLabel = "DOC", description = "Documents, named <source>-<target>.rst.")
    List<Path> files;

    @Option(names = "--dry-run", description = "Writes nothing.")
    boolean dryRun;

    @Option(names = "--json", description = "One JSON document on standard output, nothing else there.")
    boolean json;

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
            List<Problem> problems) {

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

    @Override
    public Integer call() {
        if (!dryRun) {
            throw new ConfigurationFault(
                    "this version reads documents, but writes no flow files from them yet. Use --dry-run to see what they say");
        }
        List<DataflowDocument> documents = documents();
        if (json) {
            session.json(
                    Map.of("documents", documents.stream().map(DocumentJson::of).toList()));
        } else {
            documents.forEach(this::show);
        }
        return documents.stream().allMatch(document -> document.problems().isEmpty())
                ? ExitCode.DONE
                : ExitCode.NEEDS_PERSON;
    }

    private List<DataflowDocument> documents() {
        List<DataflowDocument> read = new ArrayList<>();
        List<Fault> faults = new ArrayList<>();
        for (Path file : files) {
            try {
                String text = new String(Files.readAllBytes(session.folder().resolve(file)), StandardCharsets.UTF_8);
                read.add(DocumentParser.parse(file.getFileName().toString(), text));
            } catch (IOException e) {
                faults.add(new Fault(file.toString(), 0, "can't be read. Is it there, and may you read it?"));
            }
        }
        if (!faults.isEmpty()) {
            throw new ConfigurationFault(faults);
        }
        return read;
    }

    private void show(DataflowDocument document) {
        session.line(document.name() + ": " + Count.of(document.sections().size(), "flow") + ", "
                + Count.of(document.problems().size(), "problem"));
        document.sections()
                .forEach(section -> session.line("  " + section.line() + ": " + section.flow() + ", " + section.shape()
                        + ", " + Count.of(section.match().size(), "match row") + ", "
                        + Count.of(section.properties().size(), "property row")));
        document.problems()
                .forEach(problem ->
                        session.line("  " + problem.line() + ":" + problem.column() + ": " + problem.message()));
    }
}
