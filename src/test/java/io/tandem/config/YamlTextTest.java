package io.tandem.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.config.YamlText.Slot;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A program changes a file that a person writes: nothing but the values that change may change. */
class YamlTextTest {

    private static final String FILE = """
            # head
            link: matched   # why
            # about the rows
            rows:
              # the first
              - {a: 1, b: 2}   # one
              # the second
              - a: 3   # three
                b:
                  c: 4
                # in it
                d: |
                  text

              - {a: 5}
            # below
            empty: []
            """;

    private static String changed(java.util.function.Consumer<YamlText> edit) {
        YamlText text = YamlText.of(FILE);
        edit.accept(text);
        return text.edited();
    }

    @Test
    void changesAValue_andKeepsTheCommentBehindIt() {
        assertThat(changed(text -> text.put("link", "every", "")))
                .isEqualTo(FILE.replace("link: matched", "link: every"));
    }

    @Test
    void putsANewKeyBehindAnother_orAtTheEnd() {
        assertThat(changed(text -> text.put("why", "x", "link"))).isEqualTo(FILE.replace("# why\n", "# why\nwhy: x\n"));
        assertThat(changed(text -> text.put("last", "\n  - y", "")))
                .isEqualTo(FILE.replace("empty: []\n", "empty: []\nlast:\n  - y\n"));
    }

    @Test
    void removesAKey() {
        assertThat(changed(text -> text.remove("link"))).isEqualTo(FILE.replace("link: matched   # why\n", ""));
        assertThat(changed(text -> text.remove("empty"))).isEqualTo(FILE.replace("\nempty: []", ""));
    }

    @Test
    void changesItems_ofBothForms() {
        assertThat(changed(text -> {
                    text.putInItem("rows", 0, "b", "7");
                    text.putInItem("rows", 0, "z", "8");
                    text.putInItem("rows", 1, "a", "9");
                    text.putInItem("rows", 1, "z", "10");
                    text.removeInItem("rows", 1, "b");
                }))
                .isEqualTo(FILE.replace("{a: 1, b: 2}", "{a: 1, b: 7, z: 8}")
                        .replace("a: 3 ", "a: 9 ")
                        .replace("\n    b:\n      c: 4", "")
                        .replace("      text\n", "      text\n    z: 10\n"));
        assertThat(changed(text -> text.removeInItem("rows", 0, "a"))).isEqualTo(FILE.replace("a: 1, ", ""));
        assertThat(changed(text -> text.removeInItem("rows", 0, "b"))).isEqualTo(FILE.replace(", b: 2", ""));
    }

    @Test
    void addsAndRemovesItems_andKeepsTheCommentsBetweenThem() {
        assertThat(changed(text -> text.items(
                        "rows",
                        List.of(
                                Slot.add("{n: 0}"),
                                Slot.keep(0),
                                Slot.add("n: 1\n  m: 2"),
                                Slot.keep(2),
                                Slot.add("{n: 3}")),
                        "")))
                .isEqualTo(FILE.replace("  - {a: 1", "  - {n: 0}\n  - {a: 1")
                        .replace("# one\n", "# one\n  - n: 1\n    m: 2\n")
                        .replaceAll("(?s)  - a: 3.*text\n", "")
                        .replace("{a: 5}\n", "{a: 5}\n  - {n: 3}\n"));
    }

    @Test
    void emptiesAList_andFillsAnEmptyOne() {
        assertThat(changed(text -> text.items("rows", List.of(), ""))).contains("rows: []\n", "# the first", "# below");
        assertThat(changed(text -> text.items("empty", List.of(Slot.add("x"), Slot.add("y")), "")))
                .isEqualTo(FILE.replace("empty: []", "empty:\n  - x\n  - y"));
        assertThat(changed(text -> text.items("none", List.of(Slot.add("x")), "link")))
                .isEqualTo(FILE.replace("# why\n", "# why\nnone:\n  - x\n"));
    }

    @Test
    void writesAListOfOneLineOut_soThatItsItemsCanBeChanged() {
        YamlText text = YamlText.of("rows: [{a: 1}, {a: 2}] # c\nx: y", List.of("rows"));
        text.putInItem("rows", 1, "a", "3");
        text.put("x", "z", "");
        assertThat(text.edited()).isEqualTo("rows:\n  - {a: 1}\n  - {a: 3} # c\nx: z");
    }

    @Test
    void addsKeysInsideMappings_ofBothForms() {
        YamlText text = YamlText.of("a:\n  b:\n    c: 1\n  d: {}\n");
        assertThat(text.add(List.of("a", "b"), "e", "2")).isTrue();
        assertThat(text.add(List.of("a", "d"), "f", "3")).isTrue();
        assertThat(text.add(List.of("a", "d"), "g", "4")).isTrue();
        assertThat(text.add(List.of("a"), "h", "\n  i: 5")).isTrue();
        assertThat(text.add(List.of("a", "d"), "j", "\n  k: 6")).isFalse();
        assertThat(text.add(List.of("none"), "j", "7")).isFalse();
        assertThat(text.edited()).isEqualTo("a:\n  b:\n    c: 1\n    e: 2\n  d: {f: 3, g: 4}\n  h:\n    i: 5\n");
    }

    @Test
    void keepsTheFilesLineBreaks() {
        YamlText text = YamlText.of("a: 1\r\nb: 2\r\n");
        text.put("c", "3", "a");
        assertThat(text.edited()).isEqualTo("a: 1\r\nc: 3\r\nb: 2\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "name",
                "a.b.c",
                "",
                "true",
                "Off",
                "5",
                "-",
                "a: b",
                "a #b",
                "a#b",
                " a",
                "a ",
                "\"q\"",
                "a\\b",
                "[x]",
                "größe",
                "*x",
                "a\nb",
                "\u0007",
                "\u2028",
                "😀",
                "a,b",
                "size (Dependant on having XL in kind)",
                "null",
                "~",
                "1e3",
                "=",
                "\u00a0x"
            })
    void writesEveryTextSoThatItIsReadAgain(String text) {
        for (String form : List.of("k: %s\n", "{k: %s, x: y}\n", "- %s\n", "{%s: y}\n")) {
            List<Fault> faults = new ArrayList<>();
            String yaml = form.formatted(YamlScalar.of(text));
            YamlNode node = YamlNode.parse(yaml, "x.yaml", faults).orElseThrow();
            String read = node.isList()
                    ? node.items().get(0).json().textValue()
                    : form.contains("%s: y")
                            ? node.entries().keySet().iterator().next()
                            : node.entries().get("k").json().textValue();
            assertThat(read).as(yaml).isEqualTo(text);
            assertThat(faults).isEmpty();
        }
    }
}
