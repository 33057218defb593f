package io.tandem.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tandem.app.RoundFailures;
import io.tandem.app.SyncReport;
import io.tandem.flow.Flow;
import io.tandem.plan.Finding;
import io.tandem.plan.PlanRun;
import io.tandem.record.Count;
import io.tandem.record.Json;
import io.tandem.record.Values;
import io.tandem.record.Word;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** A plan at the shell: as {@code plan --json} or in lines, streamed. */
final class PlanReport {

    private static final int LONGEST_VALUE = 60;

    private final PlanRun run;
    private final Session session;
    private final List<Flow> flows;
    private final Map<String, SyncReport.FlowReport> after = new java.util.TreeMap<>();

    /** @param after how the flows would stand */
    PlanReport(PlanRun run, Session session, List<Flow> flows, List<SyncReport.FlowReport> after) {
        this.run = run;
        this.session = session;
        this.flows = flows;
        after.forEach(report -> this.after.put(report.flow(), report));
        after.stream().filter(report -> !report.state().equals("on")).forEach(report -> run.findings()
                .leftOut(report.flow(), flow(report.flow()).source().toString(), report.state() + ": " + report.why()));
        after.stream()
                .filter(SyncReport.FlowReport::guarded)
                .map(report -> flow(report.flow()))
                .forEach(flow -> run.heldDeletes(flow).forEach(key -> run.findings()
                        .leftOut(flow.id(), key.toString(), "it was deleted in its system; the guard holds the flow")));
    }

    private Flow flow(String id) {
        return flows.stream().filter(flow -> flow.id().equals(id)).findFirst().orElseThrow();
    }

    void json() {
        flows.forEach(flow -> run.changes(flow).forEach(change -> session.note(flow.id() + ": " + change)));
        try (JsonGenerator json = Json.MAPPER.createGenerator(session.out())) {
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            json.setPrettyPrinter(new DefaultPrettyPrinter());
            json.writeStartObject();
            json.writeArrayFieldStart("flows");
            for (Flow flow : flows) {
                json.writeStartObject();
                json.writeStringField("flow", flow.id());
                for (Finding.Kind kind : Finding.Kind.values()) {
                    json.writeArrayFieldStart(Word.of(kind));
                    run.findings().each(flow.id(), kind, finding -> write(json, finding));
                    json.writeEndArray();
                }
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        session.line("");
    }

    private static void write(JsonGenerator json, ObjectNode finding) {
        finding.remove("values");
        try {
            json.writeTree(finding);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void table(boolean countsOnly, Duration took, RoundFailures failures) {
        List<String> counts = new ArrayList<>();
        for (Flow flow : flows) {
            run.changes(flow).forEach(change -> session.line(flow.id() + ": " + change));
            Map<Finding.Kind, Long> count = new EnumMap<>(Finding.Kind.class);
            if (!countsOnly) {
                session.line(flow.id());
            }
            for (Finding.Kind kind : Finding.Kind.values()) {
                run.findings().each(flow.id(), kind, finding -> {
                    count.merge(kind, 1L, Long::sum);
                    if (!countsOnly) {
                        session.line(line(kind, finding));
                    }
                });
            }
            counts.add(inWords(after.get(flow.id()), count, failures));
        }
        counts.forEach(session::line);
        session.line("Nothing was written. Planned in "
                + BigDecimal.valueOf(took.toMillis(), 3).setScale(1, RoundingMode.HALF_UP) + " s");
    }

    private static String inWords(SyncReport.FlowReport after, Map<Finding.Kind, Long> count, RoundFailures failures) {
        if (!after.state().equals("on")) {
            return after.flow() + ": " + after.state() + ", " + after.why();
        }
        List<String> words = new ArrayList<>();
        words.add(count.getOrDefault(Finding.Kind.CREATES, 0L) + " to create");
        words.add(count.getOrDefault(Finding.Kind.LINKS, 0L) + " to link");
        words.add(Count.of(count.getOrDefault(Finding.Kind.CHANGES, 0L), "value") + " to change in "
                + Count.of(after.written().source() + after.written().target(), "record"));
        words.add(count.getOrDefault(Finding.Kind.SKIPS, 0L) + " left as they are");
        return after.flow() + ": " + failures.before(after.flow()) + String.join(", ", words);
    }

    private static String line(Finding.Kind kind, ObjectNode finding) {
        return switch (kind) {
            case CREATES -> "  create  " + text(finding, "target") + "  " + values(finding) + text(finding, "because");
            case LINKS -> "  link    " + text(finding, "source") + "  " + text(finding, "target");
            case CHANGES ->
                "  change  " + text(finding, "record") + "  " + text(finding, "property") + ": "
                        + shown(finding.get("old")) + " -> " + shown(finding.get("new")) + "  "
                        + text(finding, "because");
            case SKIPS -> "  skip    " + text(finding, "record") + "  " + text(finding, "because");
        };
    }

    private static String values(ObjectNode finding) {
        StringBuilder values = new StringBuilder();
        finding.path("values").properties().forEach(e -> values.append(e.getKey())
                .append(": ")
                .append(shown(e.getValue()))
                .append("  "));
        return values.toString();
    }

    private static String text(ObjectNode finding, String name) {
        return finding.path(name).asText();
    }

    /** Texts in quotes, with their control characters made harmless to a terminal; long ones cut. */
    private static String shown(JsonNode value) {
        if (Values.isEmpty(value)) {
            return "empty";
        }
        String text = Json.text(value).replaceAll("\\p{Cc}", "?");
        return text.length() <= LONGEST_VALUE ? text : text.substring(0, LONGEST_VALUE) + "...";
    }
}
