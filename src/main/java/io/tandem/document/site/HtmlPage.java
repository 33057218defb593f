package io.tandem.document.site;

import io.tandem.document.checklist.Html;
import java.util.List;
import java.util.stream.Collectors;

/** Writes a page as HTML: no script, no other file. */
final class HtmlPage {

    private static final String STYLE = """
            :root{color-scheme:light}*{box-sizing:border-box}
            body{font:16px/1.55 system-ui,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;color:#1c2330;background:#fff;max-width:70rem;margin:0 auto;padding:2rem 1.5rem 4rem}
            h1{font-size:1.7rem;line-height:1.25;margin:0 0 1rem}h2{font-size:1.2rem;margin:2.2rem 0 .6rem;break-after:avoid}
            p,li{max-width:46rem}a{color:#1b56a5}nav{margin-bottom:1rem;font-size:.95rem}
            .wide{overflow-x:auto}table{border-collapse:collapse;width:100%;margin:.5rem 0 1rem}
            th,td{text-align:left;vertical-align:top;padding:.4rem .7rem .4rem 0;border-bottom:1px solid #d5dbe3;overflow-wrap:break-word}
            th{font-weight:600;color:#39424f;border-bottom:2px solid #aab4c0}thead{display:table-header-group}tr{break-inside:avoid}
            code{font-family:ui-monospace,"SFMono-Regular",Menlo,Consolas,monospace;font-size:.9em;background:#eef1f5;padding:.05em .3em;border-radius:.25em}
            figure{margin:1rem 0;overflow-x:auto}svg{max-width:100%;height:auto}
            @media print{body{max-width:none;padding:0;font-size:11pt}nav{display:none}}
            """;

    private HtmlPage() {}

    static String of(DocumentPage page) {
        return "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
                + "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>"
                + Html.escaped(page.title()) + "</title>\n<style>\n" + STYLE + "</style></head>\n<body>\n"
                + (page.up().isEmpty() ? "" : "<nav><a href=\"" + page.up() + ".html\">All flows</a></nav>\n")
                + "<h1>" + Html.escaped(page.title()) + "</h1>\n"
                + page.blocks().stream().map(HtmlPage::block).collect(Collectors.joining())
                + "</body></html>\n";
    }

    private static String block(Block block) {
        if (block instanceof Block.Heading heading) {
            return "<h2>" + Html.escaped(heading.text()) + "</h2>\n";
        }
        if (block instanceof Block.Paragraph paragraph) {
            return "<p>" + line(paragraph.line()) + "</p>\n";
        }
        if (block instanceof Block.Bullets bullets) {
            return "<ul>\n"
                    + bullets.lines().stream()
                            .map(line -> "<li>" + line(line) + "</li>\n")
                            .collect(Collectors.joining())
                    + "</ul>\n";
        }
        if (block instanceof Block.Table table) {
            return "<div class=\"wide\"><table>" + head(table.columns()) + "<tbody>\n"
                    + table.rows().stream().map(HtmlPage::row).collect(Collectors.joining())
                    + "</tbody></table></div>\n";
        }
        return "<figure>" + ((Block.Picture) block).svg() + "</figure>\n";
    }

    /** None if no column has a name. */
    private static String head(List<String> columns) {
        return columns.stream().allMatch(String::isEmpty)
                ? ""
                : columns.stream()
                        .map(column -> "<th>" + Html.escaped(column) + "</th>")
                        .collect(Collectors.joining("", "<thead><tr>", "</tr></thead>"));
    }

    private static String row(List<Line> cells) {
        return cells.stream()
                .map(cell -> "<td>" + line(cell) + "</td>")
                .collect(Collectors.joining("", "<tr>", "</tr>\n"));
    }

    private static String line(Line line) {
        return line.spans().stream().map(HtmlPage::span).collect(Collectors.joining());
    }

    private static String span(Span span) {
        String text = Html.escaped(span.text());
        if (!span.href().isEmpty()) {
            return "<a href=\"" + Html.escaped(span.href()) + "\">" + text + "</a>";
        }
        return span.code() ? "<code>" + text + "</code>" : text;
    }
}
