package io.tandem.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What was measured, as tables in Markdown and a chart of the rates in SVG. */
final class Report {

    private static final String HEAD =
            "| scenario | | records | seconds | records/s | of the limit | reads | writes | refused | MB | CPU s | peak MB | with start s |\n"
                    + "|---|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n";

    private static final String SPREAD =
            "| scenario | | runs | records/s: median | least | most | of the limit: median | least | most | CPU s: median | peak MB: most |\n"
                    + "|---|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n";

    private static final String EDITS =
            "| store | schedule | edits/s | arrived | lost | p50 s | p99 s | longest s | CPU s |\n"
                    + "|---|---|---:|---:|---:|---:|---:|---:|---:|\n";

    private Report() {}

    /** What one number was in several runs. */
    private record Spread(double least, double median, double most) {

        static Spread of(List<Bench.Row> runs, ToDoubleFunction<Bench.Row> number) {
            double[] sorted = runs.stream().mapToDouble(number).sorted().toArray();
            int half = sorted.length / 2;
            double median = sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
            return new Spread(sorted[0], median, sorted[sorted.length - 1]);
        }

        /** Median, least, most. */
        String cells(String form) {
            return String.format(Locale.ROOT, form + " | " + form + " | " + form, median, least, most);
        }
    }

    static String line(Bench.Row row) {
        return String.format(
                Locale.ROOT,
                "| %s | %s | %d | %.2f | %.0f | %s | %d | %d | %d | %.1f | %.2f | %d | %.2f |",
                row.scenario(),
                row.party(),
                row.records(),
                row.seconds(),
                row.rate(),
                row.ratio() == 0 ? "" : String.format(Locale.ROOT, "%.3f", row.ratio()),
                row.reads(),
                row.writes(),
                row.refused(),
                row.bytes() / 1e6,
                row.process().cpuSeconds(),
                row.process().peakMegabytes(),
                row.process().seconds());
    }

    static String line(Bench.EditRow row) {
        return String.format(
                Locale.ROOT,
                "| %s | %s | %d | %d | %d | %.2f | %.2f | %.2f | %.2f |",
                row.store(),
                row.schedule(),
                row.eachSecond(),
                row.report().path("arrived").asInt(),
                row.report().path("lost").asInt(),
                row.report().path("p50").asLong() / 1e3,
                row.report().path("p99").asLong() / 1e3,
                row.report().path("most").asLong() / 1e3,
                row.cpuSeconds());
    }

    /** All runs of a scenario by one party. */
    private static String spread(List<Bench.Row> runs) {
        Bench.Row first = runs.get(0);
        return String.format(
                Locale.ROOT,
                "| %s | %s | %d | %s | %s | %.2f | %.0f |",
                first.scenario(),
                first.party(),
                runs.size(),
                Spread.of(runs, Bench.Row::rate).cells("%.0f"),
                first.ratio() == 0 ? " | | " : Spread.of(runs, Bench.Row::ratio).cells("%.3f"),
                Spread.of(runs, row -> row.process().cpuSeconds()).median(),
                Spread.of(runs, row -> row.process().peakMegabytes()).most());
    }

    /** Writes a file for each kind of table that there is something for. @param name of the files, without their ending */
    static void write(Path folder, String name, List<Bench.Row> rows, List<Bench.EditRow> edits) throws IOException {
        if (!rows.isEmpty()) {
            List<List<Bench.Row>> runs = byParty(rows);
            String table = table(HEAD, rows.stream().map(Report::line).toList());
            String spread = table(SPREAD, runs.stream().map(Report::spread).toList());
            Files.writeString(folder.resolve(name + ".md"), table + "\n" + spread);
            Files.writeString(folder.resolve(name + ".svg"), chart(runs));
        }
        if (!edits.isEmpty()) {
            List<String> lines = edits.stream().map(Report::line).toList();
            Files.writeString(folder.resolve("edits.md"), table(EDITS, lines));
        }
    }

    private static String table(String head, List<String> lines) {
        return head + String.join("\n", lines) + "\n";
    }

    private static List<List<Bench.Row>> byParty(List<Bench.Row> rows) {
        Map<String, List<Bench.Row>> runs = new LinkedHashMap<>();
        for (Bench.Row row : rows) {
            runs.computeIfAbsent(row.scenario() + ", " + row.party(), name -> new ArrayList<>())
                    .add(row);
        }
        return List.copyOf(runs.values());
    }

    /** A bar is the median, the line over its end goes from the least to the most. */
    private static String chart(List<List<Bench.Row>> runs) {
        double greatest = runs.stream()
                .flatMap(List::stream)
                .mapToDouble(Bench.Row::rate)
                .max()
                .orElse(1);
        StringBuilder svg = new StringBuilder();
        svg.append("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"960\" height=\"" + (26 * runs.size() + 20)
                + "\" font-family=\"sans-serif\" font-size=\"13\">\n");
        for (int i = 0; i < runs.size(); i++) {
            Bench.Row row = runs.get(i).get(0);
            Spread rates = Spread.of(runs.get(i), Bench.Row::rate);
            double scale = 460 / greatest;
            int y = 10 + 26 * i;
            svg.append(String.format(
                    Locale.ROOT,
                    "<text x=\"310\" y=\"%d\" text-anchor=\"end\">%s, %s</text>"
                            + "<rect x=\"320\" y=\"%d\" width=\"%.0f\" height=\"18\" fill=\"%s\"/>"
                            + "<path d=\"M%.0f %dH%.0f\" stroke=\"#333\"/>"
                            + "<text x=\"%.0f\" y=\"%d\">%.0f/s</text>%n",
                    y + 14,
                    row.scenario(),
                    row.party(),
                    y,
                    Math.max(1, scale * rates.median()),
                    row.party().startsWith("Tandem") ? "#2a6f97" : "#b0b7bd",
                    320 + scale * rates.least(),
                    y + 9,
                    320 + scale * rates.most(),
                    325 + scale * rates.most(),
                    y + 14,
                    rates.median()));
        }
        return svg.append("</svg>\n").toString();
    }
}
