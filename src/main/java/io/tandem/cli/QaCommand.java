package io.tandem.cli;

import io.tandem.app.Application;
import io.tandem.app.Configuration;
import io.tandem.app.ExitCode;
import io.tandem.app.StopSignal;
import io.tandem.config.ConfigurationFault;
import io.tandem.document.checklist.CheckedDocument;
import io.tandem.document.checklist.CheckedLine;
import io.tandem.document.checklist.Checklist;
import io.tandem.document.checklist.ChecklistPage;
import io.tandem.document.checklist.Inspection;
import io.tandem.document.checklist.JunitReport;
import io.tandem.document.checklist.LineVerdict;
import io.tandem.proof.LiveProof;
import io.tandem.remote.RunningApplication;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Holds dataflow documents against the configuration, line by line. */
@Command(
        name = "qa",
        mixinStandardHelpOptions = true,
        description = {
            "Compares dataflow documents with the configuration, line by line: fulfilled, differs, missing, extra,"
                    + " or not checkable, and why. Calls no system and opens no store, except with --live.",
            "--format html makes a page to print and sign: the document itself, with a verdict on each line."
        },
        footer = {"", "Example: tandem qa zendesk-powerofficego.rst --format html > zendesk-powerofficego.html"})
final class QaCommand implements Callable<Integer> {

    /** How the answer looks. */
    enum Format {
        TABLE,
        JSON,
        JUNIT,
        HTML
    }

    /** What ends with exit code 1. */
    enum FailOn {
        DIFFERENCE,
        MISSING,
        NEVER
    }

    /** One document, as {@code qa --json} shows it. */
    record DocumentJson(String document, List<CheckedLine> lines) {}

    private final Session session;

    @Mixin
    Options options;

    @Parameters(arity = "1..*", paramLabel = "DOC", description = "Documents, named <source>-<target>.rst.")
    List<Path> files;

    @Option(
            names = "--format",
            paramLabel = "table|json|junit|html",
            description = "On standard output; default table.")
    Format format = Format.TABLE;

    @Option(
            names = "--fail-on",
            paramLabel = "difference|missing|never",
            description = "What ends with exit code 1; default difference: every line that is not fulfilled, save the"
                    + " site's own rows and flows.")
    FailOn failOn = FailOn.DIFFERENCE;

    @Option(
            names = "--live",
            description =
                    "Does what each line says, in the sandbox or on test systems: makes records, sees links, edits each"
                            + " property on each side and clears it. The evidence stands beside each line.")
    boolean live;

    @Option(
            names = "--on",
            paramLabel = "SYSTEM",
            description = "With --live: a system with an address of its own that is there for tests; can be repeated.")
    List<String> on = List.of();

    QaCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        DocumentFiles documents = DocumentFiles.read(session.folder(), files);
        Map<String, Checklist> configured = ConfiguredFlows.read(options.home().folder(), options.sandbox)
                .checklists()
                .checklists();
        List<CheckedDocument> checked = documents.all().stream()
                .map(read -> Inspection.of(
                        read.document(),
                        read.text(),
                        Optional.ofNullable(configured.get(read.document().stem()))))
                .toList();
        List<CheckedDocument> all = live ? live(checked) : answered(checked);
        boolean failed =
                all.stream().flatMap(document -> document.lines().stream()).anyMatch(this::fails);
        return failed ? ExitCode.NEEDS_PERSON : ExitCode.DONE;
    }

    /** An application of its own does what the lines say; one that runs on the same data would do it at the same time. */
    @SuppressWarnings("try") // the signal is there to be closed
    private List<CheckedDocument> live(List<CheckedDocument> checked) {
        Application running = session.running().orElse(null);
        if (running != null) {
            return answered(new LiveProof(running, session::note).of(checked, Set.copyOf(on)));
        }
        Configuration configuration = Configuration.load(options.home()).orThrow();
        if (RunningApplication.find(configuration.data()).isPresent()) {
            throw new ConfigurationFault("an application runs on this data; stop it, then run qa --live again");
        }
        Application app = Application.open(configuration);
        LiveProof proof = new LiveProof(app, session::note);
        // Ctrl-C: what was made is removed, and what was seen is shown, before the process ends
        try (StopSignal signal = new StopSignal(proof::stop);
                app) {
            app.startRoutes();
            return answered(proof.of(checked, Set.copyOf(on)));
        }
    }

    private boolean fails(CheckedLine line) {
        return switch (failOn) {
            case DIFFERENCE -> line.isDifference();
            case MISSING -> line.verdict() == LineVerdict.MISSING;
            case NEVER -> false;
        };
    }

    private List<CheckedDocument> answered(List<CheckedDocument> checked) {
        switch (options.json ? Format.JSON : format) {
            case TABLE -> checked.forEach(this::table);
            case JSON ->
                session.json(Map.of(
                        "documents",
                        checked.stream()
                                .map(document ->
                                        new DocumentJson(document.document().name(), document.lines()))
                                .toList()));
            case JUNIT -> session.data(JunitReport.of(checked).stripTrailing());
            case HTML ->
                session.data(ChecklistPage.of(
                                checked,
                                "Checked on " + LocalDate.now(Clock.system(ZoneOffset.UTC)) + " by tandem "
                                        + Version.text())
                        .stripTrailing());
        }
        return checked;
    }

    private void table(CheckedDocument checked) {
        session.line(checked.document().name() + ": " + counts(checked.lines()));
        String flow = "";
        for (CheckedLine line : checked.lines()) {
            if (!line.flow().equals(flow)) {
                flow = line.flow();
                session.line("  " + flow);
            }
            session.line(String.format(
                    Locale.ROOT,
                    "  %5s  %-13s  %-8s  %s",
                    line.line() == 0 ? "" : line.line(),
                    line.verdict().word(),
                    line.kind().word(),
                    line.text()));
            if (!line.detail().isEmpty()) {
                session.line(" ".repeat(34) + line.detail());
            }
        }
    }

    private static String counts(List<CheckedLine> lines) {
        return Arrays.stream(LineVerdict.values())
                .map(verdict -> Map.entry(
                        verdict,
                        lines.stream().filter(line -> line.verdict() == verdict).count()))
                .filter(count -> count.getKey() == LineVerdict.FULFILLED || count.getValue() > 0)
                .map(count -> count.getValue() + " " + count.getKey().word().replace('-', ' '))
                .collect(Collectors.joining(", "));
    }
}
