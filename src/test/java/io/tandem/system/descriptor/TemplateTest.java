package io.tandem.system.descriptor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tandem.config.Fault;
import io.tandem.config.YamlNode;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.NotEmpty;

/** Whatever a value holds, it stays a value: in a path, a query, SOQL, OData and JSON. */
class TemplateTest {

    private static final String HOST = "https://acme.example.com";

    /** Ordinary text, and all that means something to a query, a path or a template. */
    @Provide
    Arbitrary<String> hostile() {
        return Arbitraries.oneOf(
                Arbitraries.strings(),
                Arbitraries.strings()
                        .withChars("'\\\"%_/?#&=+;:@.{}|()<>-*\n\r\t\b\f\0\u2028 aO1æ")
                        .ofMaxLength(30),
                Arbitraries.of(
                        "' OR Name != '",
                        "\\' OR Id != '\\",
                        "x' or 1 eq 1 or 'a' eq '",
                        "..",
                        ".",
                        "../../admin",
                        "%27",
                        "{token}",
                        "$1",
                        "1&admin=true",
                        "a#b",
                        "\\"));
    }

    private static Template.Places place(String value) {
        return new Template.Places(Map.of("v", TextNode.valueOf(value), "token", TextNode.valueOf("LEAK")));
    }

    @Property
    void aSoqlTextReadsBackAsItself_andEndsWhereItEnds(@ForAll("hostile") String value) {
        String query = decoded(
                Template.query("SELECT Id FROM Task WHERE Subject = {v|soql} AND IsDeleted = false", place(value)));
        String quoted = query.substring("SELECT Id FROM Task WHERE Subject = ".length());
        StringBuilder read = new StringBuilder();
        int at = 1;
        assertThat(quoted).startsWith("'");
        while (quoted.charAt(at) != '\'') {
            char c = quoted.charAt(at++);
            assertThat(c).isNotIn('\n', '\r');
            read.append(c == '\\' ? unescaped(quoted.charAt(at++)) : c);
        }
        assertThat(read).hasToString(wellFormed(value));
        assertThat(quoted.substring(at)).isEqualTo("' AND IsDeleted = false");
    }

    private static char unescaped(char escaped) {
        return switch (escaped) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case '\\', '\'' -> escaped;
            default -> throw new AssertionError("SOQL knows no " + escaped + " after a backslash");
        };
    }

    @Property
    void anODataTextReadsBackAsItself_andEndsWhereItEnds(@ForAll("hostile") String value) {
        String filter = decoded(Template.query("Name eq {v|odata} and Live eq true", place(value)));
        String quoted = filter.substring("Name eq ".length());
        Matcher literal =
                Pattern.compile("'((?:[^']|'')*)'(?!')", Pattern.DOTALL).matcher(quoted);
        assertThat(literal.lookingAt()).isTrue();
        assertThat(literal.group(1).replace("''", "'")).isEqualTo(wellFormed(value));
        assertThat(quoted.substring(literal.end())).isEqualTo(" and Live eq true");
    }

    @Property
    void aListOfTextsHasAsManyMembersAsItHad(@ForAll @NotEmpty List<String> values) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        values.forEach(list::add);
        String query = decoded(Template.query("{v|soql}", new Template.Places(Map.of("v", list))));
        int members = 0;
        boolean inside = false;
        for (int i = 0; i < query.length(); i++) {
            if (inside && query.charAt(i) == '\\') {
                i++;
            } else if (query.charAt(i) == '\'') {
                inside = !inside;
                members += inside ? 1 : 0;
            }
        }
        assertThat(inside).isFalse();
        assertThat(members).isEqualTo(values.size());
    }

    @Property
    void aQueryValueAddsNoParameterAndNoFragment(@ForAll("hostile") String value) {
        URI uri = URI.create(HOST + "/records?name=" + Template.query("{v}", place(value)));
        assertThat(uri.getRawFragment()).isNull();
        assertThat(uri.getRawQuery()).doesNotContain("&").startsWith("name=");
        assertThat(decoded(uri.getRawQuery().substring("name=".length()))).isEqualTo(wellFormed(value));
    }

    @Property
    void aPathsValueStaysInItsSegment(@ForAll("hostile") String value) {
        URI uri = URI.create(HOST + Template.path("/records/{v}/links", place(value)))
                .normalize();
        assertThat(uri.getHost()).isEqualTo("acme.example.com");
        assertThat(uri.getRawQuery()).isNull();
        assertThat(uri.getRawFragment()).isNull();
        Assume.that(!value.isEmpty());
        assertThat(uri.getRawPath()).matches("/records/[^/]+/links");
        assertThat(decoded(uri.getRawPath().split("/")[2])).isEqualTo(wellFormed(value));
    }

    @Property
    void aValueIsNeverTakenForATemplate(@ForAll("hostile") String value) {
        ObjectNode template = JsonNodeFactory.instance.objectNode();
        template.put("whole", "{v}").put("part", "<{v}>").put("...", "{more}");
        ObjectNode more = JsonNodeFactory.instance.objectNode().put("added", value);
        Template.Places places = new Template.Places(
                Map.of("v", TextNode.valueOf(value), "more", more, "token", TextNode.valueOf("LEAK")));
        JsonNode filled = Template.fill(template, places);
        assertThat(filled.path("whole").textValue()).isEqualTo(value);
        assertThat(filled.path("part").textValue()).isEqualTo("<" + value + ">");
        assertThat(filled.path("added").textValue()).isEqualTo(value);
        assertThat(filled).hasSize(3);
    }

    @Property
    void aNumberIsDigitsOrNothing(@ForAll("hostile") String value) {
        assertThat(decoded(Template.query("(Id eq {v|number})", place(value)))).matches("\\(Id eq (-?\\d+|null)\\)");
    }

    /** A place inside the quotes of a query language would be one that nobody quotes. */
    @Example
    void theShippedDescriptorsQuoteWhatPeopleWrote() throws Exception {
        Pattern safe = Pattern.compile(
                "\\{(fields|size|page|skip|cursor|[\\w.-]+\\|(soql|odata|number|iso|iso-offset|epoch))}");
        try (Stream<Path> files = Files.list(Path.of("config/systems"))) {
            for (Path file : files.toList()) {
                List<Fault> faults = new ArrayList<>();
                JsonNode descriptor = YamlNode.read(file, file.toString(), faults)
                        .orElseThrow()
                        .json();
                for (String query : queries(descriptor)) {
                    Matcher place = Pattern.compile("\\{[^}]*}").matcher(query);
                    while (place.find()) {
                        assertThat(place.group()).as(file + ": " + query).matches(safe);
                    }
                }
            }
        }
    }

    /** Texts in query languages: SOQL and OData filters. */
    private static List<String> queries(JsonNode node) {
        List<String> found = new ArrayList<>();
        node.properties().forEach(e -> {
            boolean query = List.of("q", "$filter").contains(e.getKey());
            if (query && e.getValue().isTextual()) {
                found.add(e.getValue().textValue());
            }
        });
        node.forEach(child -> found.addAll(queries(child)));
        return found;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /** Half a surrogate pair is no character, and becomes a question mark on the wire. */
    private static String wellFormed(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    /** Documents name systems such as 1 2 3 and 24/7. */
    @Example
    void aSystemMayHaveANumberForItsName() {
        assertThat(Template.places("{123.url}/{24-7.base-path}/{9to5.url}/{3}/{2,5}/{1.5}"))
                .containsExactly("123.url", "24-7.base-path", "9to5.url");
        assertThat(Template.hasOtherBraces("{123.url}/x")).isFalse();
    }
}
