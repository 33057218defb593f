package io.tandem.document;

import io.tandem.flow.Documented;
import java.util.List;

/**
 * One flow of a document.
 *
 * @param number its place among the sections, 1-based: headings can repeat
 * @param line of its heading, 1-based
 * @param flow the id that its flow file has
 * @param entities as the sentences name them
 * @param targetSystem the target system's name, as the last column of its table has it; "" if it is empty or unknown
 * @param said its sentences in their order, whether or not that is a known one
 * @param freeText of {@link Sentence#COND} and {@link Sentence#CONNECTED}
 * @param match rows of two cells, each an alternative
 * @param properties rows of three cells: source, target, type as it stands
 */
public record Section(
        int number,
        int line,
        String flow,
        Entities entities,
        String targetSystem,
        List<Said> said,
        Documented.FreeText freeText,
        List<Line> match,
        List<Line> properties) {

    /** A sentence. @param line where it stands, 1-based; 0 if it was read from no document */
    public record Said(Sentence sentence, int line) {

        /** Sentences that were read from no document. */
        public static List<Said> nowhere(List<Sentence> sentences) {
            return sentences.stream().map(sentence -> new Said(sentence, 0)).toList();
        }
    }

    /** A row of a table. @param line of its first cell, 1-based */
    public record Line(int line, List<String> cells) {
        public Line {
            cells = List.copyOf(cells);
        }
    }

    public Section {
        said = List.copyOf(said);
        match = List.copyOf(match);
        properties = List.copyOf(properties);
    }

    public List<Sentence> sentences() {
        return said.stream().map(Said::sentence).toList();
    }

    /** One of its sentences as a document has it. */
    public String written(Sentence sentence) {
        return sentence.written(
                entities,
                switch (sentence) {
                    case COND -> List.of(freeText.condition());
                    case CONNECTED ->
                        List.of(
                                listed(freeText.connectedTo()),
                                freeText.connectedInto().isEmpty() ? targetSystem : freeText.connectedInto());
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
        return Sentence.names(sentences());
    }

    Section withFlow(String id) {
        return new Section(number, line, id, entities, targetSystem, said, freeText, match, properties);
    }
}
