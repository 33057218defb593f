package io.tandem.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeType;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlNodeTest {

    private enum Colour {
        RED,
        DARK_BLUE
    }

    private final List<Fault> faults = new ArrayList<>();

    private YamlNode yaml(String text) {
        return YamlDocument.parse(text, "a.yaml", faults).orElseThrow();
    }

    private List<String> shown() {
        return faults.stream().map(Fault::toString).toList();
    }

    @Test
    void keepsTheOrderOfKeys_andTheirLines() {
        YamlNode node = yaml("b: 1\na: 2\n\nc:\n  d: 3\n");
        assertThat(node.entries().keySet()).containsExactly("b", "a", "c");
        assertThat(node.get("c").orElseThrow().get("d").orElseThrow().line()).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{a: ", "- ", "? "})
    @Timeout(20)
    void refusesATextThatIsNestedWithoutEnd(String opening) {
        assertThat(YamlDocument.parse("a:\n  " + opening.repeat(100_000), "a.yaml", faults))
                .isEmpty();
        assertThat(shown()).containsExactly("a.yaml:2: is nested deeper than 100 levels");
    }

    @Test
    void keepsA64BitNumberAndADecimalExact() {
        assertThat(yaml("9223372036854775807").json().bigIntegerValue()).hasToString("9223372036854775807");
        assertThat(yaml("0.1").json().decimalValue()).isEqualByComparingTo("0.1");
    }

    @ParameterizedTest
    @CsvSource(
            value = {
                "null,NULL",
                "'',NULL",
                "~,STRING",
                "nul,STRING",
                "Null,STRING",
                "n,STRING",
                "true,BOOLEAN",
                "false,BOOLEAN",
                "True,STRING",
                "truer,STRING",
                "off,STRING",
                "0,NUMBER",
                "-7,NUMBER",
                "12.50,NUMBER",
                "-0.5,NUMBER",
                "007,STRING",
                "1.2.3,STRING",
                "+1,STRING",
                "4x,STRING",
                "-x,STRING",
                ".,STRING",
                "$x,STRING",
                "crm,STRING"
            })
    void takesForNumbersAndWordsWhatJsonTakesForThem(String text, JsonNodeType type) {
        assertThat(yaml("k: " + text).json().path("k").getNodeType()).isEqualTo(type);
    }

    @Test
    void takesQuotedNumbersAndWordsAsText() {
        assertThat(yaml("\"12\"").json().isTextual()).isTrue();
        assertThat(yaml("yes").json().isTextual()).isTrue();
        assertThat(yaml("true").json().isBoolean()).isTrue();
        assertThat(yaml("2026-01-01").json().asText()).isEqualTo("2026-01-01");
    }

    @Test
    void reportsAKeyTwice_inTheLineOfTheSecond() {
        yaml("a: 1\nb: 2\na: 3\n").entries();
        assertThat(shown()).containsExactly("a.yaml:3: key a stands twice");
    }

    @Test
    void reportsEachUnknownKey_withTheKnownOnes() {
        yaml("name: x\nnmae: y\nnote: z\n").only(Keys.of("a test", Key.text("name", "one"), Key.text("notes", "two")));
        assertThat(shown())
                .containsExactly(
                        "a.yaml:2: unknown key nmae. Known: name, notes",
                        "a.yaml:3: unknown key note. Known: name, notes");
    }

    @Test
    void goesOnAfterAWrongValue_soThatAllAreFound() {
        YamlNode node = yaml("wait: soon\nsize: big\non: maybe\ncolour: green\n");
        assertThat(Key.duration("wait", Duration.ofSeconds(3), "").of(node)).isEqualTo(Duration.ofSeconds(3));
        assertThat(Key.count("size", 7, "").of(node)).isEqualTo(7);
        assertThat(Key.flag("on", true, "").of(node)).isTrue();
        assertThat(Key.choice("colour", Colour.class, Colour.RED, "").of(node)).isEqualTo(Colour.RED);
        node.required("name");
        assertThat(faults).extracting(Fault::line).containsExactly(1, 2, 3, 4, 1);
        assertThat(shown().get(3)).endsWith("unknown value green. Known: red, dark-blue");
    }

    @Test
    void readsAChoice_withDashesOrUnderscores() {
        assertThat(yaml("dark-blue").choice(Colour.class, Colour.RED)).isEqualTo(Colour.DARK_BLUE);
        assertThat(yaml("dark_blue").choice(Colour.class, Colour.RED)).isEqualTo(Colour.DARK_BLUE);
    }

    @Test
    void saysTheLine_whereTextIsNotYaml() {
        assertThat(YamlDocument.parse("a: 1\nb: [2\nc: 3\n", "a.yaml", faults)).isEmpty();
        assertThat(faults).hasSize(1);
        assertThat(shown().get(0)).startsWith("a.yaml:3: is not YAML");
    }

    @Test
    void refusesAnEmptyFile_andASecondDocument() {
        assertThat(YamlDocument.parse("# nothing\n", "a.yaml", faults)).isEmpty();
        assertThat(YamlDocument.parse("a: 1\n---\nb: 2\n", "a.yaml", faults)).isEmpty();
        assertThat(faults).hasSize(2);
    }

    @Test
    void constructsNoObject_fromATag() {
        assertThat(yaml("a: !!java.io.File [x]\n").json().toString()).isEqualTo("{\"a\":[\"x\"]}");
    }

    /** Neither is read: a device gives bytes for ever, and the file is larger than the memory. */
    @Test
    void refusesADeviceAndAFileWithoutMeasure(@TempDir Path folder) throws IOException {
        Path device = Files.createSymbolicLink(folder.resolve("device.yaml"), Path.of("/dev/zero"));
        Path huge = folder.resolve("huge.yaml");
        try (RandomAccessFile sparse = new RandomAccessFile(huge.toFile(), "rw")) {
            sparse.setLength(4L << 30);
        }
        assertThat(YamlNode.read(device, "device.yaml", faults)).isEmpty();
        assertThat(YamlNode.read(huge, "huge.yaml", faults)).isEmpty();
        assertThat(shown())
                .containsExactly(
                        "device.yaml: can't be read: it is a device, a pipe or a socket, and no file",
                        "huge.yaml: can't be read: it holds more than 16 MB");
    }

    @Test
    @Timeout(10)
    void refusesANodeThatHoldsItself() {
        assertThat(YamlDocument.parse("top: 1\na: &a\n  b: {c: *a}\n", "a.yaml", faults))
                .isEmpty();
        assertThat(shown()).containsExactly("a.yaml:2: holds itself, through an alias");
    }

    @Test
    @Timeout(10)
    void refusesAFloodOfAliases() {
        StringBuilder text = new StringBuilder("a0: &a0 [x]\n");
        for (int i = 1; i < 30; i++) {
            text.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
        }
        assertThat(YamlDocument.parse(text.toString(), "a.yaml", faults)).isEmpty();
        assertThat(faults).hasSize(1);
    }
}
