package io.tandem.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records stand side by side in a terminal's width, and nothing that a system holds can change the terminal. */
class SideBySideTest {

    private static SideBySide.Line line(String label, String... cells) {
        return new SideBySide.Line(label, List.of(cells), false);
    }

    private static List<String> one(String cell) {
        return SideBySide.fitted(List.of(line("email", "a@example.com", cell)));
    }

    @Test
    void makesColumnsAsWideAsTheirLongestCell_andMarksWhatDiffers() {
        assertThat(SideBySide.fitted(List.of(
                        line("", "record", "candidate", "candidate"),
                        line("email / mail", "a@example.com", "a@example.com", "A@example.com"),
                        new SideBySide.Line("phone", List.of("", "1", "22"), true))))
                .containsExactly(
                        "                record         candidate      candidate",
                        "  email / mail  a@example.com  a@example.com  A@example.com",
                        "* phone                        1              22");
    }

    @Test
    void showsTheRecordAlone_whenThereIsNothingBesideIt() {
        assertThat(SideBySide.fitted(List.of(line("email", "a@example.com"), line("role", "agent"))))
                .containsExactly("  email  a@example.com", "  role   agent");
    }

    @Test
    void wrapsALongCell_soThatItsEndIsSeenToo() {
        List<String> lines = one("x".repeat(60) + "END");
        assertThat(lines).hasSize(2).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
        assertThat(lines.get(1)).endsWith("END");
    }

    @Test
    void cutsAVeryLongCell() {
        List<String> lines = one("x".repeat(1_000_000));
        assertThat(lines).hasSize(4).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
        assertThat(lines.get(3)).endsWith("x…");
    }

    @Test
    void wrapsALongLabel() {
        assertThat(SideBySide.fitted(List.of(line("l".repeat(40), "1", "2"))))
                .containsExactly("  " + "l".repeat(30) + "  1  2", "  " + "l".repeat(10));
    }

    @Test
    void putsWhatDoesNotFitBelow_withTheRecordInEachBlock() {
        List<String> ids =
                IntStream.range(0, 12).mapToObj(i -> "candidate-number-" + i).toList();
        List<String> lines = SideBySide.fitted(List.of(new SideBySide.Line("email", ids, false)));
        assertThat(lines).hasSize(4).allSatisfy(line -> assertThat(line)
                .startsWith("  email  candidate-number-0")
                .hasSizeLessThanOrEqualTo(100));
        assertThat(String.join(" ", lines)).contains(ids);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u001b[2J\u001b[31m",
                "\u009b31m",
                "\r",
                "\b\b\b",
                "\u0007",
                "\u0000",
                "\u202e",
                "\u200b",
                "\u2028",
                "\ud800",
                "\t",
                "\n",
                "\u0085"
            })
    void showsNothingThatATerminalObeys(String hostile) {
        assertThat(one("a" + hostile + "b")).singleElement().satisfies(line -> assertThat(line)
                .matches("[^\\p{C}\\p{Zl}\\p{Zp}]+")
                .matches(".* a[ ·]\\S*b"));
    }

    @Test
    void keepsEveryWritingAndEmoji() {
        assertThat(one("Ærøskøbing 日本 \ud83d\ude80")).singleElement().asString().endsWith("Ærøskøbing 日本 \ud83d\ude80");
    }

    @Test
    void neverCutsACharacterInTwo() {
        String rockets = String.join("", Collections.nCopies(5_000, "\ud83d\ude80"));
        assertThat(String.join("", one(rockets))).matches("[^\\p{Cs}]+");
    }

    @ParameterizedTest
    @ValueSource(strings = {"$(reboot)", "a b", "x;y", "`id`", "it's", "\n"})
    void quotesAnId_thatAShellWouldReadOtherwise(String id) {
        assertThat(ForTerminal.word(id)).startsWith("'").endsWith("'");
        assertThat(ForTerminal.word("it's")).isEqualTo("'it'\\''s'");
        assertThat(ForTerminal.word("35000000000001")).isEqualTo("35000000000001");
    }
}
