package io.tandem.document;

import java.util.List;

/**
 * One flow of a document.
 *
 * @param number its place among the sections, 1-based: headings can repeat
 * @param line of its heading, 1-based
 * @param flow the id that its flow file has
 * @param entities as the sentences name them
 * @param targetSystem the target system's name, as the last column of its table has it; "" if it is empty or unknown
 * @param sentences in their order, whether or not that is a known one
 * @param sentenceLines of each sentence, 1-based
 * @param condition the free text of {@link Sentence#COND}; "" if there is none
 * @param connectedTo the entities of {@link Sentence#CONNECTED}; the first with its system's name
 * @param connectedInto the system at the end of that sentence, where it isn't called as in the table; else ""
 * @param match rows of two cells, each an alternative
 * @param properties rows of three cells: source, target, type as it stands
 */
public record Section(
        int number,
        int line,
        String flow,
        Entities entities,
        String targetSystem,
        List<Sentence> sentences,
        List<Integer> sentenceLines,
        String condition,
        List<String> connectedTo,
        String connectedInto,
        List<Line> match,
        List<Line> properties) {

    /** A row of a table. @param line of its first cell, 1-based */
    public record Line(int line, List<String> cells) {
        public Line {
            cells = List.copyOf(cells);
        }
    }

    public Section {
        sentences = List.copyOf(sentences);
        sentenceLines = List.copyOf(sentenceLines);
        connectedTo = List.copyOf(connectedTo);
        match = List.copyOf(match);
        properties = List.copyOf(properties);
    }

    /** One that was read from no document: its sentences stand on no lines. */
    public Section(
            int number,
            int line,
            String flow,
            Entities entities,
            String targetSystem,
            List<Sentence> sentences,
            String condition,
            List<String> connectedTo,
            String connectedInto,
            List<Line> match,
            List<Line> properties) {
        this(
                number,
                line,
                flow,
                entities,
                targetSystem,
                sentences,
                sentences.stream().map(sentence -> 0).toList(),
                condition,
                connectedTo,
                connectedInto,
                match,
                properties);
    }

    /** One of its sentences as a document has it. */
    public String written(Sentence sentence) {
        return sentence.written(
                entities,
                switch (sentence) {
                    case COND -> List.of(condition);
                    case CONNECTED ->
                        List.of(listed(connectedTo), connectedInto.isEmpty() ? targetSystem : connectedInto);
                    default -> List.of();
                });
    }

    private static String listed(List<String> names) {
        return names.size() == 1
                ? names.get(0)
                : String.join(", ", names.subList(0, names.size() - 1)) + ", or " + names.get(names.size() - 1);
    }

    /** The names of its sentences, joined by commas: {@code EVERY,ONCE,PROPS}. */
    public String shape() {
        return Sentence.names(sentences);
    }

    Section withFlow(String id) {
        return new Section(
                number,
                line,
                id,
                entities,
                targetSystem,
                sentences,
                sentenceLines,
                condition,
                connectedTo,
                connectedInto,
                match,
                properties);
    }
}
