package io.tandem.document;

import io.tandem.flow.Documented;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Reads a section: its heading, then sentences and tables up to the next heading. */
final class SectionReader {

    private static final String TO = " to ";
    private static final String OR = ", or ";
    private static final String PROPERTY = " Property";
    private static final String DATA_TYPE = " Data Type";

    private final Lines lines;
    private final List<TitleCut> titles;
    private final int number;
    private final List<Section.Said> said = new ArrayList<>();
    private final List<Section.Line> match = new ArrayList<>();
    private final List<Section.Line> properties = new ArrayList<>();
    private final List<String> connectedTo = new ArrayList<>();
    private Entities entities;
    private String condition = "";
    private String targetSystem = "";
    private String connectedInto = "";
    private int end;

    /** @param titles the ways to read the document's title */
    SectionReader(Lines lines, List<TitleCut> titles, int number) {
        this.lines = lines;
        this.titles = titles;
        this.number = number;
    }

    /** To be called at a heading. */
    Section read() {
        int heading = lines.number();
        String title = lines.take();
        lines.checkLength(lines.number(), "heading", title, "below", lines.peek());
        lines.take();
        end = end();
        entities = entities(title, heading);
        boolean blank = true;
        while (lines.number() < end) {
            blank |= lines.blanks() > 0;
            if (lines.number() < end) {
                line(blank);
                blank = false;
            }
        }
        checkSentences(heading);
        return new Section(
                number,
                heading,
                "",
                entities,
                targetSystem,
                said,
                new Documented.FreeText(
                        condition, connectedTo, connectedInto.equals(targetSystem) ? "" : connectedInto),
                match,
                properties);
    }

    private void checkSentences(int heading) {
        List<Sentence> sentences = said.stream().map(Section.Said::sentence).toList();
        if (connectedInto.isEmpty() && !targetSystem.isEmpty() && sentences.contains(Sentence.CONNECTED)) {
            lines.problem(
                    said.get(sentences.indexOf(Sentence.CONNECTED)).line(),
                    1,
                    "the sentence's last system has no name; in the table it is " + targetSystem);
        }
        if (!Sentence.isShape(sentences)) {
            lines.problem(
                    heading,
                    1,
                    "the section's sentences are " + (sentences.isEmpty() ? "missing" : Sentence.names(sentences))
                            + ". Known: " + Sentence.shapes());
        }
    }

    private int end() {
        int ahead = 0;
        while (lines.number() + ahead <= lines.count() && !lines.isHeading(ahead, '-')) {
            ahead++;
        }
        return lines.number() + ahead;
    }

    /** A heading can hold " to " more than once: the cut counts that the other sentences agree with. */
    private Entities entities(String heading, int line) {
        List<Entities> cuts = new ArrayList<>();
        for (int at = heading.indexOf(TO); at >= 0; at = heading.indexOf(TO, at + 1)) {
            cuts.add(new Entities(heading.substring(0, at), heading.substring(at + TO.length())));
        }
        if (cuts.isEmpty() && heading.endsWith(TO.stripTrailing())) {
            cuts.add(new Entities(heading.substring(0, heading.length() - TO.length() + 1), ""));
        }
        if (cuts.isEmpty()) {
            lines.problem(line, 1, "the heading has no \"to\" between two entities");
            return new Entities(heading, "");
        }
        return cuts.stream()
                .max(Comparator.comparingLong(this::agreeing).thenComparing(cuts::indexOf, Comparator.reverseOrder()))
                .orElseThrow();
    }

    private long agreeing(Entities cut) {
        return IntStream.range(0, end - lines.number())
                .mapToObj(lines::peek)
                .filter(line -> !line.isBlank())
                .filter(line -> known(line, cut).isPresent())
                .count();
    }

    private static Optional<Sentence> known(String line, Entities entities) {
        for (Sentence sentence : Sentence.values()) {
            if (sentence.gaps(line, entities).isPresent()) {
                return Optional.of(sentence);
            }
        }
        return Optional.empty();
    }

    private void line(boolean blank) {
        String line = lines.peek();
        Optional<Sentence> known = known(line, entities);
        if (known.isEmpty()) {
            notUnderstood(line);
            return;
        }
        Sentence sentence = known.get();
        if (!blank && sentence != Sentence.IFNO && !said.isEmpty()) {
            lines.problem(lines.number(), 1, "a blank line is missing before this one");
        }
        said.add(new Section.Said(sentence, lines.number()));
        List<String> gaps = sentence.gaps(line, entities).orElseThrow();
        lines.take();
        if (sentence == Sentence.COND) {
            condition = gaps.get(0);
        } else if (sentence == Sentence.CONNECTED) {
            connectedTo.addAll(names(gaps.get(0)));
            connectedInto = gaps.get(1);
        } else if (sentence.hasTable()) {
            table(sentence);
        }
    }

    /** {@code X, Y, or Z}, {@code X, or Y} or {@code X}; without "or" a comma belongs to the name. */
    private static List<String> names(String list) {
        int last = list.lastIndexOf(OR);
        if (last < 0) {
            return List.of(list);
        }
        List<String> names = new ArrayList<>(List.of(list.substring(0, last).split(", ")));
        names.add(list.substring(last + OR.length()));
        return names;
    }

    private void table(Sentence sentence) {
        if (lines.blanks() == 0) {
            lines.problem(lines.number(), 1, "a blank line is missing before the table");
        }
        int columns = sentence == Sentence.MERGE ? 2 : 3;
        new TableReader(lines, columns).read(end).ifPresent(table -> {
            checkHeader(table, columns);
            List<Section.Line> into = sentence == Sentence.MERGE ? match : properties;
            table.rows()
                    .forEach(row -> into.add(new Section.Line(
                            row.line(), row.cells().stream().map(String::strip).toList())));
        });
    }

    private void checkHeader(Table table, int columns) {
        if (table.header().size() != columns) {
            return;
        }
        expect(table, 0, entities.a() + PROPERTY);
        expect(table, 1, entities.b() + PROPERTY);
        if (columns == 3) {
            String last = table.header().get(2);
            if (last.endsWith(DATA_TYPE) || last.equals(DATA_TYPE.strip())) {
                targetSystem = last.substring(0, Math.max(0, last.length() - DATA_TYPE.length()));
                if (!entities.b().startsWith(targetSystem + " ")
                        && titles.stream().noneMatch(title -> title.names(targetSystem))) {
                    lines.problem(
                            table.line() + 5,
                            8,
                            "the last column is about " + targetSystem + ", the heading about "
                                    + entities.b().strip());
                }
            } else {
                lines.problem(table.line() + 5, 8, "the last column's heading must end with" + DATA_TYPE);
            }
        }
    }

    private void expect(Table table, int column, String wanted) {
        if (!table.header().get(column).equals(wanted)) {
            lines.problem(
                    table.line() + 3 + column, 8, "the heading of the column is not as wanted: " + wanted.strip());
        }
    }

    private void notUnderstood(String line) {
        Sentence nearest = IntStream.range(0, Sentence.values().length)
                .mapToObj(i -> Sentence.values()[i])
                .max(Comparator.comparingInt(sentence -> sentence.likeness(line, entities)))
                .orElseThrow();
        int like = nearest.likeness(line, entities);
        if (like > 10) {
            lines.problem(
                    lines.number(),
                    like + 1,
                    "the sentence goes on differently from here; wanted: " + nearest.shown(entities));
            lines.take();
        } else {
            lines.skip("this line is not understood: it is none of the sentences and no part of a table");
        }
    }
}
