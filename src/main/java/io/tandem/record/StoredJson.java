package io.tandem.record;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.StringWriter;

/**
 * JSON texts of the store's columns, written and read token by token. Each record that is looked at has three or four of
 * them: read as a tree, each would be made twice, once more for the one form of its values.
 */
public final class StoredJson {

    /** Longer than most of these texts. */
    private static final int USUAL_LENGTH = 256;

    /** Writes one value. */
    public interface Writer {
        void write(JsonGenerator to) throws IOException;
    }

    /** Takes a member of an object: the current token is the first of its value, and will be its last. */
    public interface Member {
        void read(String name, JsonParser value) throws IOException;
    }

    private StoredJson() {}

    /** @throws Json.NotWritable if the value can't be JSON, e.g. because it is nested too deep */
    public static String text(Writer value) {
        StringWriter text = new StringWriter(USUAL_LENGTH);
        try (JsonGenerator to = Json.MAPPER.createGenerator(text)) {
            value.write(to);
        } catch (IOException e) {
            throw new Json.NotWritable(value, e);
        }
        return text.toString();
    }

    /** A value in the one form that {@link Values#canonical} gives it, or null for none. */
    public static void write(JsonGenerator to, JsonNode value) throws IOException {
        if (value == null || value.isNull()) {
            to.writeNull();
        } else if (value instanceof TextNode) {
            to.writeString(value.textValue());
        } else {
            Json.MAPPER.writeTree(to, value);
        }
    }

    /**
     * Reads an object that {@link #text} wrote, member by member.
     *
     * @param what it is, for the words of the fault
     */
    public static void members(String json, String what, Member each) {
        try (JsonParser from = Json.MAPPER.createParser(json)) {
            if (from.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalStateException("the store holds " + what + " that is no JSON object");
            }
            String name;
            while ((name = from.nextFieldName()) != null) {
                from.nextToken();
                each.read(name, from);
            }
        } catch (IOException e) {
            throw new IllegalStateException("the store holds " + what + " that is not JSON", e);
        }
    }

    /** The value that begins with the current token, in its one form. */
    public static JsonNode value(JsonParser from) throws IOException {
        return switch (from.currentToken()) {
            case VALUE_NULL -> NullNode.instance;
            case VALUE_STRING -> TextNode.valueOf(from.getText());
            case VALUE_TRUE -> BooleanNode.TRUE;
            case VALUE_FALSE -> BooleanNode.FALSE;
            default -> Values.canonical(Json.MAPPER.readTree(from));
        };
    }
}
