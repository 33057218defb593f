package io.tandem.document.site;

import io.tandem.flow.Flow;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * All pages: one with the map and the lists, one for each flow.
 *
 * <p>Shape: flows in; texts by file name out, HTML and Markdown of each page and the map as SVG. Pure.
 */
public final class DocumentSite {

    private static final String INDEX = "index";
    private static final String MAP = "map.svg";

    private DocumentSite() {}

    /** What is written of each page. */
    public enum Format {
        HTML,
        MARKDOWN,
        BOTH
    }

    /**
     * @param titles of systems, by name
     * @param documents the names of the documents that stand beside the pages, in {@code documents/}
     * @param examples by flow; a flow can have none
     */
    public static Map<String, String> of(
            List<Flow> flows,
            UnaryOperator<String> titles,
            Collection<String> documents,
            Map<String, Example> examples,
            Format format) {
        Map<String, String> files = new TreeMap<>();
        String map = SystemMap.of(flows, titles);
        files.put(MAP, map);
        List<DocumentPage> pages = new ArrayList<>();
        pages.add(index(flows, titles, documents, map));
        flows.forEach(flow -> pages.add(
                FlowPage.of(flow, RecordNames.of(flow, titles), Optional.ofNullable(examples.get(flow.id())))));
        for (DocumentPage page : pages) {
            if (format != Format.MARKDOWN) {
                files.put(page.name() + ".html", HtmlPage.of(page));
            }
            if (format != Format.HTML) {
                files.put(page.name() + ".md", MarkdownPage.of(page));
            }
        }
        return files;
    }

    private static DocumentPage index(
            List<Flow> flows, UnaryOperator<String> titles, Collection<String> documents, String map) {
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Block.Paragraph(Line.of("Made from the configuration by `tandem doc`; don't edit.")));
        blocks.add(new Block.Picture(map, MAP, "The systems, their entities, and the flows between them"));
        blocks.add(new Block.Heading("Flows"));
        blocks.add(new Block.Table(
                List.of("Flow", "Pairs", "Properties"),
                flows.stream()
                        .map(flow -> {
                            RecordNames names = RecordNames.of(flow, titles);
                            return List.of(
                                    Line.link(names.source() + " and " + names.target(), flow.id() + ".html"),
                                    Line.plain(pairs(flow)),
                                    Line.plain(String.valueOf(flow.rows().size())));
                        })
                        .toList()));
        if (!documents.isEmpty()) {
            blocks.add(new Block.Heading("Documents"));
            blocks.add(new Block.Paragraph(
                    Line.of("The same as checklists. `tandem qa DOCUMENT` holds one against the" + " configuration.")));
            blocks.add(new Block.Bullets(documents.stream()
                    .map(name -> Line.link(name, "documents/" + name))
                    .toList()));
        }
        return new DocumentPage(INDEX, "Flows", "", blocks);
    }

    private static String pairs(Flow flow) {
        return switch (flow.link()) {
            case OFF -> "off: " + flow.whyOff();
            case EVERY -> "every source record gets a target" + (flow.createBoth() ? ", and the other way" : "");
            case MATCHED -> "matched, nothing created";
            case MATCHED_OR_CREATE -> "matched, else created" + (flow.createBoth() ? ", and the other way" : "");
            case CONNECTED -> "created where connected";
        };
    }
}
