package io.tandem.document.imports;

import io.tandem.document.DataflowDocument;
import io.tandem.document.DocumentParser;
import java.util.Arrays;
import java.util.List;

/** Small documents about invented systems, written as the program writes them that makes such documents. */
public final class Documents {

    private static final List<String> WITHOUT_BLANK_LINE = List.of("IFMATCH");

    private Documents() {}

    /** A section; rows are {@code source | target} and {@code source | target | type}. */
    public record Part(
            String a,
            String b,
            String system,
            String shape,
            List<String> match,
            List<String> rows,
            String condition,
            String connected) {

        public Part(String a, String b, String system, String shape, List<String> match, List<String> rows) {
            this(a, b, system, shape, match, rows, "", "");
        }

        String text() {
            StringBuilder text = new StringBuilder();
            String heading = a + " to " + b;
            text.append('\n')
                    .append(heading)
                    .append('\n')
                    .append("-".repeat(heading.length()))
                    .append('\n');
            for (String sentence : shape.split(",")) {
                text.append(words(sentence)).append('\n');
                if (!WITHOUT_BLANK_LINE.contains(sentence)) {
                    text.append('\n');
                }
                if (sentence.equals("MERGE") || sentence.equals("PROPS")) {
                    table(text, sentence.equals("MERGE") ? match : rows, sentence.equals("PROPS"));
                }
            }
            return text.toString();
        }

        private String words(String sentence) {
            return switch (sentence) {
                case "EVERY" -> "Every " + a + " will be synchronized with a " + b + ".";
                case "BEFORE" ->
                    "Before any synchronization can take place, a link between a " + a + " and a " + b
                            + " must be established.";
                case "MERGE" ->
                    "A " + a + " will merge with a " + b + " if one of the following property combinations match:";
                case "IFMATCH" ->
                    "If a matching " + b + " already exists, the " + a + " will be merged with the existing one.";
                case "IFNO" -> "If no matching " + b + " is found, a new " + b + " will be created.";
                case "CONNECTED" ->
                    "A new " + b + " will be created from a " + a + " if it is connected to a " + connected
                            + " that is synchronized into " + system + ".";
                case "COND" -> condition + ", it  will be synchronized with a " + b + ".";
                case "ONCE" ->
                    "Once a link between a " + a + " and a " + b
                            + " is established, it will keep in sync between the two systems, regardless of where it is edited.";
                default -> "The following properties are synchronized between a " + a + " and a " + b + ":";
            };
        }

        private void table(StringBuilder text, List<String> lines, boolean types) {
            text.append(".. list-table::\n   :header-rows: 1\n\n");
            text.append("   * - ")
                    .append(a)
                    .append(" Property\n     - ")
                    .append(b)
                    .append(" Property\n");
            if (types) {
                text.append("     - ").append(system).append(" Data Type\n");
            }
            for (String line : lines) {
                List<String> cells =
                        Arrays.stream(line.split("\\|", -1)).map(String::strip).toList();
                for (int i = 0; i < cells.size(); i++) {
                    text.append(i == 0 ? "   * - " : "     - ")
                            .append(cells.get(i))
                            .append('\n');
                }
            }
            text.append('\n');
        }
    }

    public static String text(String source, String target, Part... parts) {
        String title = source + " to " + target + " Dataflow";
        String line = "=".repeat(title.length());
        StringBuilder text = new StringBuilder();
        text.append(line).append('\n').append(title).append('\n').append(line).append("\n\n");
        text.append("Generated: 2026-01-02 03:04:05\n\nIntroduction\n------------\nWhat this is.\n\n");
        Arrays.stream(parts).forEach(part -> text.append(part.text()));
        return text.toString();
    }

    /** Read, without a problem. */
    public static DataflowDocument read(String name, String text) {
        DataflowDocument document = DocumentParser.parse(name, text);
        if (!document.problems().isEmpty()) {
            throw new AssertionError(document.problems().toString());
        }
        return document;
    }
}
