package io.tandem.system.descriptor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tandem.record.Values;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fills the places of a call's template. A text that is one place, {@code "{changes}"}, becomes that JSON value; places
 * inside a longer text become text. {@code "...": "{changes}"} merges an object's members into the one around it.
 *
 * <p>A place may name a form: {@code {since|iso}}, {@code |iso-offset}, {@code |epoch}, {@code |epoch-millis}, {@code |soql} (quoted for SOQL),
 * {@code |odata} (quoted for OData), {@code |number} (digits, or {@code null}).
 */
public final class Template {

    /** The setting of a system whose name is a number has no letter before its dot: {@code 123.url}. */
    private static final String NAME = "(?:\\d[\\d.-]*)?[A-Za-z][\\w.-]*";

    private static final Pattern PLACE = Pattern.compile("\\{(" + NAME + ")(?:\\|([a-z-]+))?}");
    /** The same, and what looks like a place with a form but names one that can't be. */
    private static final Pattern WRITTEN = Pattern.compile("\\{(" + NAME + ")(?:\\|([^{}]*))?}");

    static final List<String> FORMS = List.of("iso", "iso-offset", "epoch", "epoch-millis", "soql", "odata", "number");

    private static final String MERGE = "...";
    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter OFFSET =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss'+00:00'").withZone(ZoneOffset.UTC);

    private Template() {}

    /** Values of places by name; {@code user.id} reaches into {@code user}. */
    public record Places(Map<String, JsonNode> values) {

        JsonNode get(String name) {
            JsonNode whole = values.get(name);
            if (whole != null) {
                return whole;
            }
            int dot = name.indexOf('.');
            JsonNode part = dot < 0 ? null : values.get(name.substring(0, dot));
            return part == null ? NullNode.instance : Paths.at(part, name.substring(dot + 1));
        }
    }

    public static JsonNode fill(JsonNode template, Places places) {
        if (template.isTextual()) {
            Matcher whole = PLACE.matcher(template.textValue());
            return whole.matches() && whole.group(2) == null
                    ? places.get(whole.group(1))
                    : TextNode.valueOf(text(template.textValue(), places, UnaryOperator.identity()));
        }
        if (template.isArray()) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            template.forEach(item -> array.add(fill(item, places)));
            return array;
        }
        if (template instanceof ObjectNode object) {
            ObjectNode filled = JsonNodeFactory.instance.objectNode();
            object.properties().forEach(e -> {
                JsonNode value = fill(e.getValue(), places);
                if (e.getKey().equals(MERGE)) {
                    value.properties().forEach(member -> filled.set(member.getKey(), member.getValue()));
                } else {
                    filled.set(e.getKey(), value);
                }
            });
            return filled;
        }
        return template;
    }

    /** A path: each place is encoded, so that a value can't leave its segment. */
    public static String path(String template, Places places) {
        return text(template, places, Template::segment);
    }

    /** The first place of a path that nothing fills: such a path names another thing, or none. */
    public static Optional<String> empty(String template, Places places) {
        return places(template).stream()
                .filter(place ->
                        plain(places.get(place)).isBlank() && !places.get(place).isContainerNode())
                .findFirst();
    }

    /** A text with all its places filled; empty if one of them has nothing to fill it. */
    public static Optional<String> filled(String template, Function<String, Optional<String>> fillers) {
        String text = template;
        for (String place : places(template)) {
            Optional<String> filler = fillers.apply(place);
            if (filler.isEmpty()) {
                return Optional.empty();
            }
            text = text.replace("{" + place + "}", filler.get());
        }
        return Optional.of(text);
    }

    /** Dots alone would lead to the segment above. */
    public static String segment(String text) {
        return text.matches("\\.{1,2}") ? text.replace(".", "%2E") : encoded(text);
    }

    /** A query value: filled first, encoded as a whole. */
    public static String query(String template, Places places) {
        return encoded(text(template, places, UnaryOperator.identity()));
    }

    /** Headers, each in one line whatever its places hold; one with a place that nothing fills is left out. */
    public static Map<String, String> headers(Map<String, String> templates, Places places) {
        Map<String, String> headers = new LinkedHashMap<>();
        templates.forEach((name, template) -> {
            if (empty(template, places).isEmpty()) {
                headers.put(name, text(template, places, value -> value.replaceAll("\\p{Cntrl}", "")));
            }
        });
        return headers;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String text(String template, Places places, UnaryOperator<String> each) {
        Matcher matcher = PLACE.matcher(template);
        StringBuilder text = new StringBuilder();
        while (matcher.find()) {
            String value = form(places.get(matcher.group(1)), matcher.group(2));
            matcher.appendReplacement(text, Matcher.quoteReplacement(each.apply(value)));
        }
        return matcher.appendTail(text).toString();
    }

    private static String form(JsonNode value, String form) {
        if (form == null) {
            return value.isArray() ? String.join(",", texts(value)) : plain(value);
        }
        return switch (form) {
            case "iso" -> MILLIS.format(Instant.parse(value.asText()));
            case "iso-offset" -> OFFSET.format(Instant.parse(value.asText()));
            case "epoch" -> String.valueOf(Instant.parse(value.asText()).getEpochSecond());
            case "epoch-millis" -> String.valueOf(Instant.parse(value.asText()).toEpochMilli());
            case "soql" ->
                String.join(",", texts(value).stream().map(Template::soql).toList());
            case "odata" ->
                String.join(
                        ",",
                        texts(value).stream()
                                .map(t -> "'" + t.replace("'", "''") + "'")
                                .toList());
            case "number" -> plain(value).matches("-?\\d{1,19}") ? plain(value) : "null";
            default ->
                throw new IllegalArgumentException("unknown form " + form + ". Known: " + String.join(", ", FORMS));
        };
    }

    private static List<String> texts(JsonNode value) {
        List<String> texts = new ArrayList<>();
        if (value.isArray()) {
            value.forEach(item -> texts.add(plain(item)));
        } else {
            texts.add(plain(value));
        }
        return texts;
    }

    private static String plain(JsonNode value) {
        return value.isNull() || value.isMissingNode() ? "" : value.isNumber() ? Values.text(value) : value.asText();
    }

    /** Quoted for SOQL: quote and backslash are escaped, line ends too. */
    static String soql(String text) {
        return "'"
                + text.replace("\\", "\\\\")
                        .replace("'", "\\'")
                        .replace("\n", "\\n")
                        .replace("\r", "\\r") + "'";
    }

    /** A place as it is written, with its form. */
    record Place(String name, Optional<String> form) {}

    /** What a template names, for the check at start. */
    static List<Place> named(String template) {
        return WRITTEN.matcher(template)
                .results()
                .map(place -> new Place(place.group(1), Optional.ofNullable(place.group(2))))
                .toList();
    }

    /** Whether a brace is left when its places are put aside. */
    static boolean hasOtherBraces(String template) {
        return WRITTEN.matcher(template).replaceAll("").matches(".*[{}].*");
    }

    /** The places that a template names. */
    public static List<String> places(String template) {
        List<String> names = new ArrayList<>();
        Matcher matcher = PLACE.matcher(template);
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        return names;
    }

    /** Whether a body, a header or a query names a place. */
    static boolean has(Spec.Call call, String place) {
        return has(call.body(), place)
                || places(call.headers() + "" + call.query()).contains(place);
    }

    /** Whether a text of a template, however deep, names a place. */
    static boolean has(JsonNode template, String place) {
        if (template.isTextual()) {
            return places(template.textValue()).contains(place);
        }
        for (JsonNode part : template) {
            if (has(part, place)) {
                return true;
            }
        }
        return false;
    }
}
