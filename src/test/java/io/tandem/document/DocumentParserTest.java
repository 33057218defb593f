package io.tandem.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.flow.Documented;
import java.util.List;
import java.util.regex.Matcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentParserTest {

    private static final String HEAD = """
            =============================
            Teapot to Letterbox Dataflow
            =============================

            Generated: 2026-01-02 03:04:05

            Introduction
            ------------

            A paragraph that says nothing about flows.

            """.replace("=============================", "============================");

    private static final String EVERY = """

            Teapot Cups to Letterbox Stamps
            -------------------------------
            Every Teapot Cups will be synchronized with a Letterbox Stamps.

            Once a link between a Teapot Cups and a Letterbox Stamps is established, it will keep in sync between the two systems, regardless of where it is edited.

            The following properties are synchronized between a Teapot Cups and a Letterbox Stamps:

            .. list-table::
               :header-rows: 1

               * - Teapot Cups Property
                 - Letterbox Stamps Property
                 - Letterbox Data Type

            """;

    private static final String MATCHED = """

            Teapot Guests to Letterbox Readers
            ----------------------------------
            Before any synchronization can take place, a link between a Teapot Guests and a Letterbox Readers must be established.

            A new Letterbox Readers will be created from a Teapot Guests if it is connected to a Teapot Cups, Tea leaves, or Saucers that is synchronized into Letterbox.

            A Teapot Guests will merge with a Letterbox Readers if one of the following property combinations match:

            .. list-table::
               :header-rows: 1

               * - Teapot Guests Property
                 - Letterbox Readers Property
               * - mail
                 - Emails.Value
               * - id
                 - id

            Once a link between a Teapot Guests and a Letterbox Readers is established, it will keep in sync between the two systems, regardless of where it is edited.

            The following properties are synchronized between a Teapot Guests and a Letterbox Readers:

            .. list-table::
               :header-rows: 1

               * - Teapot Guests Property
                 - Letterbox Readers Property
                 - Letterbox Data Type
               * - mail
                 - Emails.Value
                 - "string"
               * - size (Dependant on having XL in kindDependant on having XL in kindDependant on having  in kind)
                 - volume
                 - N/A
               * - born
                 - year
            -    "replace"," ","", "integer"]

            """.replace("-    \"replace\"", "- \"replace\"");

    private static DataflowDocument parse(String text) {
        return DocumentParser.parse("teapot-letterbox.rst", text);
    }

    @Test
    void readsTheHead() {
        DataflowDocument read = parse(HEAD);
        assertThat(read.source()).isEqualTo("Teapot");
        assertThat(read.target()).isEqualTo("Letterbox");
        assertThat(read.generated()).isEqualTo("2026-01-02T03:04:05");
        assertThat(read.sections()).isEmpty();
        assertThat(read.problems()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n"})
    void readsEachSection_withAnyLineEnd(String end) {
        DataflowDocument read = parse((HEAD + EVERY + MATCHED).replace("\n", end));
        assertThat(read.problems()).isEmpty();
        assertThat(read.sections())
                .extracting(Section::flow)
                .containsExactly("teapot-cups--letterbox-stamps", "teapot-guests--letterbox-readers");
        assertThat(read.sections())
                .extracting(Section::shape)
                .containsExactly("EVERY,ONCE,PROPS", "BEFORE,CONNECTED,MERGE,ONCE,PROPS");
        Section matched = read.sections().get(1);
        assertThat(matched.freeText().connectedTo()).containsExactly("Teapot Cups", "Tea leaves", "Saucers");
        assertThat(matched.match())
                .extracting(Section.Line::cells)
                .containsExactly(List.of("mail", "Emails.Value"), List.of("id", "id"));
        assertThat(matched.properties())
                .extracting(row -> row.cells().get(2))
                .containsExactly("\"string\"", "N/A", "\"replace\",\" \",\"\", \"integer\"]");
        assertThat(matched.targetSystem()).isEqualTo("Letterbox");
    }

    @Test
    void knowsOnWhichLineEachSentenceStands() {
        List<String> lines = (HEAD + MATCHED).lines().toList();
        Section section = parse(HEAD + MATCHED).sections().get(0);
        assertThat(section.said())
                .extracting(said -> lines.get(said.line() - 1).substring(0, 11))
                .containsExactly("Before any ", "A new Lette", "A Teapot Gu", "Once a link", "The followi");
    }

    @Test
    void readsTheOlderIntroduction_andNotesThatItsLineIsShorter() {
        DataflowDocument older = parse(HEAD.replace("Introduction\n", "Introduction.\n") + EVERY);

        assertThat(older.problems()).isEmpty();
        assertThat(older.notes())
                .containsExactly(new DocumentProblem(
                        8,
                        13,
                        "the heading has 13 characters, the line below it 12: older documents have that,"
                                + " reStructuredText warns of it"));
    }

    @Test
    void notesNothing_whereTheLineOfTheOlderIntroductionIsAsLongAsTheHeading() {
        assertThat(parse(HEAD.replace("Introduction\n", "Introduction.\n-") + EVERY))
                .extracting(DataflowDocument::problems, DataflowDocument::notes)
                .containsExactly(List.of(), List.of());
    }

    @Test
    void readsAnEmptyTargetName() {
        String text = (HEAD + EVERY + MATCHED)
                .replace("Letterbox", "")
                .replace("============================", "====================")
                .replace("-------------------------------", "-".repeat("Teapot Cups to  Stamps".length()))
                .replace("----------------------------------", "-".repeat("Teapot Guests to  Readers".length()));
        text = text.replace("=".repeat(20), "=".repeat("Teapot to  Dataflow".length()))
                .replace(
                        "Teapot Cups to  Stamps\n----------------------------",
                        "Teapot Cups to  Stamps\n" + "-".repeat("Teapot Cups to  Stamps".length()));
        DataflowDocument read = DocumentParser.parse("teapot-pigeonhole.rst", text);
        assertThat(read.target()).isEmpty();
        assertThat(read.sections())
                .extracting(Section::flow)
                .containsExactly("teapot-cups--pigeonhole-stamps", "teapot-guests--pigeonhole-readers");
        assertThat(read.sections()).extracting(s -> s.entities().b()).containsExactly(" Stamps", " Readers");
    }

    /** What a generator puts there is whatever its source has; the two cells before it show that it is the type. */
    @ParameterizedTest
    @ValueSource(strings = {"datetime..", "(a, b", "[\"if\", 1]", "- string's", "\"string\"", "N/A"})
    void readsATypeThatStandsAtTheFirstColumn(String type) {
        DataflowDocument read = parse(HEAD + MATCHED.replaceFirst("(?m)^     - N/A$", Matcher.quoteReplacement(type)));
        assertThat(read.problems()).isEmpty();
        assertThat(read.sections().get(0).properties())
                .extracting(row -> row.cells().get(2))
                .containsExactly("\"string\"", type.replaceFirst("^- ", ""), "\"replace\",\" \",\"\", \"integer\"]");
    }

    @Test
    void readsTheRowsBehindALineThatIsNone() {
        DataflowDocument read =
                parse(HEAD + MATCHED.replaceFirst("(?m)^     - \"string\"$", "     - \"string\"\n   and more"));
        assertThat(read.problems())
                .extracting(DocumentProblem::message)
                .containsExactly("this line is no cell of the table");
        assertThat(read.sections().get(0).properties()).hasSize(3);
    }

    @Test
    void partsConnectedEntitiesWhereAnOrIsAlone() {
        assertThat(connectedTo("Teapot Cups (old, blue)")).containsExactly("Teapot Cups (old, blue)");
        assertThat(connectedTo("Teapot Cups, or Saucers")).containsExactly("Teapot Cups", "Saucers");
    }

    private static List<String> connectedTo(String names) {
        DataflowDocument read = parse(HEAD + MATCHED.replace("Teapot Cups, Tea leaves, or Saucers", names));
        assertThat(DocumentWriter.write(read)).contains("connected to a " + names + " that is");
        return read.sections().get(0).freeText().connectedTo();
    }

    /** Its system can be called in another way than the table's. */
    @Test
    void keepsTheSystemThatAConnectionGoesInto() {
        String text = HEAD + MATCHED.replace("synchronized into Letterbox.", "synchronized into the Post.");
        DataflowDocument read = parse(text);
        assertThat(read.problems()).isEmpty();
        assertThat(DocumentWriter.write(read)).contains("synchronized into the Post.");
        assertThat(parse(text.replace("into the Post.", "into .")).problems()).hasSize(1);
    }

    @Test
    void cutsATitleWhereTheFileNameOrTheHeadingsDo() {
        String text = (HEAD + EVERY)
                .replace("Teapot to Letterbox Dataflow", "Tea to Go to Letterbox Dataflow")
                .replace("============================", "=".repeat("Tea to Go to Letterbox Dataflow".length()))
                .replace("Teapot Cups", "Tea to Go Cups")
                .replace("-------------------------------", "-".repeat("Tea to Go Cups to Letterbox Stamps".length()));
        for (String name : List.of("teatogo-letterbox.rst", "tea-to-go-letterbox.rst", "x-y.rst")) {
            DataflowDocument read = DocumentParser.parse(name, text);
            assertThat(read.problems()).as(name).isEmpty();
            assertThat(read.source()).as(name).isEqualTo("Tea to Go");
            assertThat(read.sections().get(0).flow())
                    .as(name)
                    .contains("-cups--")
                    .endsWith("-stamps");
        }
    }

    @Test
    void countsCharactersAsAReaderDoes() {
        String text = (HEAD + EVERY)
                .replace("Cups", "\uD83C\uDF75s")
                .replace("-------------------------------", "-".repeat("Teapot Xs to Letterbox Stamps".length()));
        assertThat(parse(text).problems()).isEmpty();
    }

    /** The system's name in the last column can be the title's. */
    @Test
    void takesTheTitlesNameInTheLastColumn() {
        String text = (HEAD + EVERY)
                .replace("Letterbox Stamps", "Red Box Stamps")
                .replace("-------------------------------", "-".repeat("Teapot Cups to Red Box Stamps".length()));
        assertThat(parse(text).problems()).isEmpty();
    }

    /** A line above or below a text that isn't as long was changed by somebody. */
    @ParameterizedTest
    @ValueSource(strings = {"============================\nTeapot", "Introduction\n------------"})
    void missesACharacterOfALine(String where) {
        String text = HEAD + EVERY;
        assertThat(text).contains(where);
        String shorter = where.startsWith("=") ? where.substring(1) : where.substring(0, where.length() - 1);
        assertThat(parse(text.replace(where, shorter)).problems()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"----", "============"})
    void takesALineUnderNoHeadingForNoParagraph(String line) {
        String text =
                HEAD.replace("Introduction\n------------\n", "Introduction\n------------\n" + line + "\n") + EVERY;
        assertThat(text).isNotEqualTo(HEAD + EVERY);
        assertThat(parse(text).problems()).hasSize(1);
    }

    /** Any words can stand in the paragraph; these can't. */
    @ParameterizedTest
    @ValueSource(strings = {".. list-table::", "   :header-rows: 1", "   * - size", "     - N/A"})
    void takesAPartOfATableForNoParagraph(String line) {
        String text = HEAD.replace("A paragraph", line + "\nA paragraph") + EVERY;
        assertThat(parse(text).problems()).extracting(DocumentProblem::line).containsExactly(10);
    }

    @Test
    void missesTheStarOfATablesFirstRow() {
        String text = HEAD + EVERY;
        String header = "   * - Teapot Cups Property";
        assertThat(text).contains(header);
        assertThat(parse(text.replace(header, header.replace('*', ' '))).problems())
                .hasSize(1);
    }

    /** In a document without the paragraph a heading that stands twice would be taken for it. */
    @Test
    void missesABlankLine_betweenTheParagraphAndAHeading() {
        String heading = "Teapot Cups to Letterbox Stamps";
        String text = HEAD.replace("A paragraph that says nothing about flows.\n\n", "") + EVERY.strip() + "\n";
        assertThat(parse(text).problems()).isEmpty();
        assertThat(parse(text.replace(heading + "\n---", heading + "\n" + heading + "\n---"))
                        .problems())
                .extracting(DocumentProblem::line)
                .containsExactly(10);
    }

    /** A part of the file's name that says nothing is said by the title; nothing is called after its neighbour. */
    @ParameterizedTest
    @CsvSource({
        "teapot-letterbox.rst, Teapot, Letterbox, teapot-a--letterbox-b, true",
        "teapot-.rst, Teapot, Letterbox, teapot-a--letterbox-b, false",
        "-letterbox.rst, Teapot, Letterbox, teapot-a--letterbox-b, false",
        "teapot.rst, Teapot, Letterbox, teapot-a--letterbox-b, false",
        "teapot-.rst, Teapot, '', teapot-a--b, true",
        "日本語-letterbox.rst, 日本語, Letterbox, a--letterbox-b, true",
        "-letterbox.rst, 日本語, Letterbox, a--letterbox-b, false",
        "tea_pot-letterbox.rst, Tea Pot, Letterbox, tea-pot-a--letterbox-b, true",
        "tea-pot-letter-box.rst, Tea Pot, Letter Box, tea-pot-a--letter-box-b, true",
        "teapot_letterbox.rst, Teapot, Letterbox, teapot-a--letterbox-b, true"
    })
    void callsSystemsAfterTheFile_elseAfterTheTitle(
            String name, String source, String target, String flow, boolean both) {
        DataflowDocument document = DataflowDocument.of(name, source, target, "", List.of());
        Section section = new Section(
                1,
                1,
                "",
                new Entities(source + " A", target + " B"),
                target,
                List.of(),
                Documented.FreeText.NONE,
                List.of(),
                List.of());
        FlowIds ids = FlowIds.of(document);
        assertThat(ids.ends(section).flow()).isEqualTo(flow);
        assertThat(ids.sayBoth()).isEqualTo(both);
    }

    @Test
    void numbersASecondFlowOfTheSameEntities() {
        assertThat(parse(HEAD + EVERY + EVERY).sections())
                .extracting(Section::flow)
                .containsExactly("teapot-cups--letterbox-stamps", "teapot-cups--letterbox-stamps-2");
    }

    @Test
    void cutsAHeadingWhereTheSentencesDo() {
        DataflowDocument read = parse(HEAD
                + EVERY.replace("Teapot Cups", "Teapot Road to tea")
                        .replace("-------------------------------", "-".repeat(38)));
        assertThat(read.sections().get(0).entities()).isEqualTo(new Entities("Teapot Road to tea", "Letterbox Stamps"));
        assertThat(read.problems()).isEmpty();
    }

    @Test
    void readsACondition() {
        DataflowDocument read =
                parse(HEAD + EVERY.replace("Every Teapot Cups will", "When a cup is full, or nearly so, it  will"));
        assertThat(read.sections().get(0).shape()).isEqualTo("COND,ONCE,PROPS");
        assertThat(read.sections().get(0).freeText().condition()).isEqualTo("When a cup is full, or nearly so");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Teapot (old_1) Cups|Letterbox Stamps|teapot-old-1-cups--letterbox-stamps",
                "TeaPot Cups|Letter Box Air mail|teapot-cups--letterbox-air-mail",
                "Tea Pot Cups|Letterbox Stamps|teapot-cups--letterbox-stamps",
                "Tea Cups|Letterbox Stamps|teapot-cups--letterbox-stamps",
                "Kettle Cups|Letterbox Stamps|teapot-cups--letterbox-stamps",
            })
    void namesFlowsByTheFile_whateverTheSectionsCallTheSystems(String a, String b, String flow) {
        Section section = new Section(
                1, 1, "", new Entities(a, b), "", List.of(), Documented.FreeText.NONE, List.of(), List.of());
        assertThat(new FlowIds("teapot-letterbox.rst", "Teapot", "Letterbox").of(List.of(section)))
                .extracting(Section::flow)
                .containsExactly(flow.replace("old-1-", a.contains("old") ? "old-1-" : ""));
    }

    @Test
    void cutsAFileNameByTheTitle() {
        Section section = new Section(
                1,
                1,
                "",
                new Entities("Big Pot Cups", "Post Box Stamps"),
                "",
                List.of(),
                Documented.FreeText.NONE,
                List.of(),
                List.of());
        assertThat(new FlowIds("big-pot-post-box.rst", "Big Pot", "Post Box").of(List.of(section)))
                .extracting(Section::flow)
                .containsExactly("big-pot-cups--post-box-stamps");
    }

    @Test
    void readsAConditionalCell_eachConditionOnce() {
        Cell cell =
                Cell.of("size (Dependant on having XL in kindDependant on having XL in kindDependant on having  in x)");
        assertThat(cell)
                .isEqualTo(new Cell("size", List.of(new Cell.Condition("XL", "kind"), new Cell.Condition("", "x"))));
        assertThat(Cell.of("a (b)")).isEqualTo(new Cell("a (b)", List.of()));
    }

    /** Every line that is taken out is missed: as a problem, or as a flow that differs. */
    @Test
    void missesEachLineThatIsTakenOut() {
        String text = HEAD + EVERY + MATCHED;
        DataflowDocument whole = parse(text);
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).isBlank() || lines.get(i).startsWith("A paragraph")) {
                continue;
            }
            List<String> without = new java.util.ArrayList<>(lines);
            without.remove(i);
            DataflowDocument read = parse(String.join("\n", without) + "\n");
            assertThat(!read.problems().isEmpty() || !withoutLines(read).equals(withoutLines(whole)))
                    .as("line %d: %s", i + 1, lines.get(i))
                    .isTrue();
        }
    }

    /** Every line that is put in is seen. */
    @Test
    void seesEachLineThatIsPutIn() {
        String text = HEAD + EVERY + MATCHED;
        List<String> lines = text.lines().toList();
        int introduction = lines.indexOf("A paragraph that says nothing about flows.");
        for (int i = 0; i <= lines.size(); i++) {
            if (i == introduction || i == introduction + 1 || i == introduction - 1) {
                continue; // the paragraph is nobody's to read
            }
            List<String> with = new java.util.ArrayList<>(lines);
            with.add(i, "Some words that nobody knows");
            assertThat(parse(String.join("\n", with) + "\n").problems())
                    .as("before line %d", i + 1)
                    .isNotEmpty();
        }
    }

    private static List<Object> withoutLines(DataflowDocument document) {
        return document.sections().stream()
                .<Object>map(s -> List.of(
                        s.entities(),
                        s.shape(),
                        s.freeText().condition(),
                        s.freeText().connectedTo(),
                        s.match().stream().map(Section.Line::cells).toList(),
                        s.properties().stream().map(Section.Line::cells).toList()))
                .toList();
    }
}
