package io.tandem.sim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tandem.record.EntityKey;
import io.tandem.record.RecordKey;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * How the two systems show their ids: a model counts them, and on the wire they have the form that was drawn for their
 * entity, with characters that mean something in addresses, in SQL or in nothing at all.
 */
final class IdForms {

    /** What stands around the number. */
    private record Form(String before, String after) {}

    private static final Form PLAIN = new Form("", "");

    private static final List<Form> ODD = List.of(
            new Form("a b/", "?x=1&y#z%2F+;\u00e9"),
            new Form("'", "\"\\ \u2019\ud83d\ude00"),
            new Form("..", "/.."),
            new Form("0".repeat(393) + "-", ""),
            new Form("\u202e", "\u00a0x"));

    private final Map<String, Form> forms = new HashMap<>();

    private IdForms() {}

    /** @param entities whose ids nothing refers to */
    static IdForms draw(Chance chance, List<EntityKey> entities) {
        IdForms drawn = new IdForms();
        for (EntityKey entity : entities) {
            drawn.forms.put(entity.toString(), chance.in100(40) ? chance.of(ODD) : PLAIN);
        }
        return drawn;
    }

    private Form form(EntityKey entity) {
        return forms.getOrDefault(entity.toString(), PLAIN);
    }

    String shown(EntityKey entity, int id) {
        return form(entity).before() + id + form(entity).after();
    }

    /** @return empty if no record of this entity was ever shown so */
    OptionalInt number(EntityKey entity, String shown) {
        Form form = form(entity);
        int end = shown.length() - form.after().length();
        boolean fits = shown.startsWith(form.before())
                && shown.endsWith(form.after())
                && end > form.before().length();
        String number = fits ? shown.substring(form.before().length(), end) : "";
        return number.matches("\\d{1,9}") ? OptionalInt.of(Integer.parseInt(number)) : OptionalInt.empty();
    }

    /** The key by which Tandem knows a record of a model. */
    RecordKey key(String record) {
        RecordKey counted = RecordKey.parse(record);
        return !counted.id().matches("\\d{1,9}")
                ? counted
                : counted.entity().record(shown(counted.entity(), Integer.parseInt(counted.id())));
    }

    /** A key as a model counts it; as it is if it is none. */
    String counted(String key) {
        if (key.chars().filter(c -> c == '/').count() < 2) {
            return key;
        }
        RecordKey shown = RecordKey.parse(key);
        OptionalInt number = number(shown.entity(), shown.id());
        return number.isPresent() ? shown.entity() + "/" + number.getAsInt() : key;
    }

    /** A list of keys or ids in a query. */
    String countedList(EntityKey entity, String name, String list) {
        return Arrays.stream(list.split(","))
                .map(one -> name.equals("refs") ? counted(one) : countedId(entity, one))
                .collect(Collectors.joining(","));
    }

    String countedId(EntityKey entity, String shown) {
        OptionalInt number = number(entity, shown);
        return number.isPresent() ? String.valueOf(number.getAsInt()) : shown;
    }

    /** A request's body as the model understands it. */
    JsonNode asked(EntityKey entity, JsonNode body) {
        return translated(body, (name, value) -> switch (name) {
            case "id" -> value.isTextual() ? new TextNode(countedId(entity, value.asText())) : value;
            case "ref" -> new TextNode(counted(value.asText()));
            default -> value;
        });
    }

    /** An answer's body as the system shows it. */
    JsonNode answered(EntityKey entity, JsonNode body) {
        return translated(body, (name, value) -> switch (name) {
            case "id" -> value.isInt() ? new TextNode(shown(entity, value.asInt())) : value;
            case "existing" ->
                value.asText().matches("\\d{1,9}")
                        ? new TextNode(shown(entity, Integer.parseInt(value.asText())))
                        : value;
            case "ref" ->
                value.asText().matches("\\w+/\\w+/\\d{1,9}")
                        ? new TextNode(key(value.asText()).toString())
                        : value;
            default -> value;
        });
    }

    private interface Translation {
        JsonNode of(String name, JsonNode value);
    }

    private static JsonNode translated(JsonNode json, Translation translation) {
        if (json instanceof ObjectNode object) {
            object.properties()
                    .forEach(member -> member.setValue(
                            member.getValue().isContainerNode()
                                            && !member.getKey().equals("job")
                                    ? translated(member.getValue(), translation)
                                    : translation.of(member.getKey(), member.getValue())));
        } else if (json instanceof ArrayNode array) {
            array.forEach(element -> translated(element, translation));
        }
        return json;
    }
}
