package io.tandem.document;

import java.util.List;

/**
 * What a dataflow document says.
 *
 * @param name its file's name, which identifies it
 * @param source and {@code target}: the systems as the title names them; the target can be ""
 * @param generated as it stands, with a {@code T} between date and time; "" if the line is missing
 * @param sections in their order
 * @param problems every place that could not be understood
 * @param notes places that were understood although reStructuredText would warn of them
 */
public record DataflowDocument(
        String name,
        String source,
        String target,
        String generated,
        List<Section> sections,
        List<DocumentProblem> problems,
        List<DocumentProblem> notes) {

    public DataflowDocument {
        sections = List.copyOf(sections);
        problems = List.copyOf(problems);
        notes = List.copyOf(notes);
    }

    /** One that was read from no text. Its sections get the ids that they would have if it had been read. */
    public static DataflowDocument of(
            String name, String source, String target, String generated, List<Section> sections) {
        return new DataflowDocument(
                name, source, target, generated, new FlowIds(name, source, target).of(sections), List.of(), List.of());
    }

    /** The same under another file name, after which its flows are called. */
    public DataflowDocument called(String other) {
        return new DataflowDocument(
                other, source, target, generated, new FlowIds(other, source, target).of(sections), problems, notes);
    }

    /** @param time with a {@code T} between date and time */
    public DataflowDocument generatedAt(String time) {
        return new DataflowDocument(name, source, target, time, sections, problems, notes);
    }

    /** The name without its ending, as ids of sections and rows begin. */
    public String stem() {
        return name.replaceFirst("\\.[^.]*$", "");
    }
}
