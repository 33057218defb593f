package io.tandem.cli;

import io.tandem.app.ExitCode;
import io.tandem.document.DataflowDocument;
import io.tandem.document.DocumentWriter;
import io.tandem.document.checklist.Checklist;
import io.tandem.document.checklist.Checklists;
import io.tandem.document.site.DocumentSite;
import io.tandem.record.Count;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes the documentation of all flows from the configuration. */
@Command(
        name = "doc",
        mixinStandardHelpOptions = true,
        description = {
            "Writes the documentation of all flows, as the configuration has them. It writes dataflow documents for qa,"
                    + " and pages for people, HTML and Markdown, with a map of systems and flows. Calls no system and"
                    + " opens no store.",
            "It writes only what changed, removes the page of a flow that is gone, and touches no file that a person"
                    + " wrote."
        },
        subcommands = DocChangelogCommand.class,
        footer = {"", "Example: tandem doc --out docs/flows"})
final class DocCommand implements Callable<Integer> {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss");

    /**
     * The document of {@code --json}.
     *
     * @param notes what runs, but can't be said in a document
     */
    private record Answer(String folder, List<String> written, List<String> removed, List<String> notes) {}

    private final Session session;

    @Mixin
    Options options;

    @Option(names = "--out", paramLabel = "DIR", description = "Where to; default docs/flows in the current folder.")
    Path out = Path.of("docs", "flows");

    @Option(
            names = "--format",
            paramLabel = "html|markdown|both",
            description = "What is written of each page; default both.")
    DocumentSite.Format format = DocumentSite.Format.BOTH;

    @Option(
            names = "--examples",
            description = "Shows one pair of each flow, from a sandbox of its own: takes some seconds.")
    boolean examples;

    DocCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        ConfiguredFlows configured = ConfiguredFlows.read(options.home().folder(), options.sandbox);
        Checklists.Made made = configured.checklists();
        Map<String, String> texts = new TreeMap<>(documents(made.checklists()));
        texts.putAll(DocumentSite.of(
                configured.flows(),
                configured.systems()::title,
                made.checklists().values().stream()
                        .map(checklist -> checklist.document().name())
                        .toList(),
                examples ? DocExamples.of(options.home()) : Map.of(),
                format));
        GeneratedFiles.Outcome outcome = new GeneratedFiles(session.folder().resolve(out)).write(texts);
        if (options.json) {
            session.json(new Answer(out.toString(), outcome.written(), outcome.removed(), made.notes()));
        } else {
            outcome.written().forEach(name -> session.line("written  " + name));
            outcome.removed().forEach(name -> session.line("removed  " + name));
            made.notes().forEach(note -> session.line("note: " + note));
            session.line(Count.of(configured.flows().size(), "flow") + ", "
                    + Count.of(outcome.written().size(), "file") + " written to " + out + ", "
                    + outcome.same() + " unchanged");
        }
        return ExitCode.DONE;
    }

    private static Map<String, String> documents(Map<String, Checklist> checklists) {
        String now = TIME.format(Clock.system(ZoneOffset.UTC).instant().atZone(ZoneOffset.UTC));
        Map<String, String> texts = new TreeMap<>();
        checklists.forEach((stem, checklist) -> {
            DataflowDocument document = checklist.document();
            texts.put(
                    "documents/" + document.name(),
                    DocumentWriter.write(document.generated().isEmpty() ? document.generatedAt(now) : document));
        });
        return texts;
    }
}
