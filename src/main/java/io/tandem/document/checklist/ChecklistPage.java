package io.tandem.document.checklist;

import io.tandem.document.DataflowDocument;
import io.tandem.document.Section;
import io.tandem.document.Sentence;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Checked documents as one page: the document itself, each sentence and row marked with its verdict by word, sign and
 * colour, the reason beside it. No script, no other file; prints as it looks.
 */
public final class ChecklistPage {

    private static final Map<LineVerdict, String> SIGNS = new EnumMap<>(Map.of(
            LineVerdict.FULFILLED, "✓",
            LineVerdict.DIFFERS, "≠",
            LineVerdict.MISSING, "✗",
            LineVerdict.EXTRA, "+",
            LineVerdict.NOT_CHECKABLE, "?"));

    private static final String STYLE = """
            :root{color-scheme:light}
            *{box-sizing:border-box;-webkit-print-color-adjust:exact;print-color-adjust:exact}
            body{font:16px/1.5 system-ui,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;color:#1c2330;background:#fff;max-width:72rem;margin:0 auto;padding:2rem 1.5rem}
            h1{font-size:1.7rem;line-height:1.25;margin:0 0 .25rem}h2{font-size:1.2rem;margin:2.5rem 0 .75rem;border-bottom:2px solid #d5dbe3;padding-bottom:.25rem;break-after:avoid}
            .meta{color:#515c6b;margin:0 0 1rem}.sum{display:flex;flex-wrap:wrap;gap:.5rem;list-style:none;padding:0;margin:0 0 1.5rem}
            .sum li{padding:.2rem .7rem;border-radius:1rem;border:1px solid}
            table{border-collapse:collapse;width:100%;margin:.5rem 0 1.25rem;table-layout:fixed}
            th,td{text-align:left;vertical-align:top;padding:.4rem .6rem;border:1px solid #d5dbe3;overflow-wrap:anywhere}
            th{background:#eef1f5;font-weight:600}thead{display:table-header-group}tr,.line{break-inside:avoid}
            .line{display:grid;grid-template-columns:minmax(0,3fr) minmax(0,2fr);gap:1rem;padding:.4rem .6rem;margin:0 0 .4rem;border-left:5px solid}
            .v{font-weight:600;white-space:nowrap}.why{display:block;color:#39424f;font-size:.9rem;overflow-wrap:anywhere}
            td.says{width:40%}.fulfilled{background:#e9f6ec;border-color:#2b8a3e}.differs{background:#fff3d6;border-color:#b36b00}
            .missing{background:#fde8e8;border-color:#c02b2b}.extra{background:#e7f0fd;border-color:#2563b8}.not-checkable{background:#eceef1;border-color:#5f6b7a}
            tr.fulfilled,tr.differs,tr.missing,tr.extra,tr.not-checkable{border-left:5px solid}tr.fulfilled{border-left-color:#2b8a3e}tr.differs{border-left-color:#b36b00}tr.missing{border-left-color:#c02b2b}tr.extra{border-left-color:#2563b8}tr.not-checkable{border-left-color:#5f6b7a}
            code,.path{font-family:ui-monospace,"SFMono-Regular",Menlo,Consolas,monospace;font-size:.9em}
            .sign{display:grid;grid-template-columns:2fr 1fr 2fr;gap:2rem;margin-top:3.5rem;break-inside:avoid}.sign div{border-top:1px solid #1c2330;padding-top:.25rem;color:#515c6b}
            article+article{break-before:page;margin-top:4rem}
            @media print{body{padding:0;max-width:none;font-size:11pt}}@media(max-width:40rem){.line{grid-template-columns:1fr;gap:.1rem}}
            """;

    private final StringBuilder page = new StringBuilder();
    private final List<CheckedLine> extras = new ArrayList<>();
    private Section section;
    private LineKind table;

    private ChecklistPage() {}

    /** @param checked when and by what, for people; e.g. {@code Checked on .. by ..} */
    public static String of(List<CheckedDocument> documents, String checked) {
        ChecklistPage made = new ChecklistPage();
        made.page
                .append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
                .append("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>")
                .append(documents.size() == 1 ? title(documents.get(0).document()) : "Dataflow checklists")
                .append("</title>\n<style>\n")
                .append(STYLE)
                .append("</style></head>\n<body>\n");
        documents.forEach(document -> made.document(document, checked));
        return made.page.append("</body></html>\n").toString();
    }

    private static String title(DataflowDocument document) {
        return Html.escaped((document.source() + " to " + document.target()).strip() + " Dataflow");
    }

