package io.tandem.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** What was measured, as a table in Markdown and a chart of the rates in SVG. */
final class Report {

    private static final String HEAD =
            "| scenario | | records | seconds | records/s | of the limit | reads | writes | MB | CPU s | peak MB | with start s |\n"
                    + "|---|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n";

    private Report() {}

    static String line(Bench.Row row) {
        return String.format(
                Locale.ROOT,
                "| %s | %s | %d | %.2f | %.0f | %s | %d | %d | %.1f | %.2f | %d | %.2f |",
                row.scenario(),
                row.party(),
                row.records(),
                row.seconds(),
                row.rate(),
                row.ratio() == 0 ? "" : String.format(Locale.ROOT, "%.3f", row.ratio()),
                row.reads(),
                row.writes(),
                row.bytes() / 1e6,
                row.process().cpuSeconds(),
                row.process().peakMegabytes(),
                row.process().seconds());
    }

    static void write(Path folder, List<Bench.Row> rows, int size, long latency) throws IOException {
        StringBuilder table = new StringBuilder(HEAD);
        rows.forEach(row -> table.append(line(row)).append('\n'));
        String name = size + "-" + latency + "ms";
        Files.writeString(folder.resolve(name + ".md"), table);
        Files.writeString(folder.resolve(name + ".svg"), chart(rows));
    }

    private static String chart(List<Bench.Row> rows) {
        double most = rows.stream().mapToDouble(Bench.Row::rate).max().orElse(1);
        StringBuilder svg = new StringBuilder();
        int height = 26 * rows.size() + 20;
        svg.append("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"900\" height=\"" + height
                + "\" font-family=\"sans-serif\" font-size=\"13\">\n");
        for (int i = 0; i < rows.size(); i++) {
            Bench.Row row = rows.get(i);
            int y = 10 + 26 * i;
            double width = Math.max(1, 460 * row.rate() / most);
            svg.append(String.format(
                    Locale.ROOT,
                    "<text x=\"250\" y=\"%d\" text-anchor=\"end\">%s, %s</text>"
                            + "<rect x=\"260\" y=\"%d\" width=\"%.0f\" height=\"18\" fill=\"%s\"/>"
                            + "<text x=\"%.0f\" y=\"%d\">%.0f/s</text>%n",
                    y + 14,
                    row.scenario(),
                    row.party(),
                    y,
                    width,
                    row.party().equals("Tandem") ? "#2a6f97" : "#b0b7bd",
                    265 + width,
                    y + 14,
                    row.rate()));
        }
        return svg.append("</svg>\n").toString();
    }
}