    private void document(CheckedDocument checked, String when) {
        page.append("<article>\n<h1>").append(title(checked.document())).append("</h1>\n<p class=\"meta\">");
        String generated = checked.document().generated().replace('T', ' ');
        text(checked.document().name() + (generated.isEmpty() ? "" : ", generated " + generated) + ". " + when);
        page.append("</p>\n<ul class=\"sum\">");
        for (LineVerdict verdict : LineVerdict.values()) {
            long count = checked.lines().stream()
                    .filter(line -> line.verdict() == verdict)
                    .count();
            if (count > 0 || verdict == LineVerdict.FULFILLED) {
                page.append("<li class=\"").append(verdict.word()).append("\">");
                text(SIGNS.get(verdict) + " " + count + " " + words(verdict));
                page.append("</li>");
            }
        }
        page.append("</ul>\n");
        checked.head().forEach(this::paragraph);
        checked.sections().forEach(this::section);
        page.append("<div class=\"sign\"><div>Name</div><div>Date</div><div>Signature</div></div>\n</article>\n");
    }

    private static String words(LineVerdict verdict) {
        return verdict.word().replace('-', ' ');
    }

    private void section(CheckedSection checked) {
        section = checked.section();
        extras.clear();
        extras.addAll(checked.extras());
        page.append("<section>\n<h2>");
        text(section.entities().heading());
        page.append("</h2>\n<p class=\"meta\">Flow <code>");
        text(checked.flow());
        page.append("</code></p>\n");
        checked.lines().forEach(this::line);
        end();
        new ArrayList<>(extras).stream().map(CheckedLine::kind).distinct().forEach(kind -> {
            if (kind != LineKind.LINK) {
                start(kind);
                end();
            }
        });
        extras.forEach(this::paragraph);
        page.append("</section>\n");
    }

    private void line(CheckedLine line) {
        if (!line.cells().isEmpty()) {
            start(line.kind());
            row(line);
        } else if (line.kind() == LineKind.PROBLEM && table != null) {
            row(line);
        } else {
            end();
            paragraph(line);
            startEmpty(line);
        }
    }

    /** A table without rows is shown too: that it is empty is what the document says. */
    private void startEmpty(CheckedLine line) {
        for (Sentence sentence : List.of(Sentence.MERGE, Sentence.PROPS)) {
            if (line.kind() == LineKind.LINK
                    && section.sentences().contains(sentence)
                    && section.written(sentence).equals(line.text())) {
                start(sentence == Sentence.MERGE ? LineKind.MATCH : LineKind.PROPERTY);
            }
        }
    }

    private void start(LineKind kind) {
        if (table == kind) {
            return;
        }
        end();
        table = kind;
        page.append("<table><thead><tr><th>");
        text(section.entities().a() + " Property");
        page.append("</th><th>");
        text(section.entities().b() + " Property");
        page.append("</th>");
        if (kind == LineKind.PROPERTY) {
            page.append("<th>");
            text(section.targetSystem() + " Data Type");
            page.append("</th>");
        }
        page.append("<th>Checked</th></tr></thead><tbody>\n");
    }

    private void end() {
        if (table != null) {
            LineKind kind = table;
            extras.stream().filter(line -> line.kind() == kind).forEach(this::row);
            extras.removeIf(line -> line.kind() == kind);
            page.append("</tbody></table>\n");
            table = null;
        }
    }

    private void row(CheckedLine line) {
        int columns = table == LineKind.PROPERTY ? 3 : 2;
        page.append("<tr class=\"").append(line.verdict().word()).append("\">");
        if (line.cells().size() == columns) {
            line.cells().forEach(cell -> {
                page.append("<td class=\"path\">");
                text(cell);
                page.append("</td>");
            });
        } else {
            page.append("<td colspan=\"").append(columns).append("\">");
            text(line.text());
            page.append("</td>");
        }
        page.append("<td>");
        verdict(line);
        page.append("</td></tr>\n");
    }

    private void paragraph(CheckedLine line) {
        page.append("<div class=\"line ").append(line.verdict().word()).append("\"><div>");
        text(line.text());
        page.append("</div><div>");
        verdict(line);
        page.append("</div></div>\n");
    }

    private void verdict(CheckedLine line) {
        page.append("<span class=\"v\">");
        text(SIGNS.get(line.verdict()) + " " + words(line.verdict()));
        page.append("</span>");
        if (!line.detail().isEmpty()) {
            page.append("<span class=\"why\">");
            text(line.detail());
            page.append("</span>");
        }
    }

    private void text(String text) {
        page.append(Html.escaped(text));
    }
}
